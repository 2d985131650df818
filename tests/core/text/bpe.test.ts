import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Bpe, END_OF_TEXT } from '../../../src/core/text/bpe';
import { numberWords, trainBpe } from '../../../src/core/text/bpeTrain';
import { rng } from '../../../src/core/util/rng';

const utf8 = (text: string) => new TextEncoder().encode(text);
const PROSE = utf8(
  "The cat's hat is on the mat; the cat sat on the hat. That's that, they'll say 12 times.\n".repeat(30),
);
const trained = trainBpe(PROSE, 320, { special: ['<bot>', '<bo'] });

/** The tokens of a text as strings. */
const pieces = (bpe: Bpe, text: string) => Array.from(bpe.encode(utf8(text)).ids, (id) => bpe.tokenText(id));

function expectRoundTrip(bpe: Bpe, bytes: Uint8Array): void {
  const { ids, byteEnd } = bpe.encode(bytes);
  expect(bpe.decode(ids)).toEqual(bytes);
  expect(byteEnd.length).toBe(ids.length);
  expect(ids.every((id) => id < bpe.tokens.length)).toBe(true);
  // Each token covers just its own bytes, so offsets rise and cover the text.
  const covered = Array.from(ids, (id, token) => {
    const piece = bytes.subarray(token > 0 ? byteEnd[token - 1] : 0, byteEnd[token]);
    return Buffer.compare(piece, bpe.tokenBytes(id)) === 0;
  });
  expect(covered.includes(false)).toBe(false);
  expect(byteEnd.at(-1) ?? 0).toBe(bytes.length);
}

describe('any bytes go in, the same come out', () => {
  const cases: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(0),
    'all bytes': Uint8Array.from({ length: 256 }, (_, byte) => byte),
    'all bytes backwards': Uint8Array.from({ length: 256 }, (_, byte) => 255 - byte),
    emoji: utf8('👩‍👩‍👧 🇩🇪 👍🏽 e\u0301'),
    'a cut emoji': utf8('👍').subarray(1, 3),
    'lone continuation bytes': new Uint8Array(50).fill(0x80),
    'special tokens': utf8(`a${END_OF_TEXT}<bot><bo<bot${END_OF_TEXT}${END_OF_TEXT.slice(0, -1)}`),
    'one endless word': new Uint8Array(200_000).fill(0x61),
    'endless space': new Uint8Array(200_000).fill(0x20),
  };
  for (const [what, bytes] of Object.entries(cases)) test(what, () => expectRoundTrip(trained, bytes));

  test('chance', () => {
    const chance = rng(7, 'bytes');
    for (let trial = 0; trial < 200; trial++) {
      // Half of the trials stay near text, where tokens form.
      const palette = trial % 2 === 0 ? PROSE : Uint8Array.from({ length: 256 }, (_, byte) => byte);
      expectRoundTrip(
        trained,
        Uint8Array.from({ length: chance.integer(80) }, () => palette[chance.integer(palette.length)] ?? 0),
      );
    }
  });

  test('also where there was nothing to learn from', () => {
    const empty = trainBpe(new Uint8Array(0), 1024);
    expect(empty.tokens.length).toBe(257);
    expectRoundTrip(empty, PROSE);
  });
});

describe('training', () => {
  test('merges the most frequent pair first, of equals the smaller ids', () => {
    // Pairs: b+c 4, a+b 3, x+b 1: first bc, then a+bc.
    const { merges, tokenText } = trainBpe(utf8('abc\nabc\nabc\nxbc\n'), 300);
    expect(merges.map(({ merged }) => tokenText(merged))).toEqual(['bc', 'abc']);
  });

  test('stops where no pair occurs twice', () => {
    expect(trainBpe(utf8('abcdefg'), 300).merges).toEqual([]);
  });

  test('is the same again, and whether the text comes in one piece or two', () => {
    const again = trainBpe(PROSE, 320, { special: ['<bot>', '<bo'] });
    expect(again.tokens).toEqual(trained.tokens);
    const half = PROSE.lastIndexOf(10, PROSE.length / 2);
    const two = trainBpe([PROSE.subarray(0, half), PROSE.subarray(half)], 320, { special: ['<bot>', '<bo'] });
    expect(two.merges).toEqual(trained.merges);
  });

  test('learns nothing across a document boundary', () => {
    const { merges } = trainBpe(utf8(`q${END_OF_TEXT}z${END_OF_TEXT}`.repeat(50)), 300);
    expect(merges).toEqual([]);
  });

  test('forced words are whole tokens, wherever a word may stand', () => {
    const bpe = trainBpe(PROSE, 1024, { forced: numberWords(1024) });
    for (let number = 0; number < 100; number++) {
      expect(pieces(bpe, `${number}`)).toEqual([`${number}`]);
      expect(pieces(bpe, ` ${number}`)).toEqual([` ${number}`]);
      expect(pieces(bpe, `=${number}.`)).toContain(`${number}`);
    }
  });

  test('a small vocabulary keeps its room for words', () => {
    expect(numberWords(384)).toEqual([]);
    expect(numberWords(1024).length).toBe(200);
  });

  test('ids: the end of a text, special tokens, bytes, merges', () => {
    expect(trained.special.get(END_OF_TEXT)).toBe(0);
    expect(trained.special.get('<bot>')).toBe(1);
    expect(new Set(trained.tokens.slice(3, 259).map(([byte]) => byte)).size).toBe(256);
    expect([...trained.encode(utf8(`${END_OF_TEXT}<bot>`)).ids]).toEqual([0, 1]);
  });

  test('tells how far it is', () => {
    const told: number[] = [];
    trainBpe(utf8(Array.from({ length: 3000 }, (_, number) => `n${number}`).join(' ')), 600, {
      onProgress: (fraction) => told.push(fraction),
    });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('decoding', () => {
  test('an id that no token has is silent', () => {
    expect(trained.decode([100_000, -1])).toEqual(new Uint8Array(0));
    expect(trained.tokenText(100_000)).toBe('');
  });
});

const book = new URL('../../../../shared/data/tinyshakespeare.txt', import.meta.url);
test.skipIf(!existsSync(book))('a megabyte to 1024 tokens and back', () => {
  const bytes = new Uint8Array(readFileSync(book));
  const startMs = performance.now();
  const bpe = trainBpe(bytes, 1024);
  const trainedMs = performance.now();
  const { ids, byteEnd } = bpe.encode(bytes);
  const encodedMs = performance.now();
  console.log(
    `${bytes.length} bytes: trained in ${(trainedMs - startMs).toFixed()} ms, ${ids.length} tokens in ${(encodedMs - trainedMs).toFixed()} ms`,
  );
  expect(Buffer.compare(bpe.decode(ids), bytes)).toBe(0);
  expect(byteEnd.at(-1)).toBe(bytes.length);
  // English at this size is known to take some 2 to 3 bytes a token.
  expect(bytes.length / ids.length).toBeGreaterThan(2);
});
