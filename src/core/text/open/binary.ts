/** @file Files that are no text, by their first bytes: models, runs, tables of columns. */

import { archiveNames, isArchive } from '../../trace/archive';
import { isRecord } from '../../util/json';
import { decodeUtf8 } from '../../util/utf8';
import { isNpy, npyLosses } from './losses/npy';
import type { Opened } from './opened';
import { lossReading } from './readings';

/** Undefined where the first bytes are of none of these. Refuses a damaged file with a sentence. */
export function recogniseBinary(fileName: string, bytes: Uint8Array): Opened | undefined {
  if (decodeUtf8(bytes.subarray(0, 4)) === 'PAR1') return { kind: 'parquet', reading: 'a Parquet table' };
  if (isNpy(bytes)) {
    const losses = npyLosses(fileName, bytes);
    return { kind: 'losses', losses, reading: lossReading(losses) };
  }
  if (isArchive(bytes)) return archived(archiveNames(bytes, fileName));
  return tensors(bytes);
}

function archived(names: readonly string[]): Opened {
  const has = (name: string) => names.some((path) => path === name || path.endsWith(`/${name}`));
  if (has('trace.safetensors')) return { kind: 'run', reading: 'a run with its models, exported from this program' };
  if (has('config.json') && names.some((path) => path.endsWith('.safetensors')))
    return { kind: 'model', reading: 'a model: its weights and its shape' };
  return {
    kind: 'unknown',
    reading: 'a ZIP archive that holds neither a run nor a model; unpack it and open its files',
  };
}

/** Safetensors: a length, then a JSON table of the tensors. */
function tensors(bytes: Uint8Array): Opened | undefined {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return undefined;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > bytes.length - 8) return undefined;
  const header = headerOf(decodeUtf8(bytes.subarray(8, 8 + length)));
  if (!header) return undefined;
  const { __metadata__: metadata, ...named } = header;
  if (isRecord(metadata) && 'outline' in metadata) return { kind: 'run', reading: 'the trace of a run' };
  return { kind: 'model', reading: `the weights of a model: ${Object.keys(named).length} tensors` };
}

function headerOf(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(json);
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined;
  }
}
