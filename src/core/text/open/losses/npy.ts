/** @file NumPy's `.npy`: losses without their tokens, `[tokens]` or `[checkpoints, tokens]`. [NumPy, NEP 1] */

import { decodeFloat16 } from '../../../trace/float16';
import { InputError } from '../../../util/assert';
import { decodeUtf8 } from '../../../util/utf8';
import type { LossList } from './lossList';

export const isNpy = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x93 && decodeUtf8(bytes.subarray(1, 6)) === 'NUMPY' && bytes.length > 10;

interface Header {
  readonly type: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  readonly dataAt: number;
}

export function npyLosses(fileName: string, bytes: Uint8Array): LossList {
  const header = headerOf(fileName, bytes);
  const { shape, isFortran } = header;
  const [checkpoints, tokens] = shape.length === 1 ? [1, shape[0] ?? 0] : [shape[0] ?? 0, shape[1] ?? 0];
  if (shape.length > 2 || shape.length === 0 || checkpoints * tokens === 0)
    throw new InputError(
      `${fileName} holds an array of shape (${shape.join(', ')}); losses are (tokens) or (checkpoints, tokens).`,
    );
  const flat = numbersIn(fileName, bytes, header, checkpoints * tokens);
  const areLogprobs = flat.some((value) => value < 0) && flat.every((value) => !(value > 0));
  const steps = Array.from({ length: checkpoints }, (_, step) => step);
  return {
    tokens: Array.from({ length: tokens }, (_, token) => `⟨${token}⟩`),
    steps,
    lossNats: steps.map((step) =>
      Float64Array.from({ length: tokens }, (_, token) => {
        const value = flat[isFortran ? token * checkpoints + step : step * tokens + token] ?? NaN;
        return areLogprobs ? 0 - value : value;
      }),
    ),
    remarks: ['tokens shown by their position', ...(areLogprobs ? ['the loss is the negative log probability'] : [])],
  };
}

function headerOf(fileName: string, bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isLong = (bytes[6] ?? 1) > 1;
  const dataAt = isLong ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  const text = decodeUtf8(bytes.subarray(isLong ? 12 : 10, dataAt));
  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (type === undefined || shape === undefined || dataAt > bytes.length)
    throw new InputError(`${fileName} has a damaged header; save it again with numpy.save.`);
  return {
    type,
    isFortran: /'fortran_order'\s*:\s*True/.test(text),
    shape: shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)])),
    dataAt,
  };
}

/** Loss arrays are of these types; others are refused. */
const SIZES: Readonly<Record<string, number>> = { f2: 2, f4: 4, f8: 8 };

function numbersIn(fileName: string, bytes: Uint8Array, { type, dataAt }: Header, count: number): Float64Array {
  const kind = type.slice(1);
  const size = SIZES[kind];
  if (size === undefined)
    throw new InputError(`${fileName} holds numbers of type ${type}; save the losses as float16, float32 or float64.`);
  if (dataAt + count * size > bytes.length)
    throw new InputError(`${fileName} breaks off before its last number; save it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataAt, count * size);
  const isLittle = type[0] !== '>';
  if (kind === 'f2')
    return Float64Array.from(
      decodeFloat16(Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, isLittle))),
    );
  return Float64Array.from({ length: count }, (_, i) =>
    kind === 'f4' ? view.getFloat32(4 * i, isLittle) : view.getFloat64(8 * i, isLittle),
  );
}
