/** @file A trace of a million tokens, made elsewhere: it opens whole. Its times are printed; they say as much of the machine as of the page. */
import { expect, test } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { bring, openTokens } from './app';
import { longTasks, watchLongTasks } from './longTasks';

const ROWS = 1_000_000;
const WORDS = [' the', ' cat', ' sat', '.\n', ' on', ' a', ' mat'];
const STEPS = [100, 200, 300, 400];

/** Losses that fall, stay or rise with the row, so that the shares are known: every fourth token is learned. */
function table(): Buffer {
  const losses = (step: number) =>
    Float32Array.from({ length: ROWS }, (_, row) => (row % 4 === 0 ? 4 - step / 100 : 1));
  const columnData = [
    {
      name: 'token',
      data: Array.from({ length: ROWS }, (_, row) => WORDS[row % WORDS.length]),
      type: 'STRING' as const,
    },
    { name: 'reference_loss', data: new Float32Array(ROWS).fill(0.5), type: 'FLOAT' as const },
    ...STEPS.map((step) => ({ name: `loss_${step}`, data: losses(step), type: 'FLOAT' as const })),
  ];
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 250_000 }));
}

test('a Parquet file of a million rows opens with its text, its shares and its pictures', async ({ page }) => {
  test.setTimeout(400_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await watchLongTasks(page);
  await openTokens(page, '?backend=wasm');
  const name = 'large.parquet';
  await bring(page, { name, mimeType: 'application/octet-stream', buffer: table() });
  await expect(page.getByText('1,000,000 rows')).toBeVisible({ timeout: 120_000 });
  await longTasks(page);
  const askedMs = Date.now();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.locator(`.pane-place[data-tokens="${ROWS}"]`)).toBeVisible({ timeout: 200_000 });
  const textMs = Date.now() - askedMs;
  await expect(page.getByText(`showing ${ROWS.toLocaleString('en')} of`).first()).toBeVisible({ timeout: 100_000 });
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  // A quarter is learned, and of the rest every loss is at or under the mean of the last.
  await expect(page.locator('.legend-place')).toContainText('250,000');
  await expect(page.getByRole('figure', { name: 'Excess loss and the selection threshold' })).toBeVisible({
    timeout: 100_000,
  });
  await expect(page.getByText('one in 10 tokens drawn')).toBeVisible({ timeout: 100_000 });
  const picturesMs = Date.now() - askedMs;
  const tasks = await longTasks(page);
  console.log(
    `text after ${textMs} ms, pictures after ${picturesMs} ms; tasks over 50 ms: ${tasks.join(', ') || 'none'}`,
  );
});
