/** @file The door: what a file is follows from its content, first bytes and then structure, never from its name. */

import { InputError } from '../../util/assert';
import { isRecord } from '../../util/json';
import { decodeUtf8 } from '../../util/utf8';
import { recogniseBinary } from './binary';
import { decodeText } from './encoding';
import { gunzip, isGzip } from './gzip';
import { type JsonValues, jsonValues } from './jsonValues';
import { isLossRole, roleOf } from './losses/columnRoles';
import { documentLosses } from './losses/documentLosses';
import type { LossList } from './losses/lossList';
import { isNpy, npyLosses } from './losses/npy';
import { columnsOfObjects, columnsOfTable } from './losses/rowColumns';
import { rowLosses } from './losses/rowLosses';
import { serverLosses } from './losses/serverLosses';
import type { Opened } from './opened';
import { isAugmented, problemForm } from './problemShapes';
import { lossReading } from './readings';
import { openedText } from './texts';

/** What gzip may unpack to: as much as is read of a text. */
const MOST_UNPACKED_BYTES = 50_000_000;

/**
 * Takes a file for what it is, and reads it. What cannot be read is `unknown`, with the reason as its reading.
 *
 * @param fileName how a sentence names the file; nothing else follows from it
 */
export function recognise(fileName: string, bytes: Uint8Array): Opened {
  try {
    if (bytes.length === 0) throw new InputError(`${fileName} is empty; choose a file that has something in it.`);
    if (!isGzip(bytes)) return recogniseBinary(fileName, bytes) ?? recogniseText(fileName, bytes);
    const unpacked = gunzip(fileName, bytes, MOST_UNPACKED_BYTES);
    // Gzip within gzip is not followed: it has no end.
    const opened = recogniseBinary(fileName, unpacked) ?? recogniseText(fileName, unpacked);
    return { ...opened, reading: `${opened.reading}, unpacked from gzip` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'unknown', reading: error.message };
  }
}

/**
 * Only the losses in a file; undefined where it holds something else, or JSON that breaks off. For who reads texts by
 * another way. Refuses with a sentence what holds losses that do not fit together.
 */
export function openLosses(fileName: string, bytes: Uint8Array): OpenedLosses | undefined {
  const unpacked = isGzip(bytes) ? gunzip(fileName, bytes, MOST_UNPACKED_BYTES) : bytes;
  if (isNpy(unpacked)) return withReading(npyLosses(fileName, unpacked));
  const decoded = decodeText(unpacked);
  if (!decoded) return undefined;
  // A text of tens of megabytes need not become a string to be seen as none of JSON.
  const mark = decoded.utf8.find((byte) => byte > 0x20);
  const isBracket = mark === 0x7b || mark === 0x5b;
  const json = isBracket ? soundJson(fileName, decodeUtf8(decoded.utf8)) : undefined;
  const losses = json ? jsonLosses(fileName, json) : tableLosses(fileName, decoded.utf8);
  return losses && withReading(losses);
}

export type OpenedLosses = Extract<Opened, { kind: 'losses' }>;

const withReading = (losses: LossList): OpenedLosses => ({ kind: 'losses', losses, reading: lossReading(losses) });

function soundJson(fileName: string, text: string): JsonValues | undefined {
  try {
    return jsonValues(fileName, text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function recogniseText(fileName: string, bytes: Uint8Array): Opened {
  const decoded = decodeText(bytes);
  if (!decoded)
    throw new InputError(`${fileName} is not a text, nor of another kind that is known; choose another file.`);
  if (decoded.utf8.length === 0) throw new InputError(`${fileName} is empty; choose a file that has text in it.`);
  const text = decodeUtf8(decoded.utf8);
  const json = jsonValues(fileName, text);
  const losses = json ? jsonLosses(fileName, json) : tableLosses(fileName, decoded.utf8);
  if (losses) return withReading(losses);
  const form = json ? problemForm(json.values) : isAugmented(text) ? 'in the form of GSM8k-Aug' : undefined;
  if (form !== undefined) return { kind: 'problems', form, text, reading: `problems ${form}` };
  const part = modelPart(json?.values ?? []);
  if (part !== undefined) return { kind: 'model', reading: `${part}; open its whole folder` };
  return openedText(fileName, decoded, json);
}

function jsonLosses(fileName: string, { values }: JsonValues): LossList | undefined {
  const found = serverLosses(fileName, values) ?? documentLosses(fileName, values);
  if (found) return found;
  const columns = columnsOfObjects(fileName, values);
  return columns && rowLosses(columns);
}

/** The files beside the weights in a folder of the Hugging Face style. */
function modelPart(values: readonly unknown[]): string | undefined {
  const [value] = values;
  if (!isRecord(value) || values.length > 1) return undefined;
  const { model, model_type: type, architectures } = value;
  if (isRecord(model) && 'vocab' in model) return 'the tokenizer of a model';
  return typeof type === 'string' || Array.isArray(architectures) ? 'the shape of a model' : undefined;
}

/** Only a header that names tokens and figures is taken for one: prose has commas too. */
function tableLosses(fileName: string, utf8: Uint8Array): LossList | undefined {
  const end = utf8.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const names = decodeUtf8(utf8.subarray(0, Math.min(end < 0 ? 0 : end, 10_000)))
    .split(/[,;\t]/)
    .map((name) => name.trim().replace(/^"|"$/g, ''));
  const roles = names.map(roleOf);
  const hasFigures = names.some(
    (name, i) => isLossRole(roles[i] ?? 'other') || roles[i] === 'excess' || /\d$/.test(name),
  );
  return roles.includes('token') && hasFigures ? rowLosses(columnsOfTable(fileName, utf8)) : undefined;
}
