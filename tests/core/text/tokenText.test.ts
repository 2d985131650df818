import { expect, test } from 'vitest';
import { visibleText } from '../../../src/core/text/tokenText';

const shown = (text: string) => visibleText(new TextEncoder().encode(text));

test('text is shown as it is', () => {
  expect(shown(' the é 日本 🜁 <b>&amp;')).toBe(' the é 日本 🜁 <b>&amp;');
});

test('line ends and tabs have signs', () => {
  expect(shown('a\r\n\tb')).toBe('a␍⏎⇥b');
});

test('broken bytes and controls are spelled out', () => {
  expect(visibleText(Uint8Array.of(0x41, 0x80, 0xf0, 0x9f, 0x00, 0x1b))).toBe('A\\x80\\xf0\\x9f\\x00\\x1b');
  expect(shown('\u0085\u00a0')).toBe('\\x85\\xa0');
});

test('no character that turns the direction of text, or hides, comes through', () => {
  const tricks = ['061c', '200b', '200d', '200e', '200f', '2028', '202a', '202e', '2066', '2069', 'feff', 'e000'];
  for (const code of tricks) expect(shown(String.fromCodePoint(parseInt(code, 16)))).toBe(`\\u${code}`);
  expect(shown('\u{e0041}')).toBe('\\u{e0041}');
});
