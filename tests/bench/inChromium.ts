/** @file The bench in headless Chromium, from Vite's own server. */
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { findBrowser, SOFTWARE_WEBGPU_FLAGS } from '../../scripts/browser.mjs';
import type { Wanted } from './measure';
import type { PageAnswer, PageBench, PageWish } from './page';

/** The server packs all dependencies at the first load. */
const LOADING_MS = 300_000;

export type InChromium = PageWish & PageAnswer;

/** @param onGpu use the graphics card of this machine instead of the software driver */
export async function benchInChromium(wanted: Wanted, onGpu: boolean): Promise<readonly InChromium[]> {
  const server = await createServer({
    server: { port: 0, host: '127.0.0.1', hmr: false },
    cacheDir: '.cache/bench',
    optimizeDeps: { entries: ['tests/bench/pageWorker.ts'] }, // or the page would be loaded again once they are found
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
    for (const wish of wishes(wanted)) {
      const page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'info') console.log(message.text());
      });
      await page.goto(`${server.resolvedUrls?.local[0] ?? ''}tests/bench/page.html`, { timeout: LOADING_MS });
      await page.waitForFunction(() => 'bench' in window, undefined, { timeout: LOADING_MS });
      const answer = await page.evaluate((each) => (window as unknown as { bench: PageBench }).bench(each), wish);
      measured.push({ ...wish, ...answer });
      await page.close();
    }
    return measured;
  } finally {
    await browser.close();
    await server.close();
  }
}

function wishes(wanted: Wanted): readonly PageWish[] {
  const wasm = wanted.threads.map((threads) => ({ backend: 'wasm', threads, wanted }) as const);
  return [...wasm, { backend: 'webgpu', threads: 1, wanted } as const].filter(({ backend }) =>
    wanted.backends.includes(backend),
  );
}
