import { expect, test } from 'vitest';
import { blankRuns, foldedLineEnds } from '../../../src/core/text/blankLines';

const encode = (text: string) => new TextEncoder().encode(text);
const folded = (text: string) => {
  const bytes = encode(text);
  const isFolded = foldedLineEnds(blankRuns(bytes), bytes);
  return Array.from(text, (character, byte) => (character === '\n' && isFolded(byte) ? '⏎' : character)).join('');
};

test('two empty lines stay, three fold into one line of their own', () => {
  expect(folded('a\n\n\nb')).toBe('a\n\n\nb');
  expect(folded('a\n\n\n\nb')).toBe('a\n⏎⏎\nb');
});

test('at the start of a text the first line is empty too', () => {
  expect(folded('\n\n\nTitle')).toBe('⏎⏎\nTitle');
  expect(folded('\n\nTitle')).toBe('\n\nTitle');
});

test('lines of spaces are empty; the indent of the next line is not in the run', () => {
  const bytes = encode('a\n \n\t\n \n  b');
  expect(blankRuns(bytes)).toEqual([{ start: 1, end: 8, lines: 3 }]);
});

test('each run is counted', () => {
  expect(blankRuns(encode('\n'.repeat(14) + 'I' + '\n'.repeat(7) + 'x\ny'))).toEqual([
    { start: 0, end: 14, lines: 14 },
    { start: 15, end: 22, lines: 6 },
  ]);
  expect(blankRuns(encode(''))).toEqual([]);
});
