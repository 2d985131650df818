import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Cross-origin isolation gives the WASM backend its threads (SharedArrayBuffer).
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 3000 },
  server: { headers: isolation },
  preview: { headers: isolation },
  test: {
    include: ['tests/{core,engine,app,cli,gallery}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
  },
});
