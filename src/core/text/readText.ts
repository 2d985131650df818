/**
 * @file The door for a person's texts: files of many forms become one text of documents.
 *
 * `.txt`, `.md` and unknown endings are read as they are; `.csv`, `.tsv`, `.json` and `.jsonl` by their rows; gzip and
 * notebooks are told by content. What cannot be read is refused with one sentence that names the file and the mend.
 */

import type { ColumnChoice, ReadText, TextTable } from '../trace/messages/textMessages';
import { InputError } from '../util/assert';
import { Column } from '../util/columns';
import { decodeUtf8, encodeUtf8 } from '../util/utf8';
import { END_OF_TEXT } from './bpe';
import { decodeFile } from './decodeFile';
import type { Encoding } from './open/encoding';
import { gunzip, isGzip } from './open/gzip';
import { isNotebook, notebookCells } from './open/notebook';
import { counted } from './open/readings';
import { readJson, readJsonLines } from './readJson';
import { readTable } from './readTable';
import { guessTextColumn, type TextRows } from './textRows';

export const TEXT_LIMIT_BYTES = 50_000_000;
const DOCUMENT_LIMIT = 1_000_000;

export interface FileContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function readText(files: readonly FileContent[], choice: ColumnChoice = {}): ReadText {
  checkSizes(files.map(({ name, bytes }) => ({ name, size: bytes.length })));
  const writer = documentWriter();
  const tables: TextTable[] = [];
  const takenFor: string[] = [];
  let left = TEXT_LIMIT_BYTES;
  for (const { name, bytes } of files) {
    const before = writer.count();
    const unpacked = isGzip(bytes) ? gunzip(name, bytes, left) : bytes;
    left -= unpacked.length;
    const { utf8, encoding } = decodeFile(name, unpacked);
    const cells = cellsOf(utf8);
    const rows = cells ? utf8 : rowsOf(name, utf8);
    takenFor.push(...sentenceOn(name, encoding, isGzip(bytes), cells));
    if (cells) for (const cell of cells) writer.add(name, encodeUtf8(cell));
    else if (rows instanceof Uint8Array) writer.add(name, rows);
    else tables.push(writeColumn(name, rows, choice[name], writer));
    if (writer.count() === before) throw new InputError(`${name} has no text in it; choose another file or column.`);
  }
  const [first] = files;
  const name = files.length > 1 ? `${first?.name} and ${files.length - 1} more` : (first?.name ?? '');
  return { name, ...writer.finish(), takenFor, tables };
}

/** Refuses before anything is read: the sizes are known from the start. */
export function checkSizes(files: readonly { readonly name: string; readonly size: number }[]): void {
  const [first] = files;
  if (!first) throw new InputError('No file was chosen; choose at least one.');
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= TEXT_LIMIT_BYTES) return;
  const what = files.length === 1 ? `${first.name} has` : `These ${files.length} files have together`;
  throw new InputError(`${what} ${total.toLocaleString('en')} bytes, and at most 50 MB are read; choose a part of it.`);
}

/** The cells of a notebook, whatever its name; undefined where it is none. */
function cellsOf(utf8: Uint8Array): readonly string[] | undefined {
  if (utf8.find((byte) => byte > 0x20) !== 0x7b) return undefined;
  const json = decodeUtf8(utf8);
  if (!json.includes('"nbformat"')) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return isNotebook(value) ? notebookCells(value) : undefined;
  } catch {
    return undefined;
  }
}

/** None for a plain UTF-8 text: there is nothing to tell. */
function sentenceOn(
  name: string,
  encoding: Encoding,
  isPacked: boolean,
  cells: readonly string[] | undefined,
): string[] {
  const how = [
    ...(isPacked ? ['unpacked from gzip'] : []),
    ...(encoding === 'UTF-8' ? [] : [`read as ${encoding}`]),
    ...(cells ? [`taken for a notebook: the sources of its ${counted(cells.length, 'cell')} are the text`] : []),
  ];
  return how.length > 0 ? [`${name} was ${how.join(', ')}.`] : [];
}

function rowsOf(name: string, bytes: Uint8Array): Uint8Array | TextRows {
  switch (/\.(csv|tsv|jsonl|ndjson|json)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase()) {
    case 'csv':
    case 'tsv':
      return readTable(name, bytes);
    case 'json':
      return readJson(name, bytes);
    case 'jsonl':
    case 'ndjson':
      return readJsonLines(name, bytes);
    default:
      return bytes;
  }
}

/** Each cell of the chosen column is a document. */
function writeColumn(file: string, rows: TextRows, wanted: string | undefined, writer: DocumentWriter): TextTable {
  const { columns } = rows;
  const chosen = wanted ?? guessTextColumn(rows);
  const column = columns.indexOf(chosen);
  if (column < 0) throw new InputError(`${file} has no column "${chosen}"; choose one of ${columns.join(', ')}.`);
  let emptyRows = 0;
  for (const cell of rows.cells(column)) {
    if (cell && cell.length > 0) writer.add(file, cell);
    else emptyRows++;
  }
  return { file, columns, chosen, emptyRows };
}

type DocumentWriter = ReturnType<typeof documentWriter>;

/** Documents end to end, END_OF_TEXT between them. */
function documentWriter() {
  const text = Column.uint8();
  const documentEnd = Column.int32();
  const separator = encodeUtf8(END_OF_TEXT);
  let count = 0;
  return {
    count: () => count,
    add: (file: string, document: Uint8Array): void => {
      if (count === DOCUMENT_LIMIT)
        throw new InputError(`${file} has more than 1,000,000 rows of text; choose a part of it.`);
      if (count++ > 0) {
        text.append(separator);
        documentEnd.append([text.length]);
      }
      text.append(document);
    },
    finish: () => {
      documentEnd.append([text.length]);
      return { text: text.view().slice(), documentEnd: documentEnd.view().slice() };
    },
  };
}
