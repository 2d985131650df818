import { expect, test } from 'vitest';
import { rng } from '../../../src/core/util/rng';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/util/utf8';

// The platform's own coder follows the WHATWG standard; ours must agree with it.
const platformDecode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

test('decodes as the platform does, broken bytes too', () => {
  const chance = rng(1, 'utf8');
  // Leads, continuations and the edges of Table 3-7, so that nearly well-formed sequences are common.
  const palette = [
    0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
  ];
  for (let trial = 0; trial < 3000; trial++) {
    const bytes = Uint8Array.from({ length: chance.integer(9) }, () => palette[chance.integer(palette.length)] ?? 0);
    expect(decodeUtf8(bytes)).toBe(platformDecode(bytes));
  }
});

test('encodes as the platform does, lone surrogates too', () => {
  for (const text of ['', 'plain', 'é ✓ 🜁 e\u0301', '\ud800', 'a\udc00\ud83d', '\ufeffx', '\u0000\u{10ffff}'])
    expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
});

test('a long text survives, across every seam', () => {
  const text = 'aé✓🜁'.repeat(5000);
  expect(decodeUtf8(encodeUtf8(text))).toBe(text);
});
