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
    if (length < 0) parts.push(`\\x${hexadecimal(bytes[at++] ?? 0, 2)}`);
    else {
      parts.push(visibleCharacter(scalarOf(bytes, at, length)));
      at += length;
    }
  }
  return parts.join('');
}

function visibleCharacter(scalar: number): string {
  const character = String.fromCodePoint(scalar);
  const sign = SIGNS[character];
  if (sign !== undefined || !UNSEEN.test(character)) return sign ?? character;
  return scalar < 256
    ? `\\x${hexadecimal(scalar, 2)}`
    : scalar < 0x10000
      ? `\\u${hexadecimal(scalar, 4)}`
      : `\\u{${hexadecimal(scalar, 1)}}`;
}

const hexadecimal = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
