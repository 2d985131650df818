/** @file The first second: a coloured document, its legend with all four categories, before tfjs is asked for. */
import { expect, test } from '@playwright/test';
import { openTokens, tokens } from './app';

const CATEGORIES = ['H→L', 'L→L', 'H→H', 'L→H'];

test('a coloured document of at least 300 tokens stands within a second of navigation, before tfjs', async ({
  browser,
}) => {
  const seconds: number[] = [];
  for (let visit = 0; visit < 5; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const engineAt: number[] = [];
    const begunMs = Date.now();
    page.on('request', (request) => {
      if (/worker|tfjs|webgpu/i.test(request.url())) engineAt.push((Date.now() - begunMs) / 1000);
    });
    await page.goto('./#/tokens');
    await page.waitForFunction(
      (names) =>
        document.querySelectorAll('[data-token]').length >= 300 &&
        names.every((name) => document.querySelector('main')?.textContent?.includes(name)),
      CATEGORIES,
    );
    // By the page's own clock, from navigation on.
    const painted = await page.evaluate(() => performance.now() / 1000);
    for (const at of engineAt) expect(at).toBeGreaterThan(painted - 0.1);
    seconds.push(painted);
    await context.close();
  }
  const median = seconds.toSorted((a, b) => a - b)[2]!;
  console.log(`coloured document: median ${median.toFixed(2)} s of ${seconds.map((s) => s.toFixed(2)).join(', ')}`);
  expect(median).toBeLessThan(1);
});

test('every token says its category in words, and each category is there', async ({ page }) => {
  await openTokens(page);
  const labels = await tokens(page).evaluateAll((all) => all.map((token) => token.getAttribute('aria-label') ?? ''));
  expect(labels.length).toBeGreaterThanOrEqual(300);
  for (const name of CATEGORIES) expect(labels.filter((label) => label.includes(name)).length).toBeGreaterThan(0);
});
