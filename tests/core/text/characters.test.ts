import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { charactersOfTokens, type TokenCharacters } from '../../../src/core/text/characters';
import { rng } from '../../../src/core/util/rng';

const encode = (text: string) => new TextEncoder().encode(text);

/** Every byte a token, as a tokenizer without merges has it. */
const bytewise = (textBytes: Uint8Array): TokenCharacters[] => {
  const byteEnd = Array.from(textBytes, (_, byte) => byte + 1);
  const characters = charactersOfTokens({ textBytes, byteEnd });
  return byteEnd.map((_, token) => characters(token));
};

/** The text as a reader sees it: own characters, and each shared one where it begins. */
const readable = (tokens: readonly TokenCharacters[]) =>
  tokens.map(({ own, tail }, token) => own + (tail?.first === token ? tail.text : '')).join('');

test('a character of three tokens stands once, and each token knows its part', () => {
  const tokens = bytewise(encode('自a'));
  const shared = { text: '自', exact: '自', byteStart: 0, byteEnd: 3, first: 0, tokens: 3 };
  expect(tokens).toEqual([
    { own: '', tail: shared },
    { own: '', lead: shared },
    { own: '', lead: shared },
    { own: 'a' },
  ]);
});

test('a token may end one character, hold another and begin a third', () => {
  const textBytes = encode('自然语');
  const token = charactersOfTokens({ textBytes, byteEnd: [1, 8, 9] })(1);
  expect(token).toMatchObject({ lead: { text: '自', tokens: 2 }, own: '然', tail: { text: '语', first: 1 } });
});

test('families, flags, skin tones, accents and syllables are one character each', () => {
  for (const character of ['👨‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'e\u0301', 'स्', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'ی\u200c']) {
    const tokens = bytewise(encode(`x${character}y`));
    expect(readable(tokens)).toBe(`x${character}y`);
    expect(tokens[1]!.tail).toMatchObject({ text: character, first: 1, tokens: encode(character).length });
  }
});

test('a letter and its accent in two tokens are one character of two parts', () => {
  const tokens = charactersOfTokens({ textBytes: encode('e\u0301!'), byteEnd: [1, 3, 4] });
  expect(tokens(0).tail).toMatchObject({ text: 'e\u0301', tokens: 2 });
  expect(tokens(2)).toEqual({ own: '!' });
});

test('what hides or turns text stays spelled out, as do broken bytes', () => {
  const whole = (text: string) => {
    const textBytes = encode(text);
    return charactersOfTokens({ textBytes, byteEnd: [textBytes.length] })(0).own;
  };
  expect(whole('zero\u200bwidth a\u200db \u202eevil')).toBe('zero\\u200bwidth a\\u200db \\u202eevil');
  expect(whole('a\u{e0041}')).toBe('a\\u{e0041}');
  expect(readable(bytewise(Uint8Array.of(0x41, 0xe8, 0x87, 0x42, 0xff)))).toBe('A\\xe8\\x87B\\xff');
});

test('line ends and tabs stand for themselves, a carriage return has its sign', () => {
  expect(readable(bytewise(encode('é\r\n\tb')))).toBe('é␍\n\tb');
});

test('a long text reads the same in chunks, asked in any order, however it is cut', () => {
  const line = '自然语言 👨‍👩‍👧‍👦 नमस्ते e\u0301 שלום plain. ';
  const textBytes = encode(line.repeat(200) + '语'.repeat(3000));
  const chance = rng(3, 'cuts');
  const byteEnd: number[] = [];
  for (let at = 0; at < textBytes.length;) byteEnd.push((at = Math.min(textBytes.length, at + 1 + chance.integer(5))));
  const characters = charactersOfTokens({ textBytes, byteEnd });
  for (let token = byteEnd.length - 1; token >= 0; token -= 7) characters(token);
  const tokens = byteEnd.map((_, token) => characters(token));
  expect(readable(tokens)).toBe(line.repeat(200) + '语'.repeat(3000));
});

test('a letter under a thousand accents is cut into pieces', () => {
  const tokens = bytewise(encode('a' + '\u0301'.repeat(1000)));
  for (const { tail } of tokens) expect(tail?.tokens ?? 0).toBeLessThanOrEqual(64);
});

const CASES = '../shared/cases';
test.runIf(existsSync(CASES))('the Chinese and emoji cases are readable byte by byte', () => {
  for (const name of ['chinese.txt', 'emoji.txt']) {
    const text = readFileSync(`${CASES}/${name}`, 'utf8');
    expect(readable(bytewise(encode(text)))).toBe(text.replaceAll('\u200b', '\\u200b'));
  }
});
