/** @file A run outlives its worker, its tab and its page: each time the curve goes on to the bit. */
import { expect, type Page, test } from '@playwright/test';
import { lossesOf, messages, openTokens, read, shownRun, stepOf, textFile, trainTiny } from './app';

const TEXT = textFile(
  'lines.txt',
  'The quick brown fox jumps over the lazy dog.\nPack my box with five jugs.\n'.repeat(300),
);
const STEPS = 20;

/** Keeps hold of the page's workers, so that one can be ended as a browser ends it: without a word. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(window, { heldWorkers: workers });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
  });
}

const killWorkers = (page: Page) =>
  page.evaluate(() => {
    const { heldWorkers } = window as unknown as { heldWorkers: Worker[] };
    for (const worker of heldWorkers.splice(0)) worker.terminate();
  });

const pause = async (page: Page) => {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'paused', { timeout: 60_000 });
};

const resume = (page: Page) => page.getByRole('button', { name: 'Resume', exact: true }).first().click();

const untilStep = (page: Page, step: number) =>
  expect.poll(() => stepOf(page), { timeout: 400_000 }).toBeGreaterThanOrEqual(step);

/** Losses of the first steps of the same run that nothing disturbed. */
async function undisturbed(page: Page, backend: 'wasm' | 'webgpu', steps: number): Promise<readonly number[]> {
  await openTokens(page, `?backend=${backend}`);
  await read(page, TEXT);
  await trainTiny(page);
  await untilStep(page, steps);
  await pause(page);
  return lossesOf(page);
}

test('after a killed worker, a reload, and a closed tab the losses are those of a run that nothing disturbed', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const other = await browser.newContext();
  const whole = await undisturbed(await other.newPage(), 'wasm', STEPS);
  await other.close();

  const context = await browser.newContext();
  let page = await context.newPage();
  await holdWorkers(page);
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(3);
  await pause(page);
  await resume(page);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'running', { timeout: 60_000 });
  await killWorkers(page);
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'restoring', { timeout: 60_000 });
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'running', { timeout: 60_000 });
  await pause(page);

  await page.reload();
  await resume(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(8);
  await pause(page);
  const address = page.url();
  await page.close();

  page = await context.newPage();
  await page.goto(address);
  await resume(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(STEPS);
  await pause(page);
  const losses = await lossesOf(page);
  const both = Math.min(losses.length, whole.length);
  expect(losses.slice(0, both)).toEqual(whole.slice(0, both));
  // The gaps stand on the curve, and in its sentence.
  const curve = page.getByRole('figure', { name: 'Training loss' }).getByRole('img');
  await expect(curve).toHaveAccessibleDescription(/(went on at step \d+.*){3}/);
  await context.close();
});

/** Keeps hold of the graphics devices that the engine opens, so that one can be destroyed under it. */
async function holdDevices(page: Page): Promise<void> {
  await page.route(/\/assets\/worker-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    const hold = `{
      const open = GPUAdapter.prototype.requestDevice;
      self.heldDevices = [];
      GPUAdapter.prototype.requestDevice = async function (...asked) {
        const device = await open.apply(this, asked);
        self.heldDevices.push(device);
        return device;
      };
    }`;
    await route.fulfill({ response, body: `${hold}\n${await response.text()}` });
  });
}

/** As when a driver crashes or is renewed. Tells how many devices there have been. */
async function loseDevice(page: Page): Promise<number> {
  const engine = page.workers().find((worker) => /\/assets\/worker-/.test(worker.url()));
  expect(engine).toBeDefined();
  return engine!.evaluate(() => {
    const { heldDevices } = self as unknown as { heldDevices: { destroy: () => void }[] };
    heldDevices.at(-1)?.destroy();
    return heldDevices.length;
  });
}

test.describe('on WebGPU', () => {
  // A script that a service worker answers for cannot be changed on its way.
  test.use({ serviceWorkers: 'block' });

  test('a lost graphics device costs a run nothing: it goes on from its save to the losses of an undisturbed one', async ({
    browser,
    page,
  }) => {
    test.setTimeout(1_200_000);
    const steps = 6;
    const other = await browser.newContext({ serviceWorkers: 'block' });
    const whole = await undisturbed(await other.newPage(), 'webgpu', steps);
    await other.close();

    await holdDevices(page);
    await openTokens(page, '?backend=webgpu');
    await read(page, TEXT);
    await trainTiny(page);
    await untilStep(page, 2);
    await pause(page);
    await resume(page);
    await untilStep(page, 4);
    expect(await loseDevice(page)).toBe(1);
    await expect(messages(page)).toContainText('The graphics device was lost', { timeout: 120_000 });
    await untilStep(page, steps);
    await pause(page);
    const losses = await lossesOf(page);
    const both = Math.min(losses.length, whole.length);
    expect(both).toBeGreaterThanOrEqual(steps);
    expect(losses.slice(0, both)).toEqual(whole.slice(0, both));
    const curve = page.getByRole('figure', { name: 'Training loss' }).getByRole('img');
    await expect(curve).toHaveAccessibleDescription(/device lost at step \d+/);
  });
});

test('a second tab does not touch a run that the first one computes', async ({ context, page }) => {
  test.setTimeout(240_000);
  await openTokens(page, '?backend=wasm');
  await read(page, TEXT);
  await trainTiny(page);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(1);
  await pause(page);
  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Resume', exact: true }).first().click();
  await expect(second.getByRole('status', { name: 'Messages' })).toContainText('another tab', { timeout: 30_000 });
  await resume(page);
  const step = await stepOf(page);
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(step);
});

test('after a first visit the page opens without a network, isolated as before', async ({ context, page }) => {
  await openTokens(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 });
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('[data-token]').first()).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await context.setOffline(false);
});

test('nothing that the page does breaks its content policy, and a file is text, never markup', async ({ page }) => {
  test.setTimeout(240_000);
  const broken: string[] = [];
  page.on('console', (message) => /Content Security Policy/i.test(message.text()) && broken.push(message.text()));
  page.on('dialog', () => broken.push('a script of a file has run'));
  await openTokens(page, '?backend=wasm');
  const nasty =
    '<img src=x onerror=alert(1)><script>alert(2)</script> \u202Egnp.exe\u202C a\u0007b \u{1F469}\u200D\u{1F680} ';
  await read(page, textFile('nasty <b>.txt', nasty.repeat(8)));
  expect(await page.locator('main img, main script').count()).toBe(0);
  for (const name of ['Selection', 'Thoughts', 'Runs']) await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Guide' }).click();
  await expect(page.getByRole('complementary', { name: 'Guide' })).toBeVisible();
  expect(broken).toEqual([]);
});
