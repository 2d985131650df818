/** @file Over plain http from another machine a browser gives no WebGPU, no locks and no files: the page says so, and works. */
import { expect, test } from '@playwright/test';
import { SOFTWARE_WEBGPU_FLAGS } from '../../scripts/browser.mjs';
import { messages, read, textFile, tokens } from './app';
import { serveStatic } from './staticServer';

const executablePath = process.env['CHROMIUM_PATH'];
test.use({
  launchOptions: {
    // A name that is not this machine's own, so that http is no secure address.
    args: [...SOFTWARE_WEBGPU_FLAGS, '--host-resolver-rules=MAP lab.example 127.0.0.1'],
    ...(executablePath ? { executablePath } : {}),
  },
});

test('an insecure address: the recorded run is there, the reason is told, and a text is scored on WASM', async ({
  page,
}) => {
  const server = await serveStatic('/');
  try {
    await page.goto(`${server.url.replace('127.0.0.1', 'lab.example')}#/tokens`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(tokens(page).first()).toBeVisible();
    await expect(messages(page)).toContainText('opened over an insecure address');
    await read(page, textFile('short.txt', 'One thread scores this text, over http.'));
    await expect(page.getByText('1 thread, SIMD').first()).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Engine' }).click();
    await expect(page.getByText('open the page over https or localhost')).toBeVisible();
  } finally {
    server.close();
  }
});
