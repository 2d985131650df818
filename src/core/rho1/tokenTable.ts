/**
 * @file One row a token, to leave the page: typed columns (for Parquet, written by the caller), CSV (RFC 4180) and JSON Lines.
 * A missing figure is an empty field in CSV and null in JSON.
 */

import { decodeUtf8, encodeUtf8 } from '../util/utf8';
import { CATEGORIES } from './categories';

export interface TokenTableInput {
  /** Bytes of the text that the offsets point into. */
  readonly textBytes: Uint8Array;
  /** [token] */
  readonly ids: Int32Array;
  /** [token] end of each token in `textBytes` */
  readonly byteEnd: Int32Array;
  readonly checkpoints: readonly {
    readonly step: number;
    /** nats, [token] */
    readonly lossNats: Float32Array;
  }[];
  /** nats, [token] */
  readonly referenceLossNats?: Float32Array;
  /** nats, [token] of the last checkpoint */
  readonly excessNats?: Float32Array;
  /** [token] index into CATEGORIES */
  readonly category?: Uint8Array;
  /** [token] */
  readonly kept?: Uint8Array;
  /** Tokens to write, in order; all if left out. The kept ones alone make a corpus of what selection chose. */
  readonly rows?: Uint32Array;
}

/** Types are named as Parquet writers name them. A caller can give `name`, `type` and `data` on as they are. */
export type TokenColumn = { readonly name: string } & (
  | { readonly type: 'STRING'; readonly data: readonly (string | undefined)[] }
  | { readonly type: 'INT32'; readonly data: Int32Array }
  | { readonly type: 'FLOAT'; readonly data: Float32Array }
  | { readonly type: 'BOOLEAN'; readonly data: readonly boolean[] }
);

/**
 * The table as columns: id, text, start, end, `lossNats@<step>` per checkpoint, and what else there is.
 * A token of broken or cut UTF-8 shows U+FFFD in `text`; `start` and `end` (bytes) are always exact.
 */
export function tokenColumns(input: TokenTableInput): readonly TokenColumn[] {
  const rows = input.rows ?? Uint32Array.from(input.ids, (_, token) => token);
  const start = (token: number) => (token === 0 ? 0 : (input.byteEnd[token - 1] as number));
  const text = (token: number) => decodeUtf8(input.textBytes.subarray(start(token), input.byteEnd[token]));
  const float = (name: string, values: Float32Array): TokenColumn => ({
    name,
    type: 'FLOAT',
    data: Float32Array.from(rows, (token) => values[token] as number),
  });
  const columns: TokenColumn[] = [
    { name: 'id', type: 'INT32', data: Int32Array.from(rows, (token) => input.ids[token] as number) },
    { name: 'text', type: 'STRING', data: Array.from(rows, text) },
    { name: 'start', type: 'INT32', data: Int32Array.from(rows, start) },
    { name: 'end', type: 'INT32', data: Int32Array.from(rows, (token) => input.byteEnd[token] as number) },
    ...input.checkpoints.map(({ step, lossNats }) => float(`lossNats@${step}`, lossNats)),
  ];
  const { referenceLossNats, excessNats, category, kept } = input;
  if (referenceLossNats) columns.push(float('referenceLossNats', referenceLossNats));
  if (excessNats) columns.push(float('excessNats', excessNats));
  if (category)
    columns.push({
      name: 'category',
      type: 'STRING',
      data: Array.from(rows, (token) => CATEGORIES[category[token] as number]),
    });
  if (kept) columns.push({ name: 'kept', type: 'BOOLEAN', data: Array.from(rows, (token) => kept[token] === 1) });
  return columns;
}

/** A table in parts of some thousand rows: a file of 100 MB need not be one string. */
export type TableParts = Generator<Uint8Array<ArrayBuffer>, void, undefined>;

/** RFC 4180: CRLF ends a row; a field with a comma, quote or line break stands in quotes, its quotes doubled. */
export function* csvParts(columns: readonly TokenColumn[]): TableParts {
  yield encodeUtf8(`${columns.map(({ name }) => csvField(name)).join(',')}\r\n`);
  yield* rowParts(columns, (row) => `${columns.map((column) => csvField(cell(column, row))).join(',')}\r\n`);
}

// Space at an end of a field would be eaten by some readers, and tokens begin with spaces: quote those as well.
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

function csvField(value: Cell): string {
  const text = value === undefined ? '' : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object a line; the losses of all checkpoints are one array `lossNats`, in the order of the run. */
export function* jsonlParts(columns: readonly TokenColumn[]): TableParts {
  const losses = columns.filter(({ name }) => name.startsWith(LOSS_PREFIX));
  const others = columns.filter((column) => !losses.includes(column));
  const entry = (column: TokenColumn, row: number) => [column.name, cell(column, row) ?? null] as const;
  yield* rowParts(columns, (row) => {
    const lossNats = losses.map((column) => cell(column, row) ?? null);
    const before = others.slice(0, FIXED_COLUMNS).map((column) => entry(column, row));
    const after = others.slice(FIXED_COLUMNS).map((column) => entry(column, row));
    return `${JSON.stringify(Object.fromEntries([...before, ['lossNats', lossNats], ...after]))}\n`;
  });
}

const LOSS_PREFIX = 'lossNats@';
/** id, text, start, end stand before the losses. */
const FIXED_COLUMNS = 4;

/** All parts in one piece. */
export function joined(parts: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  const list = [...parts];
  const bytes = new Uint8Array(list.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of list) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

type Cell = string | number | boolean | undefined;

function cell(column: TokenColumn, row: number): Cell {
  const value = column.data[row];
  if (column.type !== 'FLOAT') return value;
  // Nine digits give every 32-bit float back exactly; more would be the noise of its 64-bit form.
  return Number.isFinite(value) ? Number((value as number).toPrecision(9)) : undefined;
}

const ROWS_PER_PART = 4096;

function* rowParts(columns: readonly TokenColumn[], line: (row: number) => string): TableParts {
  const rows = columns[0]?.data.length ?? 0;
  for (let from = 0; from < rows; from += ROWS_PER_PART) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + ROWS_PER_PART); row++) text += line(row);
    yield encodeUtf8(text);
  }
}
