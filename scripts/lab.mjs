/** @file `npm run lab`: restarts itself with a Vulkan driver, then runs the command line of the engine. */
import { spawnSync } from 'node:child_process';
import { root, run } from './install.mjs';
import { vulkanEnvironment } from './vulkan.mjs';

// Standard output is the command's alone, so what an installation says goes to standard error.
const install = `import(${JSON.stringify(new URL('install.mjs', import.meta.url).href)}).then((m) => m.installPackages())`;
const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', install], { stdio: ['inherit', 2, 2] });
if (status !== 0) process.exit(1);
process.exit(
  run(
    process.execPath,
    ['--import', `${root}node_modules/tsx/dist/esm/index.mjs`, `${root}src/cli/lab.ts`, ...process.argv.slice(2)],
    {
      cwd: process.cwd(),
      shell: false,
      env: { ...process.env, ...vulkanEnvironment() },
    },
  ),
);
