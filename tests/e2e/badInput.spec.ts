/** @file What goes wrong gets one sentence that names the thing and the mend, and what was there is still there. */
import { expect, type Page, test } from '@playwright/test';
import { decodeSafetensors, encodeSafetensors } from '../../src/core/trace/safetensors';
import { readFileSync } from 'node:fs';
import { bring, messages, openTokens, read, shownRun, stepOf, textFile, tokens, trainTiny } from './app';

const REFUSED = [
  { what: 'an empty file', file: textFile('nothing.txt', ''), says: /nothing\.txt/ },
  {
    what: 'a binary file',
    file: textFile(
      'photo.txt',
      Uint8Array.from({ length: 4000 }, (_, i) => i % 7),
    ),
    says: /photo\.txt/,
  },
  { what: '50 MB and a byte', file: textFile('huge.txt', new Uint8Array(50_000_001).fill(97)), says: /50 MB/ },
  { what: 'broken JSON', file: textFile('bad.json', '{"text": "a",', 'application/json'), says: /bad\.json/ },
];

for (const { what, file, says } of REFUSED)
  test(`${what} is refused in a sentence, and the document stays`, async ({ page }) => {
    // The opening play would move the words that are compared.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openTokens(page);
    const before = await tokens(page).first().getAttribute('aria-label');
    await bring(page, file);
    await expect(messages(page)).toContainText(says, { timeout: 30_000 });
    await expect(tokens(page).first()).toHaveAttribute('aria-label', before!);
  });

test('a text shorter than one sequence cannot be trained on, and says so', async ({ page }) => {
  await openTokens(page, '?backend=wasm');
  await read(page, textFile('short.txt', 'Too short.'));
  await trainTiny(page);
  await expect(page.locator('main')).toContainText(/short\.txt.*(longer|more)/, { timeout: 60_000 });
});

test.describe('recordings', () => {
  const opening = () => new Uint8Array(readFileSync('public/runs/generated.safetensors'));
  const importTrace = async (page: Page, bytes: Uint8Array) => {
    await page.goto('./#/runs');
    await page
      .getByLabel('A run as a file')
      .setInputFiles([textFile('mine.safetensors', bytes, 'application/octet-stream')]);
  };

  test('a corrupt one is refused', async ({ page }) => {
    await importTrace(page, opening().slice(0, 5000));
    await expect(messages(page)).toContainText('mine.safetensors');
  });

  test('one of a future version is refused with both versions', async ({ page }) => {
    const { tensors, metadata } = decodeSafetensors(opening());
    const named = [...tensors].map(([name, tensor]) => ({ name, ...tensor }));
    const later = Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [key, key === 'version' ? '99' : value]),
    );
    await importTrace(page, encodeSafetensors(named as Parameters<typeof encodeSafetensors>[0], later));
    await expect(messages(page)).toContainText(/99/);
  });

  test('a sound one opens', async ({ page }) => {
    await importTrace(page, opening());
    await expect(shownRun(page).or(page.getByRole('table'))).toContainText(/./);
    await expect(messages(page)).not.toContainText('mine.safetensors');
  });
});

test('a full storage is said once, and the run goes on', async ({ page, context }) => {
  await openTokens(page, '?backend=wasm');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 20_000 });
  await read(page, textFile('lines.txt', 'The quick brown fox jumps over the lazy dog. '.repeat(400)));
  await trainTiny(page);
  await expect(messages(page)).toContainText(/room|full|space/i, { timeout: 90_000 });
  const then = await stepOf(page);
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(then);
});
