/** @file A first visitor's way: a page in plain English; a text of one's own, read by the English model; then training goes on from it. */
import { expect, test, type Page } from '@playwright/test';
import { book, read, shownRun, stepOf, textFile, tokens } from './app';

const TEXT_BYTES = 12_000;

const labelsOf = (page: Page): Promise<string[]> =>
  tokens(page).evaluateAll((all) => all.map((token) => token.getAttribute('aria-label') ?? ''));

/** Tokens of each category, in the order of the legend. */
const countsOf = async (page: Page): Promise<number[]> =>
  [...(await page.locator('.legend-place').innerText()).matchAll(/^([\d,]+)$/gm)].map(([, count = '']) =>
    Number(count.replaceAll(',', '')),
  );

test('the first page can be read, says how well it is read, and the generated one is a click away', async ({
  page,
}) => {
  await page.goto('./#/tokens');
  await expect(page.getByRole('heading', { level: 1, name: /clock that loses time/ })).toBeVisible();
  await expect(page.locator('.reading-line')).toContainText('bits a byte');
  const labels = await labelsOf(page);
  for (const name of ['H→L', 'L→L', 'H→H', 'L→H']) expect(labels.some((label) => label.includes(name))).toBe(true);
  await page.getByRole('button', { name: 'see a page whose sources are known' }).click();
  await expect(page.getByRole('button', { name: 'see the page in plain English' })).toBeVisible();
});

test('a text is coloured by the English model, training goes on from it, and the categories move', async ({ page }) => {
  test.setTimeout(900_000);
  await page.goto('./?backend=wasm#/tokens');
  await expect(tokens(page).first()).toBeVisible();
  const { name, buffer } = book();
  await read(page, textFile(name, buffer.subarray(0, TEXT_BYTES)));
  const run = shownRun(page);
  await expect(run).toHaveAttribute('data-run-state', 'done', { timeout: 300_000 });
  await expect(page.locator('.stamp').first()).toContainText('“english” at 6 checkpoints');
  const scored = await countsOf(page);
  expect(scored).toHaveLength(4);

  await page.getByRole('button', { name: 'Train on this text' }).click();
  const panel = page.getByRole('region', { name: 'Train on this text' });
  await expect(panel.getByRole('radio', { name: /go on from the model that reads English/ })).toBeChecked();
  await panel.getByRole('button', { name: 'Start' }).click();
  await expect.poll(() => stepOf(page), { timeout: 600_000 }).toBeGreaterThanOrEqual(20);
  await expect.poll(() => countsOf(page), { timeout: 120_000 }).not.toEqual(scored);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(run).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });
});
