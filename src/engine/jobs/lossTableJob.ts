/** @file A table of losses, read in its worker: Parquet by column chunks, JSON lines and CSV by rows. */

import { gunzipSync } from 'fflate';
import { decodeFile } from '../../core/text/decodeFile';
import { guessMapping, LossTable, MOST_ROWS } from '../../core/text/lossTable';
import { readTable } from '../../core/text/readTable';
import type { FileBytes, NamedFile } from '../../core/trace/messages/textMessages';
import type {
  TableColumn,
  TableCommand,
  TableMapping,
  TableMessage,
  TableShape,
} from '../../core/trace/messages/tableMessages';
import { encodeTrace } from '../../core/trace/traceCodec';
import { InputError } from '../../core/util/assert';
import { isRecord, parseJson } from '../../core/util/json';
import { decodeUtf8 } from '../../core/util/utf8';

export const MOST_TABLE_BYTES = 500e6;
/** Rows that are looked at before a person has chosen the columns. */
const SAMPLE_ROWS = 200;

/** Answers once: with what was asked for, or with a refusal. */
export async function tableJob(command: TableCommand): Promise<TableMessage> {
  const { file } = command;
  try {
    if (file.blob.size > MOST_TABLE_BYTES)
      throw new InputError(`${file.name} is larger than 500 MB; choose a part of it.`);
    const source = await openTable(file);
    if (command.kind === 'inspect') return { kind: 'shape', shape: await shapeOf(source) };
    return { kind: 'trace', bytes: await traceOf(file.name, source, command.mapping) };
  } catch (error) {
    return { kind: 'refused', sentence: sentenceOf(error, file.name) };
  }
}

interface TableSource {
  readonly rows: number;
  readonly columns: readonly string[];
  /** Chunks of these columns, in any order. */
  readonly read: (columns: readonly string[], rowEnd: number, take: TakeChunk) => Promise<void>;
}

type TakeChunk = (column: string, firstRow: number, values: ArrayLike<unknown>) => void;

async function shapeOf({ rows, columns, read }: TableSource): Promise<TableShape> {
  const firsts = new Map<string, unknown[]>();
  await read(columns, SAMPLE_ROWS, (column, _, values) => {
    firsts.set(column, [...(firsts.get(column) ?? []), ...Array.from(values).slice(0, SAMPLE_ROWS)]);
  });
  const told = columns.map((name): TableColumn => ({ name, isNumber: areNumbers(firsts.get(name) ?? []) }));
  const texts = told.filter(({ isNumber }) => !isNumber).flatMap(({ name }) => firsts.get(name) ?? []);
  const sample = texts.filter((value) => typeof value === 'string');
  return { rows, columns: told, guess: guessMapping(told, sample) };
}

function areNumbers(values: readonly unknown[]): boolean {
  const told = values.filter((value) => value !== null && value !== undefined && value !== '');
  const isNumber = (value: unknown) =>
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && !Number.isNaN(Number(value)));
  return told.length > 0 && told.every(isNumber);
}

async function traceOf(name: string, source: TableSource, mapping: TableMapping): Promise<Uint8Array<ArrayBuffer>> {
  const table = new LossTable(name, source.rows, mapping);
  const missing = table.columns.find((column) => !source.columns.includes(column));
  if (missing !== undefined) throw new InputError(`${name} has no column “${missing}”; choose another one.`);
  await source.read(table.columns, source.rows, (...chunk) => table.set(...chunk));
  return encodeTrace(table.finish());
}

async function openTable({ name, blob }: NamedFile): Promise<TableSource> {
  // Its first bytes are sure; a name may be anything.
  if (decodeUtf8(await bytesOf(blob.slice(0, 4))) === 'PAR1') return openParquet(blob);
  switch (/\.(parquet|jsonl|ndjson|csv|tsv)$/i.exec(name)?.[1]?.toLowerCase()) {
    case 'parquet':
      return openParquet(blob);
    case 'jsonl':
    case 'ndjson':
      return openJsonLines(name, decodeFile(name, await bytesOf(blob)).utf8);
    case 'csv':
    case 'tsv':
      return openCsv(name, decodeFile(name, await bytesOf(blob)).utf8);
    default:
      throw new InputError(`${name} is no table of losses; choose a .parquet, .jsonl or .csv file.`);
  }
}

