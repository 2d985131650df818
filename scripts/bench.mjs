/** @file `npm run bench`: restarts itself with a Vulkan driver, then measures. */
import { installPackages, root, run } from './install.mjs';
import { vulkanEnvironment } from './vulkan.mjs';

installPackages();
process.exit(
  run(`${root}node_modules/.bin/tsx`, ['tests/bench/bench.ts', ...process.argv.slice(2)], {
    env: { ...process.env, ...vulkanEnvironment() },
  }),
);
