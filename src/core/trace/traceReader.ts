/** @file Takes columns out of a file's tensors, each with the type, shape and range that it must have. */

import type { InputError } from '../util/assert';
import type { StoredTensor } from './safetensors';

interface Expected {
  /** Any one-dimensional column where it is absent. */
  readonly shape?: readonly number[];
  /** Each value lies in [0, below); in [0, 2^31) where it is absent. */
  readonly below?: number;
}

export interface TraceReader {
  readonly has: (name: string) => boolean;
  /** Half floats arrive as float32. */
  readonly floats: (name: string, shape?: readonly number[]) => Float32Array;
  readonly doubles: (name: string, shape?: readonly number[]) => Float64Array;
  /** 16-bit integers arrive as int32. */
  readonly integers: (name: string, expected?: Expected) => Int32Array;
  readonly bytes: (name: string, expected?: Expected) => Uint8Array;
  readonly damage: (why: string) => InputError;
}

export function traceReader(
  tensors: ReadonlyMap<string, StoredTensor>,
  damage: (why: string) => InputError,
): TraceReader {
  const find = (name: string, shape?: readonly number[]): StoredTensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw damage(`its column ${name} is missing.`);
    if (shape ? tensor.shape.join() !== shape.join() : tensor.shape.length !== 1)
      throw damage(`its column ${name} has the shape [${tensor.shape.join(', ')}].`);
    return tensor;
  };
  const wrongType = (name: string, { dtype }: StoredTensor) => damage(`its column ${name} has the type ${dtype}.`);
  const checkRange = (name: string, values: Int32Array | Uint8Array, below: number) => {
    // By a loop: an iterator over a million values takes a page ten times as long before it is compiled.
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (value < 0 || value >= below) throw damage(`its column ${name} holds ${value}, which is not a valid value.`);
    }
  };
  return {
    has: (name) => tensors.has(name),
    damage,
    floats: (name, shape) => {
      const tensor = find(name, shape);
      if (tensor.dtype !== 'F32' && tensor.dtype !== 'F16') throw wrongType(name, tensor);
      return tensor.data;
    },
    doubles: (name, shape) => {
      const tensor = find(name, shape);
      if (tensor.dtype !== 'F64') throw wrongType(name, tensor);
      return tensor.data;
    },
    integers: (name, { shape, below = 2 ** 31 } = {}) => {
      const tensor = find(name, shape);
      if (tensor.dtype !== 'I32' && tensor.dtype !== 'U16') throw wrongType(name, tensor);
      const values = tensor.dtype === 'I32' ? tensor.data : Int32Array.from(tensor.data);
      checkRange(name, values, below);
      return values;
    },
    bytes: (name, { shape, below = 256 } = {}) => {
      const tensor = find(name, shape);
      if (tensor.dtype !== 'U8') throw wrongType(name, tensor);
      // A byte is always below 256, and a text may have millions.
      if (below < 256) checkRange(name, tensor.data, below);
      return tensor.data;
    },
  };
}
