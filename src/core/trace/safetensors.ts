/**
 * @file The safetensors format, both ways: https://huggingface.co/docs/safetensors.
 *
 * Eight bytes of little-endian header length, a JSON header, then the tensors end to end. Larger elements come first
 * and the header is padded to eight bytes, so that each tensor is aligned. The file's bytes and ours are both
 * little-endian: every platform that runs WebAssembly is.
 */

import { assert, InputError } from '../util/assert';
import { isRecord, jsonStringEnd, parseJson } from '../util/json';
import { decodeUtf8, encodeUtf8 } from '../util/utf8';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './float16';

/** Half floats are float32 in memory: they are rounded as they are written. */
export type TensorData =
  | { readonly dtype: 'F32' | 'F16' | 'BF16'; readonly data: Float32Array }
  | { readonly dtype: 'F64'; readonly data: Float64Array }
  | { readonly dtype: 'I64'; readonly data: BigInt64Array }
  | { readonly dtype: 'U64'; readonly data: BigUint64Array }
  | { readonly dtype: 'I32'; readonly data: Int32Array }
  | { readonly dtype: 'U32'; readonly data: Uint32Array }
  | { readonly dtype: 'I16'; readonly data: Int16Array }
  | { readonly dtype: 'U16'; readonly data: Uint16Array }
  | { readonly dtype: 'I8'; readonly data: Int8Array }
  | { readonly dtype: 'U8' | 'BOOL'; readonly data: Uint8Array };

export type Dtype = TensorData['dtype'];
export type StoredTensor = TensorData & { readonly shape: readonly number[] };
export type NamedTensor = StoredTensor & { readonly name: string };

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const ELEMENT_BYTES: Readonly<Record<Dtype, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};
const METADATA = '__metadata__';
const HEADER_LIMIT_BYTES = 16 * 2 ** 20;
const RANK_LIMIT = 8;

/** Writes tensors and metadata to one file. The same input gives the same bytes, in whatever order the tensors come. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = tensors.toSorted(
    (a, b) => ELEMENT_BYTES[b.dtype] - ELEMENT_BYTES[a.dtype] || (a.name < b.name ? -1 : 1),
  );
  const header = new Map<string, unknown>(Object.keys(metadata).length > 0 ? [[METADATA, metadata]] : []);
  let end = 0;
  for (const { name, dtype, shape, data } of ordered) {
    assert(!header.has(name) && name !== METADATA, `two tensors named ${name}`);
    assert(elements(shape) === data.length, `${name} has ${data.length} elements, its shape [${shape.join()}]`);
    const start = end;
    end += data.length * ELEMENT_BYTES[dtype];
    header.set(name, { dtype, shape, data_offsets: [start, end] });
  }
  const json = encodeUtf8(JSON.stringify(Object.fromEntries(header)));
  const dataStart = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + end).fill(0x20, 8, dataStart);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  bytes.set(json, 8);
  let at = dataStart;
  for (const tensor of ordered) {
    const stored = storedBytes(tensor);
    bytes.set(stored, at);
    at += stored.length;
  }
  return bytes;
}

export interface Decoding {
  /** Whoever asks gives the bytes away: tensors that are aligned are views of them, where else each is a copy. */
  readonly sharesBytes?: boolean;
}

