/**
 * @file The Thoughts page: a recorded tree in the first seconds, stepped by keys, with the numbers of the trace and of
 * `lab probe`. Times are printed, not judged: they are the machine's as much as the page's.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { decodeTrace } from '../../src/core/trace/traceCodec';
import { chance } from '../../src/views/format';
import { seriousFindings } from './app';

const RECORDED = 'public/runs/thoughts-prosqa.safetensors';
const MODEL = 'public/models/coconut-prosqa';
// The command line itself: its launcher would first look after the packages.
const LAB = ['--import', './node_modules/tsx/dist/esm/index.mjs', 'src/cli/lab.ts'];

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Search tree' });
const thoughts = (page: Page): Locator => page.getByRole('slider', { name: 'Thoughts' });

async function openThoughts(page: Page, query = ''): Promise<void> {
  await page.goto(`./#/thoughts${query}`);
  await expect(tree(page)).toBeVisible({ timeout: 60_000 });
}

/** `{lempus: '.33'}`: what a screen reader is told. */
async function valuesOnScreen(page: Page): Promise<Record<string, string>> {
  const labels = await tree(page)
    .getByRole('treeitem')
    .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? ''));
  return Object.fromEntries(labels.map((label) => [label.split(',')[0] ?? '', /value ([^,]+)/.exec(label)?.[1] ?? '']));
}

function recorded() {
  const columns = decodeTrace(new Uint8Array(readFileSync(RECORDED))).thoughts;
  const [problem] = JSON.parse(columns?.pinnedJson ?? '[]') as { idx_to_symbol: string[] }[];
  const rows = (columns?.probed ?? []).filter((row) => row.problem === 0).sort((a, b) => a.thoughts - b.thoughts);
  const taught = String(columns?.asked?.trainedThoughts);
  return { problem: problem!, symbols: problem!.idx_to_symbol, rows, taught };
}

test('a recorded tree stands before tfjs is asked for', async ({ browser }) => {
  const seconds: number[] = [];
  for (let visit = 0; visit < 3; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto('./#/thoughts');
    const stands = await page.waitForFunction(() => {
      if (document.querySelectorAll('[role="treeitem"]').length < 6) return;
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      return { seconds: performance.now() / 1000, engine: loaded.filter((name) => /worker|tfjs|webgpu/i.test(name)) };
    });
    const found = await stands.jsonValue();
    expect(found?.engine).toEqual([]);
    seconds.push(found?.seconds ?? NaN);
    await context.close();
  }
  console.log(`recorded tree: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`);
});

test('it plays once, and any input leaves the end on the screen', async ({ page }) => {
  // The page's own clock: on a slow machine the play would be over before one looks.
  await page.clock.install();
  const begin = async (open: () => Promise<unknown>) => {
    await open();
    await expect(tree(page)).toBeVisible({ timeout: 60_000 });
    await page.clock.runFor(1000);
    await expect(thoughts(page)).toHaveAttribute('aria-valuenow', '0');
  };
  await begin(() => page.goto('./#/thoughts'));
  const { taught } = recorded();
  await page.clock.runFor(15_000);
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', taught);
  await page.goto('about:blank');
  await begin(() => page.goto('./#/thoughts'));
  await page.mouse.wheel(0, 1);
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', taught);
  await page.clock.runFor(15_000);
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', taught);
});

test('another speed does not begin the opening play again', async ({ page }) => {
  await page.clock.install();
  await openThoughts(page);
  await page.clock.runFor(20_000);
  await thoughts(page).press('Home');
  await page.getByRole('combobox', { name: 'Playback speed' }).selectOption('2');
  await page.clock.runFor(15_000);
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', '0');
});

test('with reduced motion the end stands at once and does not play', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openThoughts(page);
  await page.waitForTimeout(3000);
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', recorded().taught);
});

test('arrow keys step the tree, and every number on the screen is the trace’s', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { symbols, rows } = recorded();
  await openThoughts(page, `?v=1&k=${rows.length - 1}`);
  for (const { thoughts: k, nodeValue } of rows.toReversed()) {
    await expect(thoughts(page)).toHaveAttribute('aria-valuenow', String(k));
    const wanted = Object.fromEntries(symbols.map((name, node) => [name, chance(nodeValue[node] ?? NaN)]));
    // The slider moves at once, the tree with the next frame.
    await expect.poll(() => valuesOnScreen(page)).toEqual(wanted);
    await page.keyboard.press('ArrowLeft');
  }
});

test('the numbers on the screen are those of lab probe for the same model and problem', async ({ page }, info) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { problem, rows, taught } = recorded();
  const file = info.outputPath('problem.json');
  writeFileSync(file, JSON.stringify([problem]));
  const probe = [
    'probe',
    '--model',
    MODEL,
    '--problems',
    file,
    '--thoughts',
    `0..${rows.length - 1}`,
    '--json',
    '--backend',
    'wasm',
  ];
  const json = execFileSync(process.execPath, [...LAB, ...probe], { encoding: 'utf8' });
  const { problems } = JSON.parse(json) as { problems: { nodes: { name: string; value: number[] }[] }[] };
  await openThoughts(page);
  const shown = await valuesOnScreen(page);
  for (const { name, value } of problems[0]!.nodes)
    expect(shown[name], name).toBe(chance(value[Number(taught)] ?? NaN));
});

test('a node is reached, read and pinned, and the thoughts are stepped, by keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openThoughts(page);
  for (let tab = 0; tab < 60; tab++) {
    await page.keyboard.press('Tab');
    if (await tree(page).evaluate((node) => node === document.activeElement)) break;
  }
  await expect(tree(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const first = await tree(page).getAttribute('aria-activedescendant');
  await page.keyboard.press('ArrowDown');
  const second = await tree(page).getAttribute('aria-activedescendant');
  expect(first).toBeTruthy();
  expect(second).not.toBe(first);
  const item = page.locator(`[id="${second}"]`);
  const name = (await item.getAttribute('aria-label'))?.split(',')[0] ?? '';
  await page.keyboard.press('Enter');
  await expect(item).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Pinned nodes' })).toContainText(name);
  const before = Number(await thoughts(page).getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowLeft');
  await expect(thoughts(page)).toHaveAttribute('aria-valuenow', String(before - 1));
  await expect(page).toHaveURL(/nodes=/);
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on #/thoughts in ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openThoughts(page);
    for (const question of ['What does it write?', 'What if a thought is changed?', 'How did it learn this?']) {
      await page.getByRole('tablist', { name: 'Of this problem' }).getByRole('tab', { name: question }).click();
      await page.waitForTimeout(300);
      expect(await seriousFindings(page), question).toEqual([]);
    }
  });

test('at 390 px nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openThoughts(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await page.evaluate(() => document.querySelector('.thoughts-page')?.scrollWidth ?? 0)).toBeLessThanOrEqual(
    390,
  );
});
