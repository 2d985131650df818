/** @file Finds a Chromium for the end-to-end tests and for WebGPU in software, or installs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './install.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Flags of a Chromium that computes WebGPU in software: a machine needs no graphics card then. */
export const SOFTWARE_WEBGPU_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** Path of a Chromium that is there: CHROMIUM_PATH, Playwright's own, then the usual places. */
export async function findBrowser() {
  const { chromium } = await import('@playwright/test');
  return [process.env.CHROMIUM_PATH, chromium.executablePath(), ...PLACES].find((path) => path && existsSync(path));
}

/**
 * Path of a Chromium, installed if need be: Playwright's, else the system's package.
 * @throws Error with one sentence that says what to do.
 */
export async function requireBrowser() {
  const found = await findBrowser();
  if (found) return found;
  console.log('No Chromium is here: installing one …');
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  if (run(npx, ['playwright', 'install', '--with-deps', 'chromium']) !== 0) installSystemPackage();
  const installed = await findBrowser();
  if (installed) return installed;
  throw new Error(
    'The end-to-end tests need Chromium and it could not be installed: install Chromium or Google Chrome, or set CHROMIUM_PATH to one, and run npm test again.',
  );
}

/** Debian and its relatives, as root or with sudo that asks nothing. */
function installSystemPackage() {
  if (spawnSync('apt-get', ['--version']).status !== 0) return;
  const isRoot = process.getuid?.() === 0;
  const apt = (...args) => (isRoot ? run('apt-get', ['-q', ...args]) : run('sudo', ['-n', 'apt-get', '-q', ...args]));
  if (apt('update') === 0) apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
}
