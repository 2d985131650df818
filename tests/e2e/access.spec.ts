/** @file The page by keyboard alone, and what axe says of it in both themes. */
import { expect, test } from '@playwright/test';
import { openTokens, seriousFindings } from './app';

for (const theme of ['light', 'dark'] as const)
  for (const address of ['#/tokens', '#/selection', '#/runs'])
    test(`axe finds nothing serious on ${address} in ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await openTokens(page);
      await page.goto(`./${address}`);
      await page.waitForTimeout(500);
      expect(await seriousFindings(page)).toEqual([]);
    });

test('a token is reached, read and pinned by keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTokens(page);
  const pane = page.getByRole('listbox').first();
  await pane.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const active = await pane.getAttribute('aria-activedescendant');
  expect(active).toBeTruthy();
  await page.keyboard.press('Enter');
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-selected', 'true');
});

for (const width of [390, 768, 1440])
  test(`at ${width} px no page scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openTokens(page);
    for (const name of ['Selection', 'Thoughts', 'Runs', 'Tokens']) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
    }
  });
