/** @file The Runs page: finding, naming, comparing, branching, deleting and bringing back. */
import { expect, type Page, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { lossesOf, openTokens, read, shownRun, stepOf, textFile, tokens, trainTiny } from './app';

const TEXT = textFile(
  'lines.txt',
  'The quick brown fox jumps over the lazy dog.\nPack my box with five jugs.\n'.repeat(300),
);

async function trainSome(page: Page, steps: number): Promise<void> {
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(steps);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
}

test('a run is named, found, compared with a recorded one, branched, deleted and brought back', async ({ page }) => {
  test.setTimeout(300_000);
  await trainSome(page, 3);
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'lines.txt' }).filter({ hasText: 'tiny' });
  await expect(row).toContainText('Paused');

  await row.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Name, note, group…' }).click();
  await page.getByLabel('Name').fill('A run of mine');
  await page.getByLabel('Note').fill('<b>bold</b> idea');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /A run of mine/ })).toContainText('<b>bold</b> idea');
  await page.getByRole('searchbox').fill('bold');
  await expect(page.getByText(/^Showing 1 of \d+ runs$/)).toBeVisible();

  await page.getByLabel('Compare A run of mine').check();
  const curves = page.getByRole('figure', { name: 'Training loss of several runs' });
  await expect(curves.getByRole('img')).toHaveAccessibleDescription(/A run of mine: \d+ steps/);
  await page
    .getByLabel(/^Compare CLM/)
    .first()
    .check();
  await expect(page.getByText(/settings? differs?;/)).toBeVisible();

  await page.getByRole('button', { name: 'More for A run of mine' }).click();
  await page
    .getByRole('menuitem', { name: /^step \d+$/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'running', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });

  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('row', { name: /branched off at step/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'More for A run of mine' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('row', { name: /A run of mine/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /A run of mine/ })).toHaveCount(1, { timeout: 30_000 });
});

test('an experiment that travels as one file shows the same view elsewhere, and goes on to the same losses', async ({
  browser,
  page,
}) => {
  test.setTimeout(300_000);
  await trainSome(page, 3);
  await tokens(page).nth(5).click();
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /Experiment/ }).click(),
  ]);
  const seen = await pictureOf(page);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto('./?backend=wasm#/runs');
  await other.getByLabel('A run as a file').setInputFiles(await file.path().then((path) => namedZip(path)));
  await expect(shownRun(other)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
  expect(await pictureOf(other)).toEqual(seen);

  const goOn = async (each: Page) => {
    await each.getByRole('button', { name: 'Resume', exact: true }).first().click();
    const from = seen.losses.length;
    await expect.poll(() => stepOf(each), { timeout: 60_000 }).toBeGreaterThan(from + 2);
    await each.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(shownRun(each)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
    return lossesOf(each);
  };
  const [here, there] = [await goOn(page), await goOn(other)];
  const both = Math.min(here.length, there.length);
  expect(there.slice(0, both)).toEqual(here.slice(0, both));
  await elsewhere.close();
});

const namedZip = (path: string) => ({
  name: 'mine.zip',
  mimeType: 'application/zip',
  buffer: readFileSync(path),
});

/** What stands on the Tokens page: the losses, the tokens with their words, the token that is pinned. */
async function pictureOf(page: Page) {
  return {
    losses: await lossesOf(page),
    tokens: await tokens(page).evaluateAll((all) => all.map((token) => token.getAttribute('aria-label'))),
    pinned: await page.locator('[data-token][aria-selected="true"]').allTextContents(),
    view: new URL(page.url()).hash.replace(/run=[\w.-]+/, ''),
  };
}

test('a recorded run opens on the page that shows it', async ({ page }) => {
  await page.goto('./#/runs');
  await page.getByRole('link', { name: 'Coconut on ProsQA, thought by thought' }).click();
  await expect(page.getByRole('figure', { name: 'Search tree' })).toBeVisible({ timeout: 30_000 });
});
