/** @file Installs what package-lock.json names, when it is not there yet. Node and git are all it needs. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const stampFile = `${root}node_modules/.installed-lock`;
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Ends the process with one plain sentence. */
export function giveUp(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** Runs a program to its end with our own input and output; returns its exit status. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  return result.status ?? 1;
}

/** Brings node_modules in line with package-lock.json; costs nothing when it is. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    giveUp(
      `This needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one from nodejs.org.`,
    );
  const lock = readFileSync(`${root}package-lock.json`, 'utf8');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  console.log('Installing packages …');
  // devDependencies too, whatever NODE_ENV says: Vite and the tests are among them.
  if (run(npm, ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error']) !== 0)
    giveUp('The packages could not be installed: `npm ci` failed; check the network and run the command again.');
  writeFileSync(stampFile, lock);
}
