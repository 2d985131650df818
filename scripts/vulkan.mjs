/**
 * @file Finds a Vulkan driver for WebGPU in Node (Dawn), where the system has none of its own.
 *
 * The loader reads its environment when the process starts, so whoever starts a process sets it: Vitest before its
 * forks, the command line before it restarts itself. Chromium carries a loader and a software driver (SwiftShader).
 */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const DRIVER = 'vk_swiftshader_icd.json';
const SYSTEM_DRIVERS = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
/** Device files of a card: most drivers, NVIDIA's own, Windows Subsystem for Linux. */
const GRAPHICS_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];
const BROWSERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
];

/** What to add to a process's environment so that Dawn finds a driver; nothing where it will find one by itself. */
export function vulkanEnvironment() {
  if (process.platform !== 'linux') return {}; // Metal and Direct3D need no loader
  if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES || hasSystemDriver()) return {};
  const folder = [...BROWSERS, ...playwrightFolders()].find((path) => existsSync(join(path, DRIVER)));
  if (!folder) return {};
  return {
    VK_ICD_FILENAMES: join(folder, DRIVER),
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
  };
}

/**
 * A driver for a graphics card that is there. The drivers of Mesa are installed without one too, and of them only a
 * software driver would answer, which Dawn refuses where it is old.
 */
function hasSystemDriver() {
  const hasCard = GRAPHICS_DEVICES.some((path) => existsSync(path));
  return hasCard && SYSTEM_DRIVERS.some((folder) => files(folder).some((name) => name.endsWith('.json')));
}

/** Folders of the Chromium builds that Playwright keeps. */
function playwrightFolders() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), '.cache', 'ms-playwright');
  return files(cache)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) => files(join(cache, name)).map((inner) => join(cache, name, inner)));
}

function files(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}
