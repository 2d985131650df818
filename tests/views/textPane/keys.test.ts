import { expect, test } from 'vitest';
import { tokenAfterKey } from '../../../src/views/textPane/keys';

// A text of ten tokens a line.
const context = (cursor: number | undefined) => ({
  count: 95,
  cursor,
  linesPerPage: 3,
  lineMove: (token: number, lines: number) => Math.max(0, Math.min(94, token + 10 * lines)),
});

test('arrows move by a token or a line, pages by a screen, Home and End to the ends', () => {
  const from = (key: string) => tokenAfterKey(key, context(42));
  expect([from('ArrowRight'), from('ArrowLeft')]).toEqual([43, 41]);
  expect([from('ArrowDown'), from('ArrowUp')]).toEqual([52, 32]);
  expect([from('PageDown'), from('PageUp')]).toEqual([72, 12]);
  expect([from('Home'), from('End')]).toEqual([0, 94]);
});

test('nothing leads past the ends, and other keys are left to others', () => {
  expect(tokenAfterKey('ArrowRight', context(94))).toBe(94);
  expect(tokenAfterKey('ArrowLeft', context(0))).toBe(0);
  expect(tokenAfterKey('Enter', context(3))).toBeUndefined();
  expect(tokenAfterKey('Tab', context(3))).toBeUndefined();
});

test('without a cursor, arrows start at the first token', () => {
  expect(tokenAfterKey('ArrowRight', context(undefined))).toBe(0);
  expect(tokenAfterKey('ArrowDown', context(undefined))).toBe(0);
});
