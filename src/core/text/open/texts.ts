/** @file Files as texts: notebooks by their cells, JSON and tables by the field that holds text, all else as it is. */

import { InputError } from '../../util/assert';
import { joinBytes } from '../../util/bytes';
import { decodeUtf8, encodeUtf8 } from '../../util/utf8';
import { END_OF_TEXT } from '../bpe';
import { readJson, readJsonLines } from '../readJson';
import { readTable } from '../readTable';
import { guessTextColumn, isTextName, type TextRows } from '../textRows';
import { countCharacters, type DecodedText } from './encoding';
import type { JsonValues } from './jsonValues';
import { isNotebook, notebookCells } from './notebook';
import type { Opened } from './opened';
import { textReading } from './readings';

/** Refuses with a sentence JSON in which there is no text. */
export function openedText(fileName: string, text: DecodedText, json: JsonValues | undefined): Opened {
  const [first] = json?.values ?? [];
  if (isNotebook(first)) return openedAs(fileName, 'notebook', text, notebookCells(first).map(encodeUtf8));
  if (json) {
    const read = json.form === 'lines' ? readJsonLines : readJson;
    return openedAs(fileName, 'text', text, documentsIn(read(fileName, text.utf8)));
  }
  const isTable = hasTextColumn(text.utf8);
  return openedAs(fileName, 'text', text, isTable ? documentsIn(readTable(fileName, text.utf8)) : [text.utf8]);
}

function openedAs(fileName: string, what: string, { encoding }: DecodedText, documents: readonly Uint8Array[]): Opened {
  const separator = encodeUtf8(END_OF_TEXT);
  const bytes = joinBytes(documents.flatMap((document, i) => (i > 0 ? [separator, document] : [document])));
  if (bytes.length === 0) throw new InputError(`${fileName} has no text in it; choose another file.`);
  const characters = documents.reduce((sum, document) => sum + countCharacters(document), 0);
  const text = { encoding, bytes, documents: documents.length };
  return { kind: 'text', text, reading: textReading(text, characters, what) };
}

function documentsIn(rows: TextRows): Uint8Array[] {
  const column = rows.columns.indexOf(guessTextColumn(rows));
  return [...rows.cells(column)].filter((cell) => cell !== undefined && cell.length > 0) as Uint8Array[];
}

/** A header of two columns or more, one of which is named as texts are: prose does not start so. */
function hasTextColumn(utf8: Uint8Array): boolean {
  const end = utf8.indexOf(0x0a);
  const header = decodeUtf8(utf8.subarray(0, Math.min(end < 0 ? 0 : end, 10_000)));
  const names = header.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, ''));
  return names.length > 1 && names.some(isTextName) && names.every((name) => /^[\p{L}\p{N} _.-]{0,40}$/u.test(name));
}
