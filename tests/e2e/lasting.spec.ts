/** @file A run outlives its worker, its tab and its page: each time the curve goes on to the bit. */
import { expect, type Page, test } from '@playwright/test';
import { lossesOf, openTokens, read, shownRun, stepOf, textFile, trainTiny } from './app';

const TEXT = textFile(
  'lines.txt',
  'The quick brown fox jumps over the lazy dog.\nPack my box with five jugs.\n'.repeat(300),
);
const STEPS = 20;

/** Keeps hold of the page's workers, so that one can be ended as a browser ends it: without a word. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(window, { heldWorkers: workers });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
  });
}

const killWorkers = (page: Page) =>
  page.evaluate(() => {
    const { heldWorkers } = window as unknown as { heldWorkers: Worker[] };
    for (const worker of heldWorkers.splice(0)) worker.terminate();
  });

const pause = async (page: Page) => {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
};

const resume = (page: Page) => page.getByRole('button', { name: 'Resume', exact: true }).first().click();

/** Losses of the first steps of the same run that nothing disturbed. */
async function undisturbed(page: Page): Promise<readonly number[]> {
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(STEPS);
  await pause(page);
  return lossesOf(page);
}

test('after a killed worker, a reload, and a closed tab the losses are those of a run that nothing disturbed', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const other = await browser.newContext();
  const whole = await undisturbed(await other.newPage());
  await other.close();

  const context = await browser.newContext();
  let page = await context.newPage();
  await holdWorkers(page);
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);
  await pause(page);
  await resume(page);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'running', { timeout: 60_000 });
  await killWorkers(page);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'restoring', { timeout: 60_000 });
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'running', { timeout: 60_000 });
  await pause(page);

  await page.reload();
  await resume(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(8);
  await pause(page);
  const address = page.url();
  await page.close();

  page = await context.newPage();
  await page.goto(address);
  await resume(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(STEPS);
  await pause(page);
  const losses = await lossesOf(page);
  const both = Math.min(losses.length, whole.length);
  expect(losses.slice(0, both)).toEqual(whole.slice(0, both));
  // The gaps stand on the curve, and in its sentence.
  const curve = page.getByRole('figure', { name: 'Training loss' }).getByRole('img');
  await expect(curve).toHaveAccessibleDescription(/(went on at step \d+.*){3}/);
  await context.close();
});

test('a second tab does not touch a run that the first one computes', async ({ context, page }) => {
  test.setTimeout(240_000);
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  await pause(page);
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Resume', exact: true }).first().click();
  await expect(second.getByRole('status', { name: 'Messages' })).toContainText('another tab', { timeout: 30_000 });
  await resume(page);
  const step = await stepOf(page);
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(step);
});
