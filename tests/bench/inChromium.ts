/** @file The bench in headless Chromium, from Vite's own server. */
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findBrowser, SOFTWARE_WEBGPU_FLAGS } from '../../scripts/browser.mjs';
import type { Measured, Wanted } from './measure';
import type { PageBench } from './page';

/** The server packs all dependencies at the first load. */
const LOADING_MS = 300_000;

export type InChromium = Measured & { readonly backend: 'wasm' | 'webgpu'; readonly adapter: string };

/** @param onGpu use the graphics card of this machine instead of the software driver */
export async function benchInChromium(wanted: Wanted, onGpu: boolean): Promise<readonly InChromium[]> {
  const server = await createServer({
    server: { port: 0, host: '127.0.0.1', hmr: false },
    cacheDir: '.cache/bench',
    optimizeDeps: { entries: ['tests/bench/page.ts'] }, // or the page would be loaded again once they are found
    logLevel: 'error',
  });
  await server.listen();
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    args: onGpu ? ['--enable-unsafe-webgpu'] : SOFTWARE_WEBGPU_FLAGS,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const measured: InChromium[] = [];
    for (const backend of ['wasm', 'webgpu'] as const) {
      if (!wanted.backends.includes(backend)) continue;
      const page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'info') console.log(message.text());
      });
      await page.goto(`${server.resolvedUrls?.local[0] ?? ''}tests/bench/page.html`, { timeout: LOADING_MS });
      await page.waitForFunction(() => 'bench' in window, undefined, { timeout: LOADING_MS });
      const result = await page.evaluate(
        ([name, what]) => (window as unknown as { bench: PageBench }).bench(name, what),
        [backend, wanted] as const,
      );
      measured.push({ backend, ...result });
      await page.close();
    }
    return measured;
  } finally {
    await browser.close();
    await server.close();
  }
}
