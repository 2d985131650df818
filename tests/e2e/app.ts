/** @file What a person does on the page, as functions that the end-to-end tests share. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { generateCorpus } from '../../src/core/text/corpus';

export interface TextFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const textFile = (name: string, content: string | Uint8Array, mimeType = 'text/plain'): TextFile => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});

/** A real book where it is at hand; otherwise as much text of our own. */
export function book(): TextFile {
  const path = '../shared/data/alice.txt';
  if (existsSync(path)) return textFile('alice.txt', readFileSync(path));
  return textFile('pages.txt', generateCorpus({ recipe: 'noisy', seed: 9, minBytes: 140_000 }).bytes);
}

/** Opens the Tokens page on the generated document, whose model is small and quick, and waits for it. */
export async function openTokens(page: Page, query = ''): Promise<void> {
  await page.goto(`./${query}#/tokens?v=1&run=recorded.generated`);
  await expect(tokens(page).first()).toBeVisible();
}

export const tokens = (page: Page): Locator => page.locator('[data-token]');

/** The run that is looked at: its state, step and checkpoints stand on it as data. */
export const shownRun = (page: Page): Locator => page.locator('main [data-run-state][data-step]');

export const stepOf = async (page: Page): Promise<number> => Number(await shownRun(page).getAttribute('data-step'));

/** Gives the page files as its button would. */
export async function bring(page: Page, ...files: readonly TextFile[]): Promise<void> {
  await page.getByLabel('Text files').setInputFiles([...files]);
}

/** Brings a text and waits until the page shows it. */
export async function read(page: Page, file: TextFile): Promise<void> {
  await bring(page, file);
  await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeVisible({ timeout: 60_000 });
}

/** Opens the panel, chooses the tiny preset, and starts. */
export async function trainTiny(page: Page): Promise<void> {
  await trainHere(page, /tiny/);
}

export async function trainHere(page: Page, size: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Train on this text' }).click();
  const panel = page.getByRole('region', { name: 'Train on this text' });
  await panel.getByRole('radio', { name: size }).check();
  await panel.getByRole('button', { name: 'Start' }).click();
}

/** The sentences that the page says. */
export const messages = (page: Page): Locator => page.getByRole('status', { name: 'Messages' });

/** Every loss of the training curve, as the figure hands them out: [step]. */
export async function lossesOf(page: Page): Promise<readonly number[]> {
  const figure = page.getByRole('figure', { name: 'Training loss' });
  await figure.getByRole('button').last().click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Table as CSV' }).click(),
  ]);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.slice(1).map((line) => Number(line.split(',')[1]));
}

/** What axe finds serious or critical on the page as it stands, with the elements. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}
