import { defineConfig } from '@playwright/test';
import { SOFTWARE_WEBGPU_FLAGS } from './scripts/browser.mjs';

const flags = [
  ...SOFTWARE_WEBGPU_FLAGS,
  // The rest keeps a headless browser from calling home.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// Several checkouts may be tested at once, each on a port of its own.
const port = Number(process.env['E2E_PORT'] ?? 4183);
const executablePath = process.env['CHROMIUM_PATH'];

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 180_000,
  // One at a time: each trains a model, and two cores are all there is.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { args: flags, ...(executablePath ? { executablePath } : {}) },
    screenshot: 'only-on-failure',
    actionTimeout: 30_000,
  },
  webServer: {
    command: `node_modules/.bin/vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: !process.env['CI'],
  },
});
