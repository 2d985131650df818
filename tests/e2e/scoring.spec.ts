/**
 * @file A text of a million tokens, scored by twelve checkpoints and a reference: its colours stream from the top, it is
 * stopped in the middle, keeps what it has, and is scored again. Times are printed; they say as much of the machine as of
 * the page. With SCORE_TO_THE_END=1 it is scored to its end.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { generateCorpus } from '../../src/core/text/corpus';
import { bring, openTokens, shownRun, textFile } from './app';
import { longTasks, watchLongTasks } from './longTasks';

const STEPS = [180, 240, 300, 360, 420, 480];
/** Some 2.6 bytes of these pages are a token. */
const BYTES = 2_640_000;
const TOKENS = 1_000_000;
/** Where it is stopped. */
const SOME = 8000;
const isWhole = process.env['SCORE_TO_THE_END'] === '1';

test.use({ serviceWorkers: 'block' });

/** The starter model has six checkpoints: those of its twin stand between them. */
async function withTwelveCheckpoints(page: Page): Promise<void> {
  const body = JSON.stringify({ steps: STEPS.flatMap((step) => [step, step + 1]) });
  await page.route('**/models/clm/checkpoints.json', (route) =>
    route.fulfill({ body, contentType: 'application/json' }),
  );
  await page.route('**/models/clm/checkpoint-*/model.safetensors', async (route) => {
    const step = Number(/checkpoint-(\d+)/.exec(route.request().url())?.[1]);
    const [model, at] = STEPS.includes(step) ? ['clm', step] : ['slm', step - 1];
    // The last checkpoint stands in no folder: it is the model itself.
    const folder = at === STEPS.at(-1) ? model : `${model}/checkpoint-${at}`;
    await route.fulfill({ body: readFileSync(`public/models/${folder}/model.safetensors`) });
  });
}

/** Tokens scored so far by all checkpoints, as the page says. */
async function tokensDone(page: Page): Promise<number> {
  const bar = page.locator('progress.run-progress');
  const value = (await bar.count()) > 0 ? await bar.getAttribute('value') : undefined;
  return Math.round(Number(value ?? 0) / (2 * STEPS.length));
}

/** Of the page and its workers, tensors included. */
async function megabytes(page: Page): Promise<number> {
  const bytes = await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory } = performance as unknown as {
      measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
    };
    return (await measureUserAgentSpecificMemory?.call(performance))?.bytes ?? 0;
  });
  return Math.round(bytes / 1e6);
}

/** Tokens of each category, as the legend counts them. */
const countsOf = async (page: Page): Promise<number[]> =>
  [...(await page.locator('.legend-place').innerText()).matchAll(/^([\d,]+)$/gm)].map(([, count = '']) =>
    Number(count.replaceAll(',', '')),
  );

const colouredOf = async (page: Page): Promise<number> => (await countsOf(page)).reduce((sum, count) => sum + count, 0);

test('a million tokens stream through twelve checkpoints and a reference; stopped in the middle, they keep what they have', async ({
  page,
}) => {
  test.setTimeout(isWhole ? 3_600_000 : 400_000);
  await withTwelveCheckpoints(page);
  await watchLongTasks(page);
  await openTokens(page, '?backend=wasm');
  await bring(page, textFile('million.txt', generateCorpus({ recipe: 'noisy', seed: 9, minBytes: BYTES }).bytes));
  await expect(page.getByRole('heading', { level: 1, name: 'million.txt' })).toBeVisible({ timeout: 60_000 });
  const whole = page.getByRole('button', { name: /^score the (whole|first)/ });
  await expect(whole).toBeVisible({ timeout: 120_000 });
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 120_000 });

  await longTasks(page);
  let askedMs = Date.now();
  await whole.click();
  await expect(page.locator(`.pane-place[data-tokens="${TOKENS}"]`)).toBeVisible({ timeout: 120_000 });
  console.log(
    `the text stands after ${Date.now() - askedMs} ms; tasks over 50 ms: ${(await longTasks(page)).join(', ')}`,
  );
  await expect.poll(() => colouredOf(page), { timeout: 120_000, intervals: [50] }).toBeGreaterThan(0);
  console.log(
    `first colours after ${Date.now() - askedMs} ms; tasks over 50 ms: ${(await longTasks(page)).join(', ')}`,
  );
  await expect(shownRun(page)).toHaveAttribute('data-checkpoints', '12');

  const until = isWhole ? TOKENS : SOME;
  for (let done = 0, told = 0; done < until; done = await tokensDone(page)) {
    if ((await shownRun(page).getAttribute('data-run-state')) !== 'running') break;
    if (done >= told) {
      const [seconds, tasks] = [Math.round((Date.now() - askedMs) / 1000), await longTasks(page)];
      const coloured = await colouredOf(page);
      const memory = isWhole ? `${await megabytes(page)} MB, ` : ''; // it waits for the collector, up to half a minute
      console.log(
        `${done} tokens after ${seconds} s, ${memory}coloured ${coloured}; tasks over 50 ms: ${tasks.length}, longest ${Math.max(0, ...tasks)}`,
      );
      told = done + until / 20;
    }
    await page.waitForTimeout(500);
  }
  if (isWhole) {
    await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 60_000 });
    console.log(`scored to the end after ${Math.round((Date.now() - askedMs) / 1000)} s`);
    return;
  }

  const done = await tokensDone(page);
  askedMs = Date.now();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', /saving|stopped/, { timeout: 60_000 });
  const restMs = Date.now() - askedMs;
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });
  console.log(`asked to stop at ${done} tokens: at rest after ${restMs} ms, saved after ${Date.now() - askedMs} ms`);

  await expect.poll(() => colouredOf(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(done);
  const kept = await colouredOf(page);

  // What was scored is there after a reload, and the text can be scored anew.
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'million.txt' })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator(`.pane-place[data-tokens="${TOKENS}"]`)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => colouredOf(page), { timeout: 60_000 }).toBe(kept);
  await bring(page, textFile('again.txt', 'a rose is a rose is a rose\n'.repeat(200)));
  await expect(page.getByRole('heading', { level: 1, name: 'again.txt' })).toBeVisible({ timeout: 60_000 });
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'done', { timeout: 120_000 });
});
