/** @file In which encoding a text is written, told by its bytes, and the text as UTF-8. */

import { encodeUtf8, sequenceLength } from '../../util/utf8';

export type Encoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Windows-1252';

export interface DecodedText {
  readonly encoding: Encoding;
  /** UTF-8 without a mark. Where a UTF-8 text is broken, its bytes stay as they are. */
  readonly utf8: Uint8Array;
}

const CHUNK_UNITS = 8192;
/** In UTF-16 every Latin letter, digit, space and line end has a zero byte, always on the same side. */
const LEAST_ZERO_SHARE = 0.4;
/** In a European text one letter in ten or so is outside ASCII; in other one-byte encodings nearly all are. */
const MOST_HIGH_SHARE = 0.3;
/** The gaps of Windows-1252, and ÿ, which hardly any word has but damaged and padded files are full of. */
const NO_LETTERS: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xff];
/** What Windows-1252 has at 0x80 to 0x9F; the rest of it is Latin-1. The five gaps stay controls, as in browsers. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Undefined where the bytes are no text. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return asText('UTF-8', bytes.subarray(3));
  if (first === 0xff && second === 0xfe) return fromUtf16(bytes.subarray(2), true);
  if (first === 0xfe && second === 0xff) return fromUtf16(bytes.subarray(2), false);
  const isLittleEndian = unmarkedUtf16(bytes);
  if (isLittleEndian !== undefined) return fromUtf16(bytes, isLittleEndian);
  if (isWindows1252(bytes)) return asText('Windows-1252', encodeUtf8(fromWindows1252(bytes)));
  return asText('UTF-8', bytes);
}

const asText = (encoding: Encoding, utf8: Uint8Array): DecodedText | undefined =>
  isBinary(utf8) ? undefined : { encoding, utf8 };

const fromUtf16 = (bytes: Uint8Array, isLittleEndian: boolean): DecodedText | undefined =>
  asText(isLittleEndian ? 'UTF-16 LE' : 'UTF-16 BE', encodeUtf8(decodeUtf16(bytes, isLittleEndian)));

/** Which end comes first; undefined where it is not UTF-16 of a mostly Latin text. */
function unmarkedUtf16(bytes: Uint8Array): boolean | undefined {
  if (bytes.length < 4 || bytes.length % 2 === 1) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.min(even, odd) > 0 || Math.max(even, odd) < (LEAST_ZERO_SHARE * bytes.length) / 2) return undefined;
  return odd > 0;
}

/** Not UTF-8, and its bytes outside ASCII are few and mean letters or marks of European languages. */
function isWindows1252(bytes: Uint8Array): boolean {
  let [high, wellFormed, broken, foreign] = [0, 0, 0, 0];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 1) wellFormed++;
    if (length < 0) broken++;
    at += Math.abs(length);
  }
  if (broken === 0 || wellFormed >= broken) return false;
  for (const byte of bytes) {
    if (byte >= 0x80) high++;
    if (NO_LETTERS.includes(byte)) foreign++;
  }
  return foreign === 0 && high <= MOST_HIGH_SHARE * bytes.length;
}

/** A text of one byte a character. */
export function fromWindows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK_UNITS)
    parts.push(
      Array.from(bytes.subarray(from, from + CHUNK_UNITS), (byte) =>
        byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte),
      ).join(''),
    );
  return parts.join('');
}

/** An odd byte at the end is dropped: it is half of a unit. */
function decodeUtf16(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const units = bytes.length >> 1;
  const parts: string[] = [];
  for (let from = 0; from < units; from += CHUNK_UNITS) {
    const length = Math.min(CHUNK_UNITS, units - from);
    parts.push(
      String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint16(2 * (from + i), isLittleEndian))),
    );
  }
  return parts.join('');
}

/** A NUL stands in no text; other controls stand in few, such as terminal logs. */
function isBinary(text: Uint8Array): boolean {
  let controls = 0;
  for (const byte of text) {
    if (byte === 0) return true;
    // Tab, line feed, form feed, carriage return and escape are common in text.
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++;
  }
  return controls > 1 + text.length / 50;
}

/** Characters of UTF-8 bytes, as a person counts code points. */
export function countCharacters(utf8: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < utf8.length; count++) at += Math.abs(sequenceLength(utf8, at));
  return count;
}
