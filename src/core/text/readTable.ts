/** @file CSV and TSV (RFC 4180), on bytes, so that a broken character in one cell spoils no other. */

import { InputError } from '../util/assert';
import { joinBytes } from '../util/bytes';
import { decodeUtf8 } from '../util/utf8';
import type { TextRows } from './textRows';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const TAB = 0x09;

/** The first record is the header. The delimiter is the one of comma, semicolon and tab that the header has most of. */
export function readTable(fileName: string, bytes: Uint8Array): TextRows {
  const delimiter = delimiterOf(bytes);
  const [header, first] = readRecords(fileName, bytes, delimiter);
  if (!header || !first)
    throw new InputError(`${fileName} has a header but no rows; choose a table with at least one row.`);
  return {
    columns: distinct(header.map(decodeUtf8)),
    cells: function* (column) {
      const records = readRecords(fileName, bytes, delimiter);
      records.next();
      for (const record of records) yield record[column];
    },
  };
}

function delimiterOf(bytes: Uint8Array): number {
  const counts = new Map([COMMA, SEMICOLON, TAB].map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (const byte of bytes) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    const count = counts.get(byte);
    if (count !== undefined) counts.set(byte, count + 1);
  }
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}

/** Empty lines are no records. */
function* readRecords(fileName: string, bytes: Uint8Array, delimiter: number): Generator<Uint8Array[], void> {
  let record: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const cell = bytes[at] === QUOTE ? quotedCell(fileName, bytes, at, delimiter) : plainCell(bytes, at, delimiter);
    const { end } = cell;
    const hasMore = bytes[end] === delimiter;
    if (hasMore || record.length > 0 || end > at) record.push(cell.content);
    at = end + 1;
    if (hasMore) continue;
    if (bytes[end] === CARRIAGE_RETURN && bytes[at] === LINE_FEED) at++;
    if (record.length > 0) yield record;
    record = [];
  }
  // The file ends in a delimiter.
  if (record.length > 0) yield record;
}

interface Cell {
  readonly content: Uint8Array;
  /** Where its delimiter or line end stands. */
  readonly end: number;
}

function plainCell(bytes: Uint8Array, start: number, delimiter: number): Cell {
  let end = start;
  while (end < bytes.length && !isEnd(bytes[end], delimiter)) end++;
  return { content: bytes.subarray(start, end), end };
}

/** Within quotes, two quotes are one. What follows the closing quote up to the delimiter is kept as it stands. */
function quotedCell(fileName: string, bytes: Uint8Array, start: number, delimiter: number): Cell {
  let close = bytes.indexOf(QUOTE, start + 1);
  let doubled = 0;
  while (close >= 0 && bytes[close + 1] === QUOTE) {
    doubled++;
    close = bytes.indexOf(QUOTE, close + 2);
  }
  if (close < 0)
    throw new InputError(
      `${fileName} opens a quote in line ${lineOf(bytes, start)} that is never closed; close it or remove it.`,
    );
  const quoted = bytes.subarray(start + 1, close);
  const content = doubled > 0 ? withoutDoubled(quoted, doubled) : quoted;
  const rest = plainCell(bytes, close + 1, delimiter);
  return { content: rest.content.length > 0 ? joinBytes([content, rest.content]) : content, end: rest.end };
}

function withoutDoubled(quoted: Uint8Array, doubled: number): Uint8Array {
  const content = new Uint8Array(quoted.length - doubled);
  let at = 0;
  for (let i = 0; i < quoted.length; i++) {
    content[at++] = quoted[i] ?? 0;
    if (quoted[i] === QUOTE) i++;
  }
  return content;
}

const isEnd = (byte: number | undefined, delimiter: number): boolean =>
  byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN;

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = bytes.indexOf(LINE_FEED); i >= 0 && i < at; i = bytes.indexOf(LINE_FEED, i + 1)) line++;
  return line;
}

/** Names to choose by: an empty one is numbered, a second one of the same name too. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const plain = name.trim() || `column ${index + 1}`;
    const unique = taken.has(plain) ? `${plain} (${index + 1})` : plain;
    taken.add(unique);
    return unique;
  });
}
