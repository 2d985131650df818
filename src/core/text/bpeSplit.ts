/**
 * @file Cuts bytes into words, within which alone tokens form: a token never spans two words.
 *
 * The cut is that of GPT-2 (Radford et al. 2019; `ByteLevel` in Hugging Face's tokenizers), which as an expression is
 * `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`. It runs on bytes, so that broken UTF-8
 * keeps its place: a byte that is no part of a character counts as punctuation, as U+FFFD would.
 */

import { scalarOf, sequenceLength } from '../util/utf8';

const OTHER = 1;
const LETTER = 2;
const NUMBER = 3;
const SPACE = 4;

// Where GPT-2's cut knows no limit: a run this long is cut, lest one hostile line take all of the memory.
const LONGEST_WORD_BYTES = 2 ** 16;

const BLANK = 0x20;
const APOSTROPHE = 0x27;
const CONTRACTIONS = ['s', 't', 're', 've', 'm', 'll', 'd'].map((ending) =>
  [...ending].map((letter) => letter.charCodeAt(0)),
);

// White_Space and not \s, which in JavaScript has U+FEFF and lacks U+0085.
const classOfCharacter = (character: string): number =>
  /\p{L}/u.test(character)
    ? LETTER
    : /\p{N}/u.test(character)
      ? NUMBER
      : /\p{White_Space}/u.test(character)
        ? SPACE
        : OTHER;

const ASCII_CLASSES = Uint8Array.from({ length: 128 }, (_, code) => classOfCharacter(String.fromCharCode(code)));

/** Finds the end of the word that starts at `start`. Nothing at or after `limit` is looked at. */
export type WordEnd = (bytes: Uint8Array, start: number, limit: number) => number;

/** A splitter. It remembers the classes of the characters that it met. */
export function wordSplitter(): WordEnd {
  const classes = new Map<number, number>();
  // Of the character that `classAt` looked at last: two results without an object per character.
  let width = 1;

  const classAt = (bytes: Uint8Array, at: number, limit: number): number => {
    const byte = bytes[at] ?? 0;
    width = 1;
    if (byte < 128) return ASCII_CLASSES[byte] ?? OTHER;
    const length = sequenceLength(bytes, at);
    if (length < 0 || at + length > limit) return OTHER;
    width = length;
    const scalar = scalarOf(bytes, at, length);
    let known = classes.get(scalar);
    if (known === undefined) {
      known = classOfCharacter(String.fromCodePoint(scalar));
      classes.set(scalar, known);
    }
    return known;
  };

  const spaceEnd = (bytes: Uint8Array, start: number, limit: number): number => {
    let last = start;
    let at = start;
    while (at < limit && classAt(bytes, at, limit) === SPACE) {
      if (at - start >= LONGEST_WORD_BYTES) return at;
      last = at;
      at += width;
    }
    // The last space of several belongs to the word that follows, or stands alone.
    return at === limit || last === start ? at : last;
  };

  return (bytes, start, limit) => {
    const contraction = contractionEnd(bytes, start, limit);
    if (contraction > 0) return contraction;
    const hasBlank = bytes[start] === BLANK && start + 1 < limit;
    let at = hasBlank ? start + 1 : start;
    const kind = classAt(bytes, at, limit);
    if (kind === SPACE) return spaceEnd(bytes, start, limit);
    do at += width;
    while (at < limit && at - start < LONGEST_WORD_BYTES && classAt(bytes, at, limit) === kind);
    return at;
  };
}

function contractionEnd(bytes: Uint8Array, start: number, limit: number): number {
  if (bytes[start] !== APOSTROPHE) return 0;
  for (const ending of CONTRACTIONS) {
    const end = start + 1 + ending.length;
    if (end <= limit && ending.every((letter, i) => bytes[start + 1 + i] === letter)) return end;
  }
  return 0;
}
