/** @file The bytes of a text file as UTF-8: its encoding is told by content, and what is no text is refused. */

import { InputError } from '../util/assert';
import { decodeText, type DecodedText } from './open/encoding';

/** Broken UTF-8 stays as it is. Refuses an empty or a binary file with a sentence. */
export function decodeFile(fileName: string, bytes: Uint8Array): DecodedText {
  const text = decodeText(bytes);
  if (text?.utf8.length === 0) throw new InputError(`${fileName} is empty; choose a file that has text in it.`);
  if (text) return text;
  throw new InputError(`${fileName} is not a text file; choose a .txt, .md, .json, .jsonl, .csv or .tsv file.`);
}
