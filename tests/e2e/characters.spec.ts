/** @file Texts of any script, and empty lines, in the text pane. */
import { expect, test } from '@playwright/test';
import { openTokens, read, textFile, tokens } from './app';

test('a character of several tokens stands once; each of its tokens is reached and says which bytes it is', async ({
  page,
}) => {
  await openTokens(page, '?backend=wasm');
  await read(page, textFile('scripts.txt', '自然语言 and שלום. 👨‍👩‍👧‍👦'));
  const pane = page.getByRole('listbox');
  await expect(pane.locator('.v-shared-text').first()).toHaveText('自');
  const readable = (await pane.locator('.v-shared-text').allTextContents()).join('');
  expect(readable).toContain('自然语言');
  expect(readable).toContain('👨‍👩‍👧‍👦');
  expect(await pane.textContent()).not.toContain('\\x');

  await pane.focus();
  const seen: string[] = [];
  for (let token = 0; token < 3; token++) {
    await page.keyboard.press('ArrowRight');
    await expect(tokens(page).and(page.locator('.v-cursor')).first()).toHaveAttribute('data-token', `${token}`);
    seen.push((await page.getByRole('article').locator('.v-card-place').textContent()) ?? '');
  }
  expect(seen.map((words) => words.split(' · ').at(-1))).toEqual(
    [1, 2, 3].map((byte) => `byte ${byte} of the 3 bytes of 自 (U+81EA)`),
  );

  // Hebrew is read from the right: the first letter's part stands right of the last one's.
  const left = (letter: string) =>
    pane.locator('.v-shared', { hasText: letter }).evaluate((character) => character.getBoundingClientRect().x);
  expect(await left('ש')).toBeGreaterThan(await left('ם'));
});

test('empty lines fold into one line of signs, whose tokens are reached, and unfold', async ({ page }) => {
  await openTokens(page, '?backend=wasm');
  await read(page, textFile('blank.txt', `${'\n'.repeat(40)}CHAPTER I\n\nIt begins here.`));
  const pane = page.getByRole('listbox');
  const heading = pane.locator('[data-token]', { hasText: 'C' }).first();
  const foldedTop = (await heading.boundingBox())?.y ?? NaN;
  const newlines = pane.locator('[data-token]', { hasText: '⏎' });
  expect(await newlines.count()).toBeGreaterThan(1);

  await pane.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(pane.locator('.v-cursor')).toHaveAttribute('data-token', '1');

  await page.getByRole('button', { name: 'Show 40 empty lines in full' }).click();
  await expect(page.getByRole('button', { name: 'Fold 40 empty lines' })).toBeVisible();
  expect((await heading.boundingBox())?.y ?? NaN).toBeGreaterThan(foldedTop + 500);
});
