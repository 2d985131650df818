/**
 * @file Kernels of tfjs's WASM backend that copy where nothing need be copied, written anew. Its clone, which keeps each tensor
 * that a gradient needs, copies the tensor; its slice copies the whole source first.
 */

import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../../../util/assert';
import { asWasm, type WasmBackend } from './wasmBackend';

/** A second name for the same numbers: nothing writes in place but AdamW, whose state nobody keeps a clone of. */
const identity: tf.KernelConfig = {
  kernelName: tf.Identity,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { x } = inputs;
    assert(x, 'the input x');
    asWasm(backend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
};

const slice: tf.KernelConfig = {
  kernelName: tf.Slice,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { x } = inputs;
    assert(x, 'the input x');
    const { begin, size } = attrs as tf.NamedAttrMap & tf.SliceAttrs;
    const [first = [], shape = []] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size);
    return sliceOf(asWasm(backend), x, first, shape);
  },
};

function sliceOf(backend: WasmBackend, x: tf.TensorInfo, first: readonly number[], shape: number[]): tf.TensorInfo {
  const out = backend.makeOutput(shape, x.dtype);
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(out);
  const strides = [...tf.util.computeStrides(x.shape), 1];
  // From the last axis that is cut on, what is taken stands in one run.
  const cutAxis = Math.max(
    0,
    shape.findLastIndex((length, axis) => length !== x.shape[axis]),
  );
  const run = tf.util.sizeFromShape(shape.slice(cutAxis));
  const outer = shape.slice(0, cutAxis);
  const runs = tf.util.sizeFromShape(outer);
  const start = first.reduce((place, index, axis) => place + index * (strides[axis] ?? 1), 0);
  for (let i = 0; i < runs; i++) {
    const place = tf.util.indexToLoc(i, outer.length, tf.util.computeStrides(outer));
    const at = place.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 1), start);
    to.set(from.subarray(at, at + run), i * run);
  }
  return out;
}

/** In place of tfjs's own, which are registered when its backend is imported. */
export function replaceWasmMoves(): void {
  for (const kernel of [identity, slice]) {
    tf.unregisterKernel(kernel.kernelName, 'wasm');
    tf.registerKernel(kernel);
  }
}
