import { expect, test } from 'vitest';
import { WordTable } from '../../../src/core/text/bpeWords';
import { rng } from '../../../src/core/util/rng';

test('each distinct word gets the next number, and keeps it', () => {
  const chance = rng(2, 'words');
  const table = new WordTable();
  const known = new Map<string, number>();
  for (let turn = 0; turn < 20_000; turn++) {
    const word = `${chance.integer(5000)}`;
    const bytes = new TextEncoder().encode(`..${word}.`);
    const expected = known.get(word) ?? known.size;
    known.set(word, expected);
    expect(table.intern(bytes, 2, 2 + word.length)).toBe(expected);
  }
  expect(table.size).toBe(known.size);
  for (const [word, index] of known)
    expect(new TextDecoder().decode(table.bytes.subarray(table.start(index), table.start(index + 1)))).toBe(word);
});
