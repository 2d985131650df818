/**
 * @file Kernels of our own for tfjs's WASM backend, where its own are slow: it copies a whole tensor for each slice of it,
 * and moves single elements at 8 ns (transpose) to 40 ns (gather). What only moves numbers is as fast in JavaScript.
 *
 * A batch of products works on views: C++ knows a tensor as an id with a place in memory, so an id may be lent to a part.
 */

import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../util/assert';
import { asWasm, type WasmBackend } from './kernels/wasm/wasmBackend';

/** [count, rows, inner] · [count, inner, columns] -> [count, rows, columns] on the fast path, which takes one product at a time. */
export const BATCH_PRODUCT = 'BatchProduct';
/** Pieces of the given `sizes` along an `axis`, whose length they add up to. */
export const CUT = 'Cut';
/** [count, rows, columns] -> [count, columns, rows] */
export const TRANSPOSE_EACH = 'TransposeEach';
/** Rows of a table [vocab, embed] by ids [rows] int32 -> [rows, embed] */
export const PICK_ROWS = 'PickRows';

// tfjs counts its ids up from 1; these are far above.
const LEFT = 2 ** 30;
const RIGHT = LEFT + 1;
const OUT = LEFT + 2;
const FLOAT_BYTES = 4;

/** To be registered once, before the backend starts. */
export function wasmKernels(): tf.KernelConfig[] {
  let multiply: ((...values: unknown[]) => void) | undefined;
  return [
    {
      kernelName: BATCH_PRODUCT,
      backendName: 'wasm',
      setupFunc: (backend) => {
        // ids, shapes and the two transpositions of tfjs's own matrix product
        const takes = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'];
        multiply = asWasm(backend).wasm.cwrap(tf.BatchMatMul, null, takes);
      },
      kernelFunc: ({ inputs, backend }) => {
        assert(multiply, 'the backend has started');
        return batchProduct(asWasm(backend), multiply, named(inputs, 'a'), named(inputs, 'b'));
      },
    },
    {
      kernelName: CUT,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) => {
        const sizes = attrs?.['sizes'];
        assert(Array.isArray(sizes), 'sizes is a list');
        return cut(asWasm(backend), named(inputs, 'x'), sizes.map(Number), Number(attrs?.['axis']));
      },
    },
    {
      kernelName: TRANSPOSE_EACH,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend }) => transposeEach(asWasm(backend), named(inputs, 'x')),
    },
    {
      kernelName: PICK_ROWS,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend }) => pickRows(asWasm(backend), named(inputs, 'table'), named(inputs, 'ids')),
    },
  ];
}

function batchProduct(
  backend: WasmBackend,
  multiply: (...values: unknown[]) => void,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo {
  const [count = 0, rows = 0, inner = 0] = a.shape;
  const columns = b.shape[2] ?? 0;
  const out = backend.makeOutput([count, rows, columns], 'float32');
  if (rows === 1 && inner * columns < SMALL_ROW) {
    rowProducts(backend, a, b, out);
    return out;
  }
  const left = view(backend, LEFT, a, rows * inner);
  const right = view(backend, RIGHT, b, inner * columns);
  const result = view(backend, OUT, out, rows * columns);
  const leftShape = shapeBytes([1, rows, inner]);
  const rightShape = shapeBytes([1, inner, columns]);
  for (let i = 0; i < count; i++) {
    left.lend(i);
    right.lend(i);
    result.lend(i);
    multiply(LEFT, leftShape, 3, RIGHT, rightShape, 3, 0, 0, OUT);
    // Giving an id back also drops the packed copy of the right side that XNNPACK keeps under it.
    for (const id of [LEFT, RIGHT, OUT]) backend.wasm.tfjs.disposeData(id);
  }
  return out;
}

// A call costs as much as some thousand multiplications, and a thought is a single row.
const SMALL_ROW = 1000;

/** [count, 1, inner] · [count, inner, columns] */
function rowProducts(backend: WasmBackend, a: tf.TensorInfo, b: tf.TensorInfo, out: tf.TensorInfo): void {
  const [count = 0, , inner = 0] = a.shape;
  const columns = b.shape[2] ?? 0;
  const left = backend.typedArrayFromHeap(a);
  const right = backend.typedArrayFromHeap(b);
  const result = backend.typedArrayFromHeap(out).fill(0);
  for (let i = 0; i < count; i++)
    for (let k = i * inner; k < (i + 1) * inner; k++) {
      const factor = left[k] as number;
      for (let column = 0; column < columns; column++)
        result[i * columns + column] =
          (result[i * columns + column] as number) + factor * (right[k * columns + column] as number);
    }
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

function cut(backend: WasmBackend, x: tf.TensorInfo, sizes: readonly number[], axis: number): tf.TensorInfo[] {
  const outer = product(x.shape.slice(0, axis));
  const inner = product(x.shape.slice(axis + 1));
  const row = (x.shape[axis] ?? 0) * inner;
  let offset = 0;
  return sizes.map((size) => {
    const piece = backend.makeOutput([...x.shape.slice(0, axis), size, ...x.shape.slice(axis + 1)], 'float32');
    // The heap may have grown, and moved, with the new tensor: look it up each time.
    const from = backend.typedArrayFromHeap(x);
    const to = backend.typedArrayFromHeap(piece);
    const width = size * inner;
    for (let i = 0; i < outer; i++) to.set(from.subarray(i * row + offset, i * row + offset + width), i * width);
    offset += width;
    return piece;
  });
}

const product = (lengths: readonly number[]): number => lengths.reduce((result, length) => result * length, 1);

// Rows and columns of a tile that stays in the fastest cache while it is turned.
const TILE = 16;

function transposeEach(backend: WasmBackend, x: tf.TensorInfo): tf.TensorInfo {
  const [count = 0, rows = 0, columns = 0] = x.shape;
  const out = backend.makeOutput([count, columns, rows], 'float32');
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(out);
  for (let start = 0; start < count * rows * columns; start += rows * columns)
    for (let top = 0; top < rows; top += TILE)
      for (let left = 0; left < columns; left += TILE) {
        const bottom = Math.min(top + TILE, rows);
        const right = Math.min(left + TILE, columns);
        for (let column = left; column < right; column++)
          for (let row = top; row < bottom; row++)
            to[start + column * rows + row] = from[start + row * columns + column] as number;
      }
  return out;
}

function pickRows(backend: WasmBackend, table: tf.TensorInfo, ids: tf.TensorInfo): tf.TensorInfo {
  const [, width = 0] = table.shape;
  const out = backend.makeOutput([ids.shape[0] ?? 0, width], 'float32');
  const from = backend.typedArrayFromHeap(table);
  const to = backend.typedArrayFromHeap(out);
  backend
    .typedArrayFromHeap(ids)
    .forEach((id, row) => to.set(from.subarray(id * width, (id + 1) * width), row * width));
  return out;
}

function shapeBytes(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}

function named(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const found = inputs[name];
  assert(found, `the input ${name}`);
  return found;
}
