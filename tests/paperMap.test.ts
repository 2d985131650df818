/** @file docs/paper-map.md says where each piece of the papers is built and tested; this holds it to the tree. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reachableFrom } from './support/reachable';

interface Row {
  readonly id: string;
  /** `path#symbol` */
  readonly symbol: string;
  /** `path: title` */
  readonly test: string;
  readonly departure: string;
}

const rows: readonly Row[] = readFileSync('docs/paper-map.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]+\d/.test(line))
  .map((line) => {
    const [id = '', , symbol = '', test = '', departure = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim().replaceAll('`', ''));
    return { id, symbol, test, departure };
  });

// The page starts its workers by their address, which the walk follows.
const product = reachableFrom(['src/app/main.tsx', 'src/cli/main.ts']);

describe('the paper map', () => {
  test('has rows, each with its own id', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  test.each(rows)('$id: the page or the command line uses $symbol, or the row says that none does', (row) => {
    expect(product.has(row.symbol)).toBe(!row.departure.startsWith('not in the product:'));
  });

  test.each(rows)('$id: $symbol is exported, and "$test" is a test', ({ symbol, test: place }) => {
    const [file = '', name = ''] = symbol.split('#');
    expect(existsSync(file), `${file} exists`).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`export (async )?(function\\*?|const|class|interface|type) ${name}\\b`),
    );
    const split = place.indexOf(': ');
    const testFile = place.slice(0, split);
    expect(existsSync(testFile), `${testFile} exists`).toBe(true);
    expect(readFileSync(testFile, 'utf8')).toContain(place.slice(split + 2));
  });
});