/**
 * Reads a file. Refuses, with one sentence that names it, whatever is not exactly the format.
 *
 * @param fileName how the sentence names the file
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  fileName = 'The safetensors file',
  { sharesBytes = false }: Decoding = {},
): Safetensors {
  const refuse = (why: string): InputError => new InputError(`${fileName} cannot be read: ${why}`);
  const { header, dataStart } = readHeader(bytes, refuse);
  const metadata = readMetadata(header[METADATA], refuse);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => readEntry(name, entry, refuse))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const tensors = new Map<string, StoredTensor>();
  let end = 0;
  for (const entry of entries) {
    // The format allows neither overlap nor holes: every byte belongs to one tensor.
    if (entry.start !== end) throw refuse(`the bytes of tensor "${entry.name}" do not follow those before it.`);
    end = entry.end;
    if (dataStart + end > bytes.length)
      throw refuse(`it ends within tensor "${entry.name}"; save or download the file again.`);
    const stored = bytes.subarray(dataStart + entry.start, dataStart + end);
    const isAligned = stored.byteOffset % ELEMENT_BYTES[entry.dtype] === 0;
    tensors.set(entry.name, readTensor(entry, sharesBytes && isAligned ? stored : copied(stored)));
  }
  if (dataStart + end !== bytes.length) throw refuse('bytes follow the last tensor; save or download the file again.');
  return { tensors, metadata };
}

type Refuse = (why: string) => InputError;

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function readHeader(
  bytes: Uint8Array,
  refuse: Refuse,
): { readonly header: Readonly<Record<string, unknown>>; readonly dataStart: number } {
  if (bytes.length < 10) throw refuse('it is too short to be a safetensors file.');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > HEADER_LIMIT_BYTES || bytes[8] !== 0x7b) throw refuse('it is not a safetensors file.');
  if (8 + length > bytes.length) throw refuse('it ends within its header; save or download the file again.');
  const json = decodeUtf8(bytes.subarray(8, 8 + length));
  const header = parseJson(json, () => refuse('its header is not JSON.').message);
  if (!isRecord(header)) throw refuse('its header is not a table of tensors.');
  if (topLevelKeys(json) !== Object.keys(header).length) throw refuse('its header names a tensor twice.');
  return { header, dataStart: 8 + length };
}

/** Counts the keys that stand in the outermost object: JSON.parse keeps only the last of two that are equal. */
function topLevelKeys(json: string): number {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < json.length; at++) {
    const mark = json[at] ?? '';
    if (mark === '"') at = jsonStringEnd(json, at) - 1;
    else if (mark === '{' || mark === '[') depth++;
    else if (mark === '}' || mark === ']') depth--;
    else if (mark === ':' && depth === 1) keys++;
  }
  return keys;
}

function readMetadata(value: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw refuse('its metadata is not a table of strings.');
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text !== 'string') throw refuse(`its metadata "${key}" is not a string.`);
    return [key, text];
  });
  return Object.fromEntries(entries);
}

function readEntry(name: string, value: unknown, refuse: Refuse): Entry {
  if (!isRecord(value)) throw refuse(`its header does not describe tensor "${name}".`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw refuse(`tensor "${name}" has the unknown type ${JSON.stringify(dtype)}.`);
  if (!isSizes(shape) || shape.length > RANK_LIMIT) throw refuse(`tensor "${name}" has no valid shape.`);
  if (!isSizes(offsets) || offsets.length !== 2) throw refuse(`tensor "${name}" has no valid place in the file.`);
  const [start = 0, end = 0] = offsets;
  const count = elements(shape);
  if (!Number.isSafeInteger(count) || end - start !== count * ELEMENT_BYTES[dtype])
    throw refuse(`tensor "${name}" has ${end - start} bytes, which its shape [${shape.join(', ')}] does not fill.`);
  return { name, dtype, shape, start, end };
}

/** In a buffer of their own, aligned for any type. Not `slice`: Node's Buffer, which is a Uint8Array, shares memory in its own. */
function copied(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function readTensor({ dtype, shape }: Entry, { buffer, byteOffset: at, byteLength }: Uint8Array): StoredTensor {
  const length = byteLength / ELEMENT_BYTES[dtype];
  switch (dtype) {
    case 'F32':
      return { dtype, shape, data: new Float32Array(buffer, at, length) };
    case 'F16':
      return { dtype, shape, data: decodeFloat16(new Uint16Array(buffer, at, length)) };
    case 'BF16':
      return { dtype, shape, data: decodeBfloat16(new Uint16Array(buffer, at, length)) };
    case 'F64':
      return { dtype, shape, data: new Float64Array(buffer, at, length) };
    case 'I64':
      return { dtype, shape, data: new BigInt64Array(buffer, at, length) };
    case 'U64':
      return { dtype, shape, data: new BigUint64Array(buffer, at, length) };
    case 'I32':
      return { dtype, shape, data: new Int32Array(buffer, at, length) };
    case 'U32':
      return { dtype, shape, data: new Uint32Array(buffer, at, length) };
    case 'I16':
      return { dtype, shape, data: new Int16Array(buffer, at, length) };
    case 'U16':
      return { dtype, shape, data: new Uint16Array(buffer, at, length) };
    case 'I8':
      return { dtype, shape, data: new Int8Array(buffer, at, length) };
    case 'U8':
    case 'BOOL':
      return { dtype, shape, data: new Uint8Array(buffer, at, length) };
  }
}

function storedBytes({ name, dtype, data }: NamedTensor): Uint8Array {
  assert(dtype !== 'BF16', `${name}: bfloat16 is read, not written`);
  const stored = dtype === 'F16' ? encodeFloat16(data) : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const isDtype = (value: unknown): value is Dtype => typeof value === 'string' && Object.hasOwn(ELEMENT_BYTES, value);

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
