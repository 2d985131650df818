/** @file UTF-8 to strings and back. `core/` knows no TextDecoder: that belongs to a platform, not to the language. */

const REPLACEMENT = 0xfffd;
// Strings are built from so many UTF-16 units at a time: an argument list has a limit.
const CHUNK = 8192;

/** A string's UTF-8. A lone surrogate has none, and becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = scalarAt(text, i);
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 63);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
      i++;
    }
  }
  return bytes;
}

/** Bytes that `encodeUtf8` makes of a string. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = scalarAt(text, i);
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code > 0xffff) i++;
  }
  return length;
}

/** The string of UTF-8 bytes. Each maximal broken piece becomes one U+FFFD, as the Unicode standard (§3.9) advises. */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  const units = new Uint16Array(CHUNK);
  let filled = 0;
  for (let at = 0; at < bytes.length;) {
    if (filled > CHUNK - 2) {
      parts.push(String.fromCharCode(...units.subarray(0, filled)));
      filled = 0;
    }
    const length = sequenceLength(bytes, at);
    const code = length > 0 ? scalarOf(bytes, at, length) : REPLACEMENT;
    at += Math.abs(length);
    if (code > 0xffff) {
      units[filled++] = 0xd7c0 + (code >> 10);
      units[filled++] = 0xdc00 | (code & 0x3ff);
    } else units[filled++] = code;
  }
  parts.push(String.fromCharCode(...units.subarray(0, filled)));
  return parts.join('');
}

/**
 * Bytes of the scalar that starts at `at`: 1 to 4, or minus the bytes of the broken piece that stands there.
 * Follows Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const expected = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < expected; i++) {
    const byte = bytes[at + i] ?? 0;
    const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return -i;
  }
  return expected || -1;
}

/** The scalar of a well-formed sequence of `length` bytes. */
export function scalarOf(bytes: Uint8Array, at: number, length: number): number {
  const lead = bytes[at] ?? 0;
  let code = length === 1 ? lead : lead & (0x7f >> length);
  for (let i = 1; i < length; i++) code = (code << 6) | ((bytes[at + i] ?? 0) & 63);
  return code;
}

function scalarAt(text: string, index: number): number {
  const code = text.codePointAt(index) ?? REPLACEMENT;
  return code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code;
}
