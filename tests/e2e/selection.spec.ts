/** @file The Selection page: the recorded experiment is read, a small one is run, and what cannot work is said in a sentence. */
import { expect, type Page, test } from '@playwright/test';
import { generateCorpus } from '../../src/core/text/corpus';
import { messages, openTokens, read, shownRun, textFile, trainTiny } from './app';

async function openSelection(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}#/selection`);
  await expect(page.getByRole('figure', { name: 'Selection threshold' })).toBeVisible({ timeout: 60_000 });
}

const run = (page: Page) => page.locator('.bench-run');
const start = (page: Page) => page.getByRole('button', { name: /^Train \d models$/ });
const keptWords = (page: Page) => page.getByRole('figure', { name: 'Selection threshold' }).locator('.showing');
const keepField = (page: Page) => page.getByRole('figure', { name: 'Selection threshold' }).getByRole('spinbutton');

test('the recorded experiment answers each question, and shows the paper beside it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openSelection(page);
  await keepField(page).fill('40');
  await expect(keptWords(page)).toContainText(/^8\d\d of 2,000 tokens kept/);
  const questions: readonly (readonly [string, readonly string[]])[] = [
    [
      'Which tokens?',
      ['Kept by kind of text', 'Kept by category', 'Kept tokens', 'How the preference for each token changed'],
    ],
    ['One step', ['One step in slow motion']],
    ['Does it help?', ['Accuracy while training', 'Methods and tasks', 'Pretraining']],
    ['How do the losses change?', ['Selected tokens', 'Downstream answers', 'Unselected tokens']],
    [
      'How does the selection change?',
      ['Perplexity of the tokens selected at each checkpoint', 'Overlap of the selections'],
    ],
    ['Loss and accuracy', ['Accuracy by the loss on selected tokens', 'Accuracy by the fraction kept']],
  ];
  for (const [question, figures] of questions) {
    await page.getByRole('tab', { name: question }).click();
    for (const name of figures) await expect(page.getByRole('figure', { name, exact: true })).toBeVisible();
  }
  await page.getByRole('tab', { name: 'Does it help?' }).click();
  const table = page.getByRole('figure', { name: 'Pretraining' });
  await table.getByRole('button', { name: 'paper' }).click();
  await expect(table).toContainText('GSM8K');
  for (const name of ['Fine-tuned with a tool', 'Self-reference', 'Fraction kept']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(
      page.getByRole('figure', { name, exact: true }).getByRole('rowheader', { name: /^CLM/ }),
    ).toBeVisible();
  }
  await expect(page.getByRole('figure', { name: 'Accuracy by the fraction kept, over seeds' })).toBeVisible();
});

test('“Show these tokens” leads to the same selection on the Tokens page, and back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openSelection(page);
  await keepField(page).fill('30');
  const kept = await keptWords(page).textContent();
  await page.getByRole('button', { name: 'Show these tokens' }).click();
  await expect(page.locator('[data-metric="selection"]')).toBeVisible();
  await expect(page.locator('[data-token]').first()).toHaveAttribute('aria-label', /kept|dropped/);
  await page.getByRole('link', { name: 'Selection' }).click();
  await expect(keptWords(page)).toHaveText(kept ?? '');
});

test('on wasm: arms train side by side to their end, with k, score and cut changed in flight', async ({ page }) => {
  test.setTimeout(900_000);
  await openSelection(page, '?backend=wasm');
  await expect(start(page)).toBeEnabled({ timeout: 60_000 });
  await start(page).click();
  await expect(run(page)).toHaveAttribute('data-run-state', 'running', { timeout: 120_000 });
  await expect(page.getByRole('figure', { name: 'Selection threshold' })).toBeVisible({ timeout: 300_000 });
  await keepField(page).fill('25');
  await page.getByRole('button', { name: /From now on, train on 25/ }).click();
  const choice = page.getByRole('group', { name: 'Selection settings during training' });
  await expect(choice).toContainText('trains on 25');
  await choice.getByLabel(/trains on 25/).selectOption('highest loss');
  await choice.getByLabel('per').selectOption('sequence');
  // What stands there is what the trace has of it.
  await expect(choice.getByLabel(/trains on 25/)).toHaveValue('highestLoss');
  await expect(choice.getByLabel('per')).toHaveValue('sequence');
  await expect(run(page)).toHaveAttribute('data-run-state', 'done', { timeout: 800_000 });
  await page.getByRole('tab', { name: 'Does it help?' }).click();
  const rows = page.getByRole('figure', { name: 'Methods and tasks' }).getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Fine-tune these models with a calculator' })).toBeEnabled();
});

test('k outside of 0 to 100 % is refused in a sentence, and the arms keep theirs', async ({ page }) => {
  await openSelection(page);
  const field = page.getByRole('region', { name: '3. Models to compare' }).getByLabel(/Keep k =/);
  for (const wrong of ['120', '0', '-5']) {
    await field.fill(wrong);
    await expect(page.locator('.field-problem')).toContainText('the models keep 15 %');
  }
  await field.fill('20');
  await expect(page.locator('.field-problem')).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Models' })).toContainText('SLM 20 %');
});

test.describe('own files', () => {
  const lines = textFile('lines.txt', 'The quick brown fox jumps over the lazy dog.\n'.repeat(20));

  test('without a clean text there is no reference, and the page says so', async ({ page }) => {
    await openSelection(page, '?backend=wasm');
    await page.getByRole('button', { name: 'Your files' }).click();
    await page.getByLabel('Choose the corpus').setInputFiles(lines);
    await expect(page.getByRole('region', { name: '1. Corpus' })).toContainText('lines.txt');
    await page.getByRole('button', { name: 'Train the reference' }).click();
    await expect(messages(page)).toContainText('no clean text');
    await expect(page.getByRole('figure', { name: 'Selection threshold' })).toBeVisible();
  });

  test('a corpus smaller than a batch is refused with both numbers', async ({ page }) => {
    await openSelection(page, '?backend=wasm');
    await page.getByRole('button', { name: 'Your files' }).click();
    await page.getByRole('radio', { name: /Self-reference/ }).check();
    await page.getByLabel('Choose the corpus').setInputFiles(lines);
    const corpus = page.getByRole('region', { name: '1. Corpus' });
    await expect(corpus).toContainText('lines.txt');
    await page.getByRole('slider').first().fill('0');
    await expect(corpus).toContainText('Noise added 0 %');
    await page.getByRole('button', { name: 'Train the reference' }).click();
    await expect(page.locator('main')).toContainText(/lines\.txt.*one batch needs 1024/, { timeout: 60_000 });
  });

  test('a reference that reads other tokens is refused, and nothing is lost', async ({ page }) => {
    test.setTimeout(600_000);
    await openTokens(page, '?backend=wasm');
    const pages = generateCorpus({ recipe: 'noisy', seed: 4, minBytes: 30_000 }).bytes;
    await read(page, textFile('pages.txt', pages));
    await trainTiny(page);
    await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 500_000 });
    await page.getByRole('link', { name: 'Selection' }).click();
    await page.getByRole('radio', { name: /A run of yours/ }).check();
    await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption({ index: 1 });
    await start(page).click();
    await expect(page.locator('main')).toContainText('another tokenizer', { timeout: 60_000 });
    await page.goto('./?backend=wasm#/runs');
    await expect(page.getByRole('main')).toContainText('pages.txt');
  });
});
