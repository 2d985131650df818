/** @file Thoughts from nothing: a tiny model is taught in the page, its tree and its figures come from its own probes; problems of one's own. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { heldOutProblems } from '../../src/core/coconut/tasks/generatedTasks';
import { namePools } from '../../src/core/coconut/problems/names';
import { parseProblems, problemToJson } from '../../src/core/coconut/problems/problemJson';
import { STATISTICS_ROWS } from '../../src/core/coconut/tasks/prosqaStatistics';
import { seriousFindings, shownRun, textFile } from './app';

const OFFICIAL = '../shared/data/prosqa_valid.json';
const OWN_COUNT = 25;

async function openThoughts(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}#/thoughts`);
  await expect(picture(page, 'Search tree')).toBeVisible({ timeout: 60_000 });
}

const picture = (page: Page, name: string) => page.locator(`[data-picture="${name}"]`);

/** Problems of our own in the official form. */
function ownFile(change: (items: Record<string, unknown>[]) => unknown = (items) => items) {
  const source = { task: 'prosqa', level: 'official', seed: 5 } as const;
  const items = heldOutProblems(source, namePools(24, 80), OWN_COUNT).map(problemToJson);
  return textFile('own.json', JSON.stringify(change(items)), 'application/json');
}

/** The real file where it is at hand. */
function problemFile(): { file: ReturnType<typeof textFile>; count: number } {
  if (!existsSync(OFFICIAL)) return { file: ownFile(), count: OWN_COUNT };
  return { file: textFile('prosqa_valid.json', readFileSync(OFFICIAL), 'application/json'), count: 300 };
}

const bring = (page: Page, file: ReturnType<typeof textFile>) =>
  page.getByLabel('A file of problems').setInputFiles([file]);

test('a tiny model is taught on wasm: its tree changes from stage to stage, Figures 5 and 8 come from its own probes', async ({
  page,
}) => {
  test.setTimeout(900_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openThoughts(page, '?backend=wasm');
  const form = page.getByRole('region', { name: 'Teach a model to think' });
  await form.getByRole('radio', { name: /tiny/ }).check();
  await form.getByLabel('Seed').fill('3');
  const recorded = await shownRun(page).getAttribute('data-run-state');
  expect(recorded).toBe('done');
  await form.getByRole('button', { name: 'Teach', exact: true }).click();

  // Pause, one step, on again.
  await expect
    .poll(async () => Number(await shownRun(page).getAttribute('data-step')), { timeout: 400_000 })
    .toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
  const paused = Number(await shownRun(page).getAttribute('data-step'));
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-step', String(paused + 1), { timeout: 60_000 });
  // Paused again: what was learned is saved.
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
  // A reload in the middle: the run is there, at the same step, and goes on.
  await page.reload();
  await expect(shownRun(page)).toHaveAttribute('data-step', String(paused + 1), { timeout: 60_000 });
  // Whoever comes back without its address is offered to go on.
  await page.goto('about:blank');
  await openThoughts(page, '?backend=wasm');
  const offer = page.getByRole('status').filter({ hasText: 'was interrupted at step' });
  await expect(offer).toContainText(`Teaching Coconut on ProsQA, tiny was interrupted at step ${paused + 1} of`);
  await offer.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 600_000 });

  await expect(picture(page, 'Loss by stage')).toBeVisible();
  await expect(picture(page, 'Accuracy by number of thoughts')).toBeVisible();
  await expect(picture(page, 'Accuracy').getByText('k = 2', { exact: true })).toBeVisible();
  await expect(picture(page, 'Classes of paths')).toBeVisible();
  await page.getByRole('tab', { name: 'How wide is the search?' }).click();
  await expect(picture(page, 'Candidates after thought 1').getByText(/^top-3/)).toBeVisible();
  await expect(picture(page, 'Candidates after thought 2').getByText(/^top-3/)).toBeVisible();

  // The tree of the pinned problem, at the start and at the end of the training.
  const tree = picture(page, 'Search tree').getByRole('tree');
  const last = await tree.textContent();
  // A key that is pressed on a button belongs to the button.
  await page.locator('#main').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('[');
  await expect.poll(() => tree.textContent()).not.toBe(last);
});

