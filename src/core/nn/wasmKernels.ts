/**
 * @file Two kernels of our own for tfjs's WASM backend, which otherwise copies a whole tensor for each slice of it.
 *
 * Both work on views: C++ knows a tensor as an id with a place in memory, so an id may be lent to a part of a tensor.
 */

import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../util/assert';

/** [count, rows, inner] · [count, inner, columns] -> [count, rows, columns] on the fast path, which takes one product at a time. */
export const BATCH_PRODUCT = 'BatchProduct';
/** [P] -> [size] for each of `sizes`, which add up to P. */
export const CUT = 'Cut';

/** What is used of tfjs's WASM backend; its own types need those of Emscripten. */
interface WasmBackend {
  readonly wasm: {
    readonly tfjs: {
      readonly registerTensor: (id: number, size: number, offset: number) => void;
      readonly disposeData: (id: number) => void;
    };
    readonly cwrap: (name: string, returns: null, takes: readonly string[]) => (...values: unknown[]) => void;
  };
  readonly makeOutput: (shape: readonly number[], dtype: 'float32') => tf.TensorInfo;
  readonly typedArrayFromHeap: (info: tf.TensorInfo) => Float32Array;
  readonly getMemoryOffset: (dataId: tf.DataId) => number;
}

// tfjs counts its ids up from 1; these are far above.
const LEFT = 2 ** 30;
const RIGHT = LEFT + 1;
const OUT = LEFT + 2;
const FLOAT_BYTES = 4;

/** Both kernels; to be registered once, before the backend starts. */
export function wasmKernels(): tf.KernelConfig[] {
  let product: ((...values: unknown[]) => void) | undefined;
  return [
    {
      kernelName: BATCH_PRODUCT,
      backendName: 'wasm',
      setupFunc: (backend) => {
        // ids, shapes and the two transpositions of tfjs's own matrix product
        const takes = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'];
        product = asWasm(backend).wasm.cwrap(tf.BatchMatMul, null, takes);
      },
      kernelFunc: ({ inputs, backend }) => {
        assert(product, 'the backend has started');
        return batchProduct(asWasm(backend), product, named(inputs, 'a'), named(inputs, 'b'));
      },
    },
    {
      kernelName: CUT,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) => {
        const sizes = attrs?.['sizes'];
        assert(Array.isArray(sizes), 'sizes is a list');
        return cut(asWasm(backend), named(inputs, 'x'), sizes.map(Number));
      },
    },
  ];
}

function batchProduct(
  backend: WasmBackend,
  product: (...values: unknown[]) => void,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo {
  const [count = 0, rows = 0, inner = 0] = a.shape;
  const columns = b.shape[2] ?? 0;
  const out = backend.makeOutput([count, rows, columns], 'float32');
  const left = view(backend, LEFT, a, rows * inner);
  const right = view(backend, RIGHT, b, inner * columns);
  const result = view(backend, OUT, out, rows * columns);
  const leftShape = shapeBytes([1, rows, inner]);
  const rightShape = shapeBytes([1, inner, columns]);
  for (let i = 0; i < count; i++) {
    left.lend(i);
    right.lend(i);
    result.lend(i);
    product(LEFT, leftShape, 3, RIGHT, rightShape, 3, 0, 0, OUT);
    // Giving an id back also drops the packed copy of the right side that XNNPACK keeps under it.
    for (const id of [LEFT, RIGHT, OUT]) backend.wasm.tfjs.disposeData(id);
  }
  return out;
}

/** Lends an id to the i-th part of a tensor. */
function view(
  backend: WasmBackend,
  id: number,
  { dataId }: tf.TensorInfo,
  size: number,
): { lend: (i: number) => void } {
  const offset = backend.getMemoryOffset(dataId);
  return { lend: (i) => backend.wasm.tfjs.registerTensor(id, size, offset + i * size * FLOAT_BYTES) };
}

function cut(backend: WasmBackend, x: tf.TensorInfo, sizes: readonly number[]): tf.TensorInfo[] {
  let offset = 0;
  return sizes.map((size) => {
    const piece = backend.makeOutput([size], 'float32');
    // The heap may have grown, and moved, with the new tensor: look it up each time.
    backend.typedArrayFromHeap(piece).set(backend.typedArrayFromHeap(x).subarray(offset, offset + size));
    offset += size;
    return piece;
  });
}

function shapeBytes(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}

function named(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const found = inputs[name];
  assert(found, `the input ${name}`);
  return found;
}

// The kernels are registered for wasm alone.
const asWasm = (backend: unknown): WasmBackend => backend as WasmBackend;