const bytesOf = async (blob: FileBytes): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Only the columns and row groups that are asked for are read. */
async function openParquet(blob: FileBytes): Promise<TableSource> {
  const { parquetMetadataAsync, parquetRead } = await import('hyparquet');
  const file = {
    byteLength: blob.size,
    slice: (start: number, end: number = blob.size) => blob.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(file);
  const [, ...fields] = metadata.schema;
  const compressors = { GZIP: (input: Uint8Array) => gunzipSync(input) };
  return {
    rows: Number(metadata.num_rows),
    // Columns inside a nested field are not offered.
    columns: fields.filter(({ num_children: children }) => !children).map(({ name }) => name),
    read: async (columns, rowEnd, take) => {
      const onChunk = ({
        columnName,
        columnData,
        rowStart,
      }: {
        columnName: string;
        columnData: ArrayLike<unknown>;
        rowStart: number;
      }) => take(columnName, rowStart, columnData);
      await parquetRead({ file, metadata, columns: [...columns], rowEnd, compressors, onChunk });
    },
  };
}

function openJsonLines(name: string, bytes: Uint8Array): TableSource {
  const starts = lineStarts(name, bytes);
  const rowAt = (row: number): Readonly<Record<string, unknown>> => {
    const line = decodeUtf8(bytes.subarray(starts[row], starts[row + 1]));
    const value = parseJson(line, () => `${name} has a line that is not JSON, row ${row + 1}; mend or remove it.`);
    if (isRecord(value)) return value;
    throw new InputError(`${name} has a line that is no object, row ${row + 1}; mend or remove it.`);
  };
  return {
    rows: starts.length - 1,
    columns: Object.keys(starts.length > 1 ? rowAt(0) : {}),
    read: async (columns, rowEnd, take) => {
      for (let row = 0; row < Math.min(rowEnd, starts.length - 1); row++) {
        const object = rowAt(row);
        for (const column of columns) take(column, row, [object[column]]);
      }
    },
  };
}

/** Where each line that is not empty begins, and where the last one ends. */
function lineStarts(name: string, bytes: Uint8Array): readonly number[] {
  const starts: number[] = [];
  let from = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    if (bytes.subarray(from, end).some((byte) => byte > 0x20)) starts.push(from);
    if (starts.length > MOST_ROWS) throw new InputError(`${name} has more than 1,000,000 rows; choose a part of it.`);
    from = end + 1;
  }
  return [...starts, bytes.length];
}

function openCsv(name: string, bytes: Uint8Array): TableSource {
  const table = readTable(name, bytes);
  const [first] = table.columns;
  let rows = 0;
  for (const _ of table.cells(0)) rows++;
  if (first === undefined) throw new InputError(`${name} has no columns; choose another file.`);
  return {
    rows,
    columns: table.columns,
    read: async (columns, rowEnd, take) => {
      for (const column of columns) {
        let row = 0;
        for (const cell of table.cells(table.columns.indexOf(column))) {
          if (row >= rowEnd) break;
          take(column, row++, [cell && decodeUtf8(cell)]);
        }
      }
    },
  };
}

function sentenceOf(error: unknown, name: string): string {
  if (error instanceof InputError) return error.message;
  const why = error instanceof Error ? error.message : String(error);
  const codec = /unsupported compression codec: (\w+)/.exec(why)?.[1];
  if (codec) return `${name} is compressed with ${codec}, which this page does not read: write it with Snappy or GZIP.`;
  return `${name} cannot be read as a table: ${why.slice(0, 120)}.`;
}
