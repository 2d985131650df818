/** @file What people bring is taken for what it is, by its content, and the page says so in one line. */
import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { bring, messages, openTokens, shownRun, textFile, tokens } from './app';

const WORDS = ['The', ' cat', ' sat', ' on', ' the', ' mat', '.'];
const lists = WORDS.map((token, i) => JSON.stringify({ token, losses: [5 - i / 2, 3, 1.25] })).join('\n');
const german = ['token;verlust_0;verlust_100', ...WORDS.map((token, i) => `"${token}";${i},5;1,25`)].join('\n');
const answer = JSON.stringify({
  id: 'cmpl-1',
  choices: [{ text: '', logprobs: { tokens: WORDS, token_logprobs: [null, ...WORDS.slice(1).map(() => -1.5)] } }],
});

const LOSSES = [
  { file: textFile('lists.jsonl', lists), says: 'opened as 7 tokens with losses at 3 checkpoints' },
  { file: textFile('german.csv', german), says: 'opened as 7 tokens with losses at 2 checkpoints' },
  { file: textFile('answer.json', answer), says: 'opened as 7 tokens with losses at 1 checkpoint' },
];

async function expectOpened(page: Page, name: string, says: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 60_000 });
  await expect(messages(page)).toContainText(says);
  await expect(tokens(page)).toHaveCount(WORDS.length);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done');
}

for (const { file, says } of LOSSES)
  test(`${file.name} is drawn from the Tokens page and from the runs`, async ({ page }) => {
    await openTokens(page);
    await bring(page, file);
    await expectOpened(page, file.name, says);
    await page.goto('./#/runs');
    await page.getByLabel('A run as a file').setInputFiles([file]);
    await expectOpened(page, file.name, says);
  });

test('columns of a table that say what they are are still asked about among the runs', async ({ page }) => {
  await page.goto('./#/runs');
  const table = ['token,loss_0,loss_10', ...WORDS.map((token) => `"${token}",2,1`)].join('\n');
  await page.getByLabel('A run as a file').setInputFiles([textFile('table.csv', table)]);
  await expect(page.getByRole('dialog', { name: 'A trace made elsewhere' })).toContainText('7 rows, one a token');
});

const latin = Uint8Array.from('Le café était fermé; garçon, où est la gare?\n', (each) => each.charCodeAt(0));
const notebook = JSON.stringify({ cells: [{ cell_type: 'code', source: ['café = 1\n'] }], nbformat: 4 });

for (const { file, says, accents } of [
  { file: textFile('latin.txt', latin), says: 'latin.txt was read as Windows-1252', accents: 'éééçù' },
  { file: textFile('notes.gz', gzipSync('A packed café.')), says: 'unpacked from gzip', accents: 'é' },
  { file: textFile('nb.ipynb', notebook), says: 'taken for a notebook', accents: 'é' },
])
  test(`${file.name} is a text, and the page says how it was read`, async ({ page }) => {
    await openTokens(page, '?backend=wasm');
    await bring(page, file);
    await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeVisible({ timeout: 60_000 });
    await expect(messages(page)).toContainText(says);
    // A letter of two tokens stands once, over both of them.
    const pane = page.getByRole('listbox');
    await expect.poll(async () => (await pane.locator('.v-shared-text').allTextContents()).join('')).toContain(accents);
    expect(await pane.textContent()).not.toContain('\\x');
  });
