/** @file The main job, on each backend: a text is dropped, a model trains on it, its tokens take colours, and a reload loses nothing. */
import { expect, test } from '@playwright/test';
import { book, lossesOf, openTokens, read, shownRun, stepOf, trainTiny } from './app';

// A software GPU takes a second a step and more.
const STEPS = { webgpu: 4, wasm: 20 };

for (const backend of ['webgpu', 'wasm'] as const)
  test(`on ${backend}: train on a book, pause, step once, reload, resume at the same step and loss`, async ({
    page,
  }) => {
    test.setTimeout(900_000);
    await openTokens(page, `?backend=${backend}`);
    await read(page, book());
    await trainTiny(page);
    const run = shownRun(page);

    // The first checkpoint scores the text; then steps come, and the loss falls.
    await expect.poll(() => stepOf(page), { timeout: 420_000 }).toBeGreaterThanOrEqual(STEPS[backend]);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(run).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
    const losses = await lossesOf(page);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);

    const paused = await stepOf(page);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBe(paused + 1);
    await expect(run).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
    const before = await lossesOf(page);
    expect(before).toHaveLength(paused + 1);
    console.log(`${backend}: loss ${before[0]} at first, ${before.at(-1)} after ${before.length} steps`);

    await page.reload();
    await expect(run).toHaveAttribute('data-step', String(paused + 1), { timeout: 60_000 });
    expect(await lossesOf(page)).toEqual(before);
    await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
    await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThan(paused + 1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(run).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });
  });

test('on wasm: a whole tiny run ends with every token coloured at each checkpoint', async ({ page }) => {
  test.setTimeout(600_000);
  await openTokens(page, '?backend=wasm');
  await read(page, book());
  await trainTiny(page);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 500_000 });
  expect(Number(await shownRun(page).getAttribute('data-checkpoints'))).toBe(6);
  const labels = await page
    .locator('[data-token]')
    .evaluateAll((all) => all.map((token) => token.getAttribute('aria-label') ?? ''));
  expect(labels.length).toBeGreaterThan(300);
  expect(labels.filter((label) => !/H→L|L→L|H→H|L→H/.test(label))).toEqual([]);
});
