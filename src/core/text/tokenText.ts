/** @file Bytes as text for the eye: what cannot be seen, or could play tricks, is spelled out. Never markup. */

import { scalarOf, sequenceLength } from '../util/utf8';

const SIGNS: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥', ' ': ' ' };

// Controls, formats (the bidirectional ones and zero-width ones among them), private use, unassigned, and all spaces.
const UNSEEN = /[\p{C}\p{Z}]/u;

/** A space stays a space; a line end is `⏎`, a broken byte `\x80`, an unseen character `\u202e`. */
export function visibleText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length < 0) parts.push(visibleByte(bytes[at++] ?? 0));
    else {
      parts.push(visibleCharacter(scalarOf(bytes, at, length)));
      at += length;
    }
  }
  return parts.join('');
}

/** A byte that is part of no character. */
export function visibleByte(byte: number): string {
  return `\\x${hexadecimal(byte, 2)}`;
}

const ZERO_WIDTH_JOINER = '\u200d';
const ZERO_WIDTH_NON_JOINER = '\u200c';
const BLACK_FLAG = '🏴';
const TAG = /[\u{e0020}-\u{e007f}]/u;
// Scripts in which the joiners decide how letters are written, as UAX #31 allows them in names.
const JOINS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]/u;
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * What a reader takes for one character (a grapheme cluster), all of it seen: a joiner stays where it shapes a picture
 * or a letter, the tags of a regional flag stay with their flag, and any other unseen part is spelled out.
 */
export function visibleCluster(cluster: string): string {
  const scalars = [...cluster];
  return scalars
    .map((scalar, at) => (isUsed(scalars, at) ? scalar : visibleCharacter(scalar.codePointAt(0) ?? 0)))
    .join('');
}

/** Whether an unseen character has a use in its cluster. */
function isUsed(scalars: readonly string[], at: number): boolean {
  const scalar = scalars[at];
  if (scalar === ZERO_WIDTH_JOINER || scalar === ZERO_WIDTH_NON_JOINER) {
    if (scalars.slice(0, at).some((before) => JOINS.test(before))) return true;
    return scalar === ZERO_WIDTH_JOINER && PICTURE.test(scalars[0] ?? '') && PICTURE.test(scalars[at + 1] ?? '');
  }
  return at > 0 && scalar !== undefined && TAG.test(scalar) && scalars[0] === BLACK_FLAG;
}

function visibleCharacter(scalar: number): string {
  const character = String.fromCodePoint(scalar);
  const sign = SIGNS[character];
  if (sign !== undefined || !UNSEEN.test(character)) return sign ?? character;
  return scalar < 256
    ? visibleByte(scalar)
    : scalar < 0x10000
      ? `\\u${hexadecimal(scalar, 4)}`
      : `\\u{${hexadecimal(scalar, 1)}}`;
}

const hexadecimal = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