test('a file of problems is listed and searched; a broken one names the item and the field, and what was there stays', async ({
  page,
}) => {
  await openThoughts(page);
  const { file, count } = problemFile();
  await bring(page, file);
  await expect(page.getByText(`Problem 1 of ${count}`)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Choose' }).click();
  const list = page.getByRole('listbox', { name: 'Problems' });
  // Only the lines in view are in the page; all are counted.
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', String(count));
  expect(await list.getByRole('option').count()).toBeLessThan(20);
  await list.focus();
  await page.keyboard.press('End');
  await expect(page.getByText(`Problem ${count} of ${count}`)).toBeVisible();

  // Held against the official graphs, and out again in the official form.
  await page.getByText('Statistics of these graphs').click();
  const numbers = page.getByRole('table', { name: new RegExp(`Means of ${count} graphs`) });
  await expect(numbers.getByRole('row')).toHaveCount(1 + STATISTICS_ROWS.length);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save these problems as .json' }).click();
  const saved = parseProblems(readFileSync(await (await saving).path(), 'utf8'));
  expect(saved).toEqual(parseProblems(file.buffer.toString()));

  await bring(
    page,
    ownFile(([first, ...rest]) => [first, { ...rest[0], root: 99 }, ...rest.slice(1)]),
  );
  const refusal = page.getByRole('alert').filter({ hasText: 'was not opened' });
  await expect(refusal).toContainText('Item 1, field "root"', { timeout: 60_000 });
  await expect(page.getByText(`Problem ${count} of ${count}`)).toBeVisible();
  await refusal.getByRole('button', { name: /Open the \d+ that can be read/ }).click();
  await expect(page.getByText(`Problem 1 of ${OWN_COUNT - 1}`)).toBeVisible();
});

test('a problem is drawn and mended by keyboard, in nodes and in words', async ({ page }) => {
  await openThoughts(page);
  await page.getByRole('button', { name: 'Draw' }).press('Enter');
  await page.getByRole('button', { name: 'Clear' }).press('Enter');
  const words = page.getByLabel('The question in words');
  await words.fill('Zoe is a lempus. Every lempus is a grimpus. Rex is a zumpus. Is Zoe a grimpus or zumpus?');
  const tree = picture(page, 'Search tree').getByRole('tree');
  await expect(tree).toContainText('grimpus');
  await words.fill('Zoe is a lempus. Every lempus grimpus. Rex is a zumpus. Is Zoe a grimpus or zumpus?');
  await expect(page.getByText('"Every lempus grimpus" is not of the form')).toBeVisible();
  await expect(tree).toContainText('grimpus');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByRole('button', { name: 'Redo' }).press('Enter');
  await page.getByLabel('Connect Rex to').selectOption({ label: 'lempus' });
  await page.getByLabel('Connect Zoe to').selectOption({ label: 'zumpus' });
  await expect(
    page.getByText('“Zoe” leads to both “grimpus” and “zumpus”: both answers would be right.'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Remove the edge from Zoe to zumpus' }).press('Enter');
  await expect(page.getByText('This is a valid problem; the tree shows it.')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on #/thoughts in ${theme}, with the editor open`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openThoughts(page);
    await page.getByRole('button', { name: 'Draw' }).click();
    for (const question of ['Against the paper', 'How wide is the search?', 'Does a changed thought matter?']) {
      await page.getByRole('tab', { name: question }).last().click();
      await page.waitForTimeout(300);
      expect(await seriousFindings(page), question).toEqual([]);
    }
  });

test('at 390 px nothing of the page scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openThoughts(page);
  await page.getByRole('button', { name: 'Draw' }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
