import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../../src/core/trace/safetensors';
import { InputError } from '../../../src/core/util/assert';
import { encodeUtf8 } from '../../../src/core/util/utf8';

const golden: { file: string } = JSON.parse(
  readFileSync(new URL('../../golden/safetensors_golden.json', import.meta.url), 'utf8'),
);

const TENSORS: readonly NamedTensor[] = [
  { name: 'b', dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) },
  { name: 'a', dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, NaN, -0, Infinity) },
  { name: 'c', dtype: 'U16', shape: [1], data: Uint16Array.of(65535) },
  { name: 'd', dtype: 'I64', shape: [], data: BigInt64Array.of(-5n) },
  { name: 'none', dtype: 'I32', shape: [0, 7], data: new Int32Array(0) },
  { name: '__proto__', dtype: 'F16', shape: [2], data: Float32Array.of(0.5, -2) },
];

/** A file with a header written by hand and `dataBytes` bytes of data. */
function file(header: string, dataBytes = 0): Uint8Array {
  const json = encodeUtf8(header);
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = (start: number, end: number, shape = `[${end - start}]`, dtype = 'U8') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;

test('what is written is read', () => {
  const { tensors, metadata } = decodeSafetensors(encodeSafetensors(TENSORS, { seed: '7', note: 'a "quote" ✓' }));
  expect(metadata).toEqual({ seed: '7', note: 'a "quote" ✓' });
  expect(tensors.size).toBe(TENSORS.length);
  for (const { name, ...tensor } of TENSORS) expect(tensors.get(name)).toEqual(tensor);
});

test('a view into a larger buffer is read at its place, and the result shares no memory with it', () => {
  const written = encodeSafetensors(TENSORS);
  const padded = new Uint8Array(written.length + 3);
  padded.set(written, 3);
  const { tensors } = decodeSafetensors(padded.subarray(3));
  padded.fill(0);
  expect(tensors.get('b')?.data).toEqual(Uint8Array.of(1, 2, 255));
});

test('the bytes do not depend on the order of the tensors', () => {
  expect(encodeSafetensors([...TENSORS].reverse())).toEqual(encodeSafetensors(TENSORS));
});

test('each tensor starts at a multiple of its element', () => {
  const bytes = encodeSafetensors(TENSORS);
  const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(headerBytes % 8).toBe(0);
  const header: Record<string, { data_offsets: [number, number]; shape: number[] }> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)),
  );
  for (const { name, dtype } of TENSORS) {
    const size = { U8: 1, F32: 4, U16: 2, I64: 8, I32: 4, F16: 2 }[dtype as string] ?? NaN;
    expect((header[name]?.data_offsets[0] ?? NaN) % size).toBe(0);
  }
});

test('reads a file of the Python package', () => {
  const { tensors, metadata } = decodeSafetensors(Uint8Array.from(Buffer.from(golden.file, 'base64')));
  expect(metadata).toEqual({ 'written by': 'python', ünicode: '"✓"' });
  const read = Object.fromEntries([...tensors].map(([name, { shape, data }]) => [name, [shape, [...data]]]));
  expect(read).toEqual({
    wide: [
      [2, 3],
      [1.5, -2.25, Infinity, 0, -0, Math.fround(3e-39)],
    ],
    half: [[4], [1, -65504, 2 ** -24, 0.333251953125]],
    ids: [[3], [7, -9, 2 ** 31 - 1]],
    long: [[1], [-(2n ** 62n) - 1n]],
    bytes: [
      [3, 1],
      [0, 255, 128],
    ],
    short: [[2], [65535, 1]],
    scalar: [[], [2.5]],
    empty: [[0, 4], []],
  });
});

