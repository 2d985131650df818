/** @file The text of each token: for the pane, where a line end is a line end, and for words, where it is a sign. */

import { visibleText } from '../../../core/text/tokenText';
import type { SharedEnds } from '../../../views/textPane/pane';
import type { DocumentColumns } from '../../../core/trace/trace';

const NEWLINE = 10;
const TAB = 9;

export function tokenBytes({ textBytes, byteEnd }: DocumentColumns, token: number): Uint8Array {
  return textBytes.subarray(token > 0 ? byteEnd[token - 1] : 0, byteEnd[token]);
}

/** Line ends and tabs stand for themselves, all else that is unseen is spelled out. */
export function paneText(bytes: Uint8Array): string {
  let text = '';
  let from = 0;
  bytes.forEach((byte, at) => {
    if (byte !== NEWLINE && byte !== TAB) return;
    text += visibleText(bytes.subarray(from, at)) + String.fromCharCode(byte);
    from = at + 1;
  });
  return text + visibleText(bytes.subarray(from));
}

/** Each token by itself, for a picture that shows tokens apart: a part of a character is its bytes. */
export function paneTexts(document: DocumentColumns): (token: number) => string {
  // Of its full length from the start: an array that is first written far from its end becomes a slow table.
  const known = new Array<string | undefined>(document.ids.length);
  return (token) => (known[token] ??= paneText(tokenBytes(document, token)));
}

/** Which bytes of which character a token is: `byte 2 of the 3 bytes of 自 (U+81EA)`. Nothing where it is whole ones. */
export function partsOfCharacters({ byteEnd }: DocumentColumns, token: number, { lead, tail }: SharedEnds): string[] {
  const start = token > 0 ? (byteEnd[token - 1] ?? 0) : 0;
  const end = byteEnd[token] ?? start;
  return [lead, tail].flatMap((character) => {
    if (!character) return [];
    const from = Math.max(start, character.byteStart) - character.byteStart + 1;
    const to = Math.min(end, character.byteEnd) - character.byteStart;
    const which = from === to ? `byte ${from}` : `bytes ${from} to ${to}`;
    const codes = Array.from(character.exact, (scalar) => codeOf(scalar));
    return [
      `${which} of the ${character.byteEnd - character.byteStart} bytes of ${character.text} (${codes.join(' ')})`,
    ];
  });
}

function codeOf(scalar: string): string {
  return `U+${(scalar.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** [id] text of every id that occurs in the document. The vocabulary itself does not stand in a trace. */
export function textOfIds(document: DocumentColumns): (id: number) => string {
  const first = new Map<number, number>();
  document.ids.forEach((id, token) => {
    if (!first.has(id)) first.set(id, token);
  });
  return (id) => {
    const token = first.get(id);
    return token === undefined ? `#${id}` : visibleText(tokenBytes(document, token));
  };
}
