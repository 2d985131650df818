/** @file JSON and JSON lines as rows: a text, a list of texts, or objects with a field of text. */

import { InputError } from '../util/assert';
import { isRecord, parseJson } from '../util/json';
import { decodeUtf8, encodeUtf8 } from '../util/utf8';
import { jsonFaultLine } from './jsonFault';
import type { TextRows } from './textRows';

/** Objects looked at to find the fields that hold text. */
const LOOKED_AT_OBJECTS = 200;
/** How far inside other fields a text is looked for. */
const DEEPEST_FIELD = 3;

/** A text, an object, or a list of either. */
export function readJson(fileName: string, bytes: Uint8Array): TextRows {
  const json = decodeUtf8(bytes);
  const value = parseJson(
    json,
    () => `${fileName} is not JSON: it breaks off in line ${jsonFaultLine(json)}; mend that line.`,
  );
  return rowsOf(fileName, Array.isArray(value) ? value : [value]);
}

/** One JSON value a line; empty lines are passed over. */
export function readJsonLines(fileName: string, bytes: Uint8Array): TextRows {
  const values: unknown[] = [];
  decodeUtf8(bytes)
    .split('\n')
    .forEach((line, index) => {
      if (line.trim() === '') return;
      values.push(
        parseJson(line, () => `${fileName} has a line that is not JSON, line ${index + 1}; mend or remove it.`),
      );
    });
  return rowsOf(fileName, values);
}

/** Texts that stand by themselves are rows of the one column `text`. */
function rowsOf(fileName: string, values: readonly unknown[]): TextRows {
  if (values.every((value) => typeof value === 'string'))
    return { columns: ['text'], cells: () => mapped(values, encodeUtf8) };
  const objects = values.map((value, index) => {
    if (isRecord(value)) return value;
    throw new InputError(
      `${fileName} holds neither texts nor objects with texts at its entry ${index + 1}; mend or remove it.`,
    );
  });
  const columns = [...new Set(objects.slice(0, LOOKED_AT_OBJECTS).flatMap((object) => textFields(object)))];
  if (columns.length === 0)
    throw new InputError(`${fileName} has no field with text in its objects; give each a field such as "text".`);
  return {
    columns,
    cells: (column) => mapped(objects, (object) => encodedText(fieldAt(object, columns[column] ?? ''))),
  };
}

function* mapped<T, R>(items: readonly T[], map: (item: T) => R): Generator<R> {
  for (const item of items) yield map(item);
}

/** Fields that hold text; one inside others is named by its path, `data.text`. */
function textFields(object: Readonly<Record<string, unknown>>, depth = 0): string[] {
  return Object.entries(object).flatMap(([field, value]) => {
    if (typeof value === 'string') return [field];
    if (!isRecord(value) || depth === DEEPEST_FIELD) return [];
    return textFields(value, depth + 1).map((inner) => `${field}.${inner}`);
  });
}

/** A field may have a dot in its own name: that comes first. */
function fieldAt(object: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const inner = object[path.slice(0, dot)];
    const found = isRecord(inner) ? fieldAt(inner, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const encodedText = (value: unknown): Uint8Array | undefined =>
  typeof value === 'string' ? encodeUtf8(value) : undefined;
