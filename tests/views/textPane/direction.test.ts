import { expect, test } from 'vitest';
import { directionOf, visualOrder } from '../../../src/views/textPane/direction';

/** Tokens as they stand from left to right. */
const shown = (tokens: readonly string[], base: 'ltr' | 'rtl') =>
  visualOrder(tokens.map(directionOf), base).map((i) => tokens[i]);

test('a token is read by its first letter; digits and signs wait for their neighbours', () => {
  expect(['שלום', ' مرحبا', 'word', ' 12', ' —', '٣'].map(directionOf)).toEqual([
    'rtl',
    'rtl',
    'ltr',
    'number',
    'neutral',
    'number',
  ]);
});

test('right-to-left words within left-to-right text change places, with what stands between them', () => {
  expect(shown(['say', 'שלום', ' ', 'עולם', '!'], 'ltr')).toEqual(['say', 'עולם', ' ', 'שלום', '!']);
});

test('a right-to-left line is read from the right; a foreign phrase in it from the left', () => {
  expect(shown(['אב', ' ', 'one', ' ', 'two', '.'], 'rtl')).toEqual(['.', 'one', ' ', 'two', ' ', 'אב']);
});

test('the digits of a number keep their order', () => {
  expect(shown(['אב', ' ', '1', '2', ' ', 'גד'], 'rtl')).toEqual(['גד', ' ', '1', '2', ' ', 'אב']);
});

test('without a right-to-left word nothing moves', () => {
  expect(shown(['one', ' 2', ',', ' two'], 'ltr')).toEqual(['one', ' 2', ',', ' two']);
});

test('a number after a right-to-left word is no part of the foreign word that follows', () => {
  expect(shown(['אב', ' 12', ' ok', ' ג'], 'rtl')).toEqual([' ג', ' ok', ' 12', 'אב']);
  expect(shown(['אב', ' ok', ' 12', ' ג'], 'rtl')).toEqual([' ג', ' ok', ' 12', 'אב']);
});
