import { execFileSync } from 'node:child_process';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentPolicy, POLICY, precache } from './scripts/offline.mjs';
import { vulkanEnvironment } from './scripts/vulkan.mjs';

// A process reads its Vulkan environment as it starts: set it here, before Vitest forks.
Object.assign(process.env, vulkanEnvironment());

// Cross-origin isolation gives the WASM backend its threads (SharedArrayBuffer).
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Stands in the stamp of every run, so that a result names the source that made it. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'uncommitted'; // A source archive without its repository.
  }
}

export default defineConfig({
  base: './',
  plugins: [react(), contentPolicy(), precache()],
  define: { __COMMIT__: JSON.stringify(commit()) },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/engine/serviceWorker.ts' },
      // A service worker governs what lies beside it, and is known by its name.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { headers: isolation },
  // As a header it also holds in the workers, and nobody may frame the page.
  preview: { headers: { ...isolation, 'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'` } },
  test: {
    include: ['tests/{core,engine,views,app,cli,gallery}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
  },
});
