/** @file A new version of the page comes out while a run trains: it says so, waits, and breaks nothing. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateCorpus } from '../../src/core/text/corpus';
import { messages, read, shownRun, stepOf, textFile, tokens, trainHere } from './app';
import { TYPES } from './staticServer';

/** Any server of files, with what it serves at this moment. */
const served = { isNew: false, hasFiles: true };
let server: Server;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const file = path === '/' ? '/index.html' : path;
    try {
      if (!served.hasFiles) throw new Error('taken down');
      const bytes = readFileSync(join('dist', file));
      // Another version has another list of files: its name follows from what is in them.
      const body = file === '/sw.js' && served.isNew ? String(bytes).replace('"version":"', '"version":"new-') : bytes;
      response.writeHead(200, {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => void server.close());

/** Versions of which the browser keeps the files. */
const keptVersions = (page: Page) => page.evaluate(() => caches.keys());

test('a new version waits for a run in progress, whose page loads what it needs from the old one, and starts when asked', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?backend=wasm#/tokens`);
  await expect(tokens(page).first()).toBeVisible();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 120_000 });
  expect(await keptVersions(page)).toHaveLength(1);
  await read(page, textFile('lines.txt', generateCorpus({ recipe: 'noisy', seed: 9, minBytes: 60_000 }).bytes));
  // A run that outlasts what follows on a fast machine too.
  await trainHere(page, /small/);
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThanOrEqual(2);

  served.isNew = true;
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
  await expect(messages(page)).toContainText('A new version of this page is ready', { timeout: 120_000 });
  await expect(messages(page)).toContainText('the run in progress goes on undisturbed');
  await expect(page.getByRole('button', { name: 'Start it now' })).toHaveCount(0);
  expect(await keptVersions(page)).toHaveLength(2);

  // The old files are gone from the server, as after a deployment; parts that are loaded late still come.
  served.hasFiles = false;
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  const then = await stepOf(page);
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(then);

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(shownRun(page)).toHaveAttribute('data-run-state', 'stopped', { timeout: 60_000 });
  const stopped = await stepOf(page);
  await page.getByRole('button', { name: 'Start it now' }).click();
  await expect.poll(() => keptVersions(page).catch(() => []), { timeout: 60_000 }).toHaveLength(1);
  await expect(page.getByRole('heading', { level: 1, name: 'lines.txt' })).toBeVisible({ timeout: 60_000 });
  expect(await stepOf(page)).toBe(stopped);
});
