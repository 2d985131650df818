/** @file Threads of WASM in an isolated page: the run's stamp names them, and its losses are those of one thread. */
import { expect, test, type Page } from '@playwright/test';
import { book, lossesOf, openTokens, read, shownRun, stepOf, trainTiny } from './app';

const STEPS = 20;

/** Trains some steps on so many threads. @returns losses, [step] */
async function trainOn(page: Page, threads: number): Promise<readonly number[]> {
  await openTokens(page, `?backend=wasm&threads=${threads}`);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await read(page, book());
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 420_000 }).toBeGreaterThanOrEqual(STEPS);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });
  await expect(page.getByText(`${threads} ${threads === 1 ? 'thread' : 'threads'}, SIMD`).first()).toBeVisible();
  return lossesOf(page);
}

test('two threads give the losses of one', async ({ page }) => {
  test.setTimeout(900_000);
  const one = await trainOn(page, 1);
  const two = await trainOn(page, 2);
  const common = Math.min(one.length, two.length);
  expect(common).toBeGreaterThanOrEqual(STEPS);
  expect(two.slice(0, common)).toEqual(one.slice(0, common));
});
