import { deflateSync } from 'fflate';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../../src/app/state/address/address';
import { formatSharedText, MOST_LINK_CHARACTERS, parseSharedText } from '../../../../src/app/state/texts/sharedText';
import { encodeUtf8 } from '../../../../src/core/util/utf8';
import { rng } from '../../../../src/core/util/rng';

const text = { name: 'a – <b>.txt', bytes: encodeUtf8('Tides & boats 🐈\n'.repeat(300)) };

test('a text that was put into a link comes back whole, out of characters that no address escapes', () => {
  const part = formatSharedText(text)!;
  expect(part).toMatch(/^[\w-]+$/);
  expect(parseSharedText(part)).toEqual(text);
  const { shared, notes } = parseAddress(`#/tokens?v=1&text=${part}`);
  expect([shared, notes]).toEqual([text, []]);
});

test('what is too long for a link gets none', () => {
  const chance = rng(3, 'noise');
  const noise = Uint8Array.from({ length: MOST_LINK_CHARACTERS }, () => chance.integer(256));
  expect(formatSharedText({ name: 'noise', bytes: noise })).toBeUndefined();
  expect(formatSharedText({ name: 'long', bytes: new Uint8Array(500_001) })).toBeUndefined();
});

test('a broken part is left out with a note, and a bomb is not unpacked', () => {
  const bomb = btoa(String.fromCharCode(...deflateSync(new Uint8Array(4_000_000).fill(10))));
  for (const part of ['!', 'AAAA', '', bomb.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')])
    expect(parseAddress(`#/tokens?v=1&text=${part}`).notes).toHaveLength(1);
});
