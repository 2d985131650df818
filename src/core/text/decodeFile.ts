/** @file The bytes of a text file as UTF-8: marks are taken off, UTF-16 is turned, and what is no text is refused. */

import { InputError } from '../util/assert';
import { encodeUtf8 } from '../util/utf8';

const CHUNK_UNITS = 8192;

/** Broken UTF-8 stays as it is. Refuses an empty or a binary file with a sentence. */
export function decodeFile(fileName: string, bytes: Uint8Array): Uint8Array {
  const text = withoutMark(bytes);
  if (text.length === 0) throw new InputError(`${fileName} is empty; choose a file that has text in it.`);
  if (isBinary(text))
    throw new InputError(`${fileName} is not a text file; choose a .txt, .md, .json, .jsonl, .csv or .tsv file.`);
  return text;
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  if (first === 0xff && second === 0xfe) return encodeUtf8(decodeUtf16(bytes.subarray(2), true));
  if (first === 0xfe && second === 0xff) return encodeUtf8(decodeUtf16(bytes.subarray(2), false));
  return bytes;
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
