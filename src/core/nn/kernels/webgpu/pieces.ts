/**
 * @file The flat parameter vector as its pieces, and the pieces' gradients as one flat vector.
 *
 * Where every piece begins at a place that can be bound, the pieces are views of the vector and cost nothing. Otherwise one
 * program copies the vector to a buffer with gaps.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { assert } from '../../../util/assert';
import type { FusedBackend } from './fusedBackend';
import { JOIN, PIECES } from '../kernel';
import { runCells } from './program';
import { productOf } from './sizes';
import { webgpuKernel } from './webgpuKernel';

/** Numbers that one invocation moves. */
const BLOCK = 64;

function pieces(backend: FusedBackend, flat: TensorInfo, sizes: readonly number[]): readonly TensorInfo[] {
  const views = backend.cutInPlace(flat, sizes);
  if (views) return views;
  const { whole, offsets, parts } = backend.makePacked(sizes.map((size) => [size]));
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const list = (values: readonly number[]): string => `array<i32, ${values.length}>(${values.join(', ')})`;
  runCells(backend, Math.ceil(productOf(whole.shape) / BLOCK), {
    key: `pieces.${sizes.join('.')}`,
    inputs: { flat },
    output: whole,
    head: `
  const OFFSETS = ${list(offsets)};
  const STARTS = ${list(starts)};
  const SIZES = ${list(sizes)};`,
    body: `
    let begin = cell * ${BLOCK};
    var piece = 0;
    for (var i = 1; i < ${sizes.length}; i = i + 1) { if (OFFSETS[i] <= begin) { piece = i; } }
    let within = begin - OFFSETS[piece];
    for (var i = 0; i < ${BLOCK}; i = i + 1) {
      if (within + i < SIZES[piece]) { result[begin + i] = flat[STARTS[piece] + within + i]; }
    }`,
  });
  return parts;
}

/** A stretch of the flat vector that one binding can name. */
interface Stretch {
  readonly tensor: TensorInfo;
  readonly start: number;
  readonly size: number;
}

/** Neighbours in a buffer that are neighbours in the vector are one stretch: a weight and its bias, say. */
function stretchesOf(backend: FusedBackend, parts: readonly TensorInfo[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  for (const tensor of parts) {
    const size = productOf(tensor.shape);
    const before = stretches.at(-1);
    const [place, placeBefore] = [backend.placeOf(tensor), before && backend.placeOf(before.tensor)];
    if (before && placeBefore?.buffer === place.buffer && placeBefore.offset + before.size === place.offset)
      stretches[stretches.length - 1] = { ...before, size: before.size + size };
    else stretches.push({ tensor, start, size });
    start += size;
  }
  return stretches;
}

function join(backend: FusedBackend, parts: readonly TensorInfo[]): TensorInfo {
  const flat = backend.makeTensorInfo([parts.reduce((sum, { shape }) => sum + productOf(shape), 0)], 'float32');
  const stretches = stretchesOf(backend, parts);
  if (backend.recordsInSoftware && parts.every((part) => backend.holdsFloats(part))) {
    backend.copyInto(flat, stretches);
    return flat;
  }
  const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
  for (let first = 0; first < stretches.length; first += most)
    runJoin(backend, flat, stretches.slice(first, first + most));
  return flat;
}

function runJoin(backend: FusedBackend, flat: TensorInfo, stretches: readonly Stretch[]): void {
  const begin = stretches[0]?.start ?? 0;
  const end = stretches.reduce((last, { start, size }) => Math.max(last, start + size), 0);
  const spans = stretches.map(({ tensor, size }) =>
    size > productOf(tensor.shape) ? backend.spanning(tensor, size) : tensor,
  );
  // A whole number that was cast to a float is still a whole number in its buffer.
  const branches = stretches.map(
    (_, i) =>
      `if (at < uniforms.end${i}) { result[at] = f32(part${i}[at - ${i === 0 ? 'uniforms.begin' : `uniforms.end${i - 1}`}]); }`,
  );
  runCells(backend, end - begin, {
    key: `join${stretches.length}`,
    inputs: Object.fromEntries(spans.map((span, i) => [`part${i}`, span])),
    numbers: { begin, ...Object.fromEntries(stretches.map(({ start, size }, i) => [`end${i}`, start + size])) },
    output: flat,
    body: `
    let at = uniforms.begin + cell;
    ${branches.join(' else ')}`,
  });
  for (const [i, span] of spans.entries()) if (span !== stretches[i]?.tensor) backend.disposeData(span.dataId);
}

export const piecesKernels = [
  webgpuKernel(PIECES, ({ backend, input, attributes }) => {
    const sizes = attributes['sizes'];
    assert(Array.isArray(sizes), 'sizes is a list');
    return pieces(backend, input('flat'), sizes.map(Number));
  }),
  webgpuKernel(JOIN, ({ backend, inputs }) => join(backend, inputs)),
];