describe('refuses with a sentence that names the file', () => {
  const cases: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'nothing at all': [new Uint8Array(0), /too short/],
    'another kind of file': [new Uint8Array(64).fill(0x50), /not a safetensors file/],
    'a header longer than the file': [file('{"a":1}').subarray(0, 12), /ends within its header/],
    'a header that is no JSON': [file('{"a":'), /not JSON/],
    'a tensor that is no table': [file('{"a":1}'), /does not describe tensor "a"/],
    'an unknown type': [file(`{"a":${entry(0, 4, '[4]', 'F8')}}`, 4), /unknown type "F8"/],
    'a type that objects inherit': [file(`{"a":${entry(0, 4, '[4]', 'toString')}}`, 4), /unknown type/],
    'a negative size': [file(`{"a":${entry(0, 4, '[-4]')}}`, 4), /no valid shape/],
    'a fractional size': [file(`{"a":${entry(0, 4, '[0.5,8]')}}`, 4), /no valid shape/],
    'a shape beyond counting': [file(`{"a":${entry(0, 4, '[9007199254740991,4096]')}}`, 4), /does not fill/],
    'a shape that does not fit': [file(`{"a":${entry(0, 4, '[5]')}}`, 4), /has 4 bytes/],
    'offsets beyond the end': [file(`{"a":${entry(0, 400)}}`, 4), /ends within tensor "a"/],
    'an overlap': [file(`{"a":${entry(0, 4)},"b":${entry(2, 6)}}`, 6), /tensor "b" do not follow/],
    'a hole': [file(`{"a":${entry(0, 2)},"b":${entry(4, 6)}}`, 6), /tensor "b" do not follow/],
    'bytes at the end': [file(`{"a":${entry(0, 2)}}`, 6), /bytes follow the last tensor/],
    'a name given twice': [file(`{"a":${entry(0, 2)},"a":${entry(0, 2)}}`, 2), /names a tensor twice/],
    'metadata that is no text': [file('{"__metadata__":{"seed":7}}'), /metadata "seed" is not a string/],
  };
  for (const [what, [bytes, sentence]] of Object.entries(cases))
    test(what, () => {
      const read = () => decodeSafetensors(bytes, 'model.safetensors');
      expect(read).toThrow(InputError);
      expect(read).toThrow(sentence);
      expect(read).toThrow(/^model\.safetensors cannot be read: .*\.$/);
    });

  test('a header of more than 16 MiB, before it is read', () => {
    const bytes = file('{}');
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 63n, true);
    expect(() => decodeSafetensors(bytes)).toThrow(/not a safetensors file/);
  });

  test('any file cut short, wherever', () => {
    const whole = encodeSafetensors(TENSORS);
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(InputError);
  });
});

test('a view into a larger buffer is read, Node’s own Buffer too, wherever it begins', () => {
  const file = encodeSafetensors(TENSORS);
  const expected = decodeSafetensors(file);
  for (const shift of [0, 1, 3]) {
    const larger = Buffer.alloc(file.length + 16);
    larger.set(file, shift);
    expect(decodeSafetensors(larger.subarray(shift, shift + file.length))).toEqual(expected);
  }
});

test('who gives the bytes away gets views of them where they are aligned, and the same numbers', () => {
  const named = [
    { name: 'a', dtype: 'F32' as const, shape: [3], data: Float32Array.of(1, NaN, -0) },
    { name: 'b', dtype: 'U8' as const, shape: [2], data: Uint8Array.of(7, 255) },
    { name: 'c', dtype: 'F64' as const, shape: [1], data: Float64Array.of(Math.PI) },
  ];
  const bytes = encodeSafetensors(named);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  const copies = decodeSafetensors(bytes).tensors;
  for (const given of [bytes, shifted.subarray(1)]) {
    const { tensors } = decodeSafetensors(given, 'a file', { sharesBytes: true });
    expect(tensors).toEqual(copies);
  }
  const { tensors } = decodeSafetensors(bytes, 'a file', { sharesBytes: true });
  expect([...tensors.values()].every(({ data }) => data.buffer === bytes.buffer)).toBe(true);
  expect([...copies.values()].some(({ data }) => data.buffer === bytes.buffer)).toBe(false);
});
