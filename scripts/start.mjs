/** @file `npm start`: installs what is missing, builds what changed, serves the app and opens it. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { giveUp, installPackages, root } from './install.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    'no-open': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(
    'npm start -- [--port 4173] [--no-open]\nBuilds Tokens & Thoughts, serves it on this machine and opens it.',
  );
  process.exit(0);
}

installPackages();
process.chdir(root);
const { build, preview } = await import('vite');

if (isStale()) {
  console.log('Building …');
  await build({ logLevel: 'warn' }).catch((error) => giveUp(`The build failed: ${error.message}`));
}
const port = Number(values.port);
const server = await preview({ preview: { port, strictPort: false, host: '127.0.0.1' }, logLevel: 'warn' }).catch(
  (error) =>
    giveUp(`The app could not be served on port ${port}: ${error.message}. Try npm start -- --port ${port + 1}.`),
);
const url = server.resolvedUrls.local[0];
console.log(`\nTokens & Thoughts is at ${url}\nPress Ctrl+C to stop.`);
if (!values['no-open']) openInBrowser(url);

/** True when a source file is newer than what was built from it. */
function isStale() {
  if (!existsSync('dist/index.html')) return true;
  const built = statSync('dist/index.html').mtimeMs;
  const newest = (path) =>
    statSync(path).isDirectory()
      ? Math.max(0, ...readdirSync(path).map((name) => newest(`${path}/${name}`)))
      : statSync(path).mtimeMs;
  return ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].some((path) => newest(path) > built);
}

/** Opens the default browser; where there is none (a server), the address above is enough. */
function openInBrowser(address) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', address]
        : ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => console.log('No browser was found to open it: copy the address into one.'))
    .unref();
}
