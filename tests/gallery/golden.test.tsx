/**
 * @file Every exhibit, drawn without a browser, is what it was: the diff of a golden file is part of a review.
 *
 * `UPDATE_GOLDEN=1 npx vitest run tests/gallery` writes the files anew.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { EXHIBITS } from './exhibits';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'golden');
const WIDTH_PX = 358;

/** One element a line, so that a diff shows which mark moved. */
function lines(html: string): string {
  return `${html.replaceAll('><', '>\n<')}\n`;
}

test.each(EXHIBITS.map((exhibit) => [exhibit.name, exhibit] as const))('%s', (name, exhibit) => {
  const drawn = lines(renderToStaticMarkup(exhibit.render(WIDTH_PX)));
  const file = join(folder, `${name}.html`);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, drawn);
  }
  expect(existsSync(file), `${name} has no golden file: run with UPDATE_GOLDEN=1`).toBe(true);
  expect(drawn).toBe(readFileSync(file, 'utf8'));
});

test('an exhibit draws the same twice', () => {
  for (const exhibit of EXHIBITS)
    expect(renderToStaticMarkup(exhibit.render(WIDTH_PX)), exhibit.name).toBe(
      renderToStaticMarkup(exhibit.render(WIDTH_PX)),
    );
});

test('no golden file is left over, and no name is used twice', () => {
  const names = EXHIBITS.map(({ name }) => `${name}.html`);
  expect(readdirSync(folder).sort()).toEqual([...new Set(names)].sort());
  expect(new Set(names).size).toBe(names.length);
});

test('no picture holds NaN or undefined', () => {
  for (const exhibit of EXHIBITS)
    expect(renderToStaticMarkup(exhibit.render(WIDTH_PX)), exhibit.name).not.toMatch(/NaN|undefined|Infinity/);
});
