/** @file On a host that sends no headers the page isolates itself: it has its threads, and opens without a network. */
import { expect, type Page, test } from '@playwright/test';
import { messages, read, textFile, tokens } from './app';
import { serveStatic } from './staticServer';

/** Files that the browser keeps for offline. */
const keptFiles = (page: Page) =>
  page.evaluate(async () => {
    const caches = await Promise.all((await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)));
    return (await Promise.all(caches.map((cache) => cache.keys()))).flat().length;
  });

/** How often the page has been loaded from now on. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('domcontentloaded', () => loads++);
  return () => loads;
}

for (const path of ['/', '/a/lab/'])
  test(`threads and offline at ${path}`, async ({ context, page }) => {
    const server = await serveStatic(path);
    const loads = countLoads(page);
    try {
      await page.goto(`${server.url}?backend=wasm&threads=2#/tokens`);
      await expect
        .poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { timeout: 60_000 })
        .toBe(true);
      await expect(tokens(page).first()).toBeVisible();
      await expect(messages(page)).toContainText('was loaded once more');
      await read(page, textFile('short.txt', 'Two threads score this text, on a server that sends no headers.'));
      await expect(page.getByText('2 threads, SIMD').first()).toBeVisible({ timeout: 60_000 });
      expect(loads()).toBe(2);

      await expect.poll(() => keptFiles(page), { timeout: 60_000 }).toBeGreaterThan(50);
      await page.reload();
      await expect(tokens(page).first()).toBeVisible();
      await expect(messages(page)).not.toContainText('was loaded once more');
      await context.setOffline(true);
      await page.reload();
      await expect(tokens(page).first()).toBeVisible({ timeout: 30_000 });
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await context.setOffline(false);
    } finally {
      server.close();
    }
  });

test('where service workers are not allowed the page works on one thread and is not loaded again', async ({
  browser,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const server = await serveStatic('/');
  const loads = countLoads(page);
  try {
    await page.goto(`${server.url}?backend=wasm#/tokens`);
    await expect(tokens(page).first()).toBeVisible();
    await read(page, textFile('short.txt', 'One thread scores this text.'));
    await expect(page.getByText('1 thread, SIMD').first()).toBeVisible({ timeout: 60_000 });
    expect(loads()).toBe(1);
  } finally {
    server.close();
    await context.close();
  }
});
