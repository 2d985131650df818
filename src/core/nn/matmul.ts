/**
 * @file Matrix products, and the cut of the parameters, on the fast path of each backend.
 *
 * tfjs sends a product on wasm to its SIMD library (XNNPACK) only when the batch is 1 and neither side is transposed;
 * otherwise a scalar loop runs, 10 to 30 times slower. So on wasm transposes are made explicit and a batch is a kernel of our own.
 * WebGPU and the plain CPU read transposed operands in place.
 */

import { hasKernel, JOIN, PIECES, run, runMany } from './kernels/kernel';
import * as tf from './tf';
import { BATCH_PRODUCT, CUT, PICK_ROWS, TRANSPOSE_EACH } from './wasmKernels';

const isWasm = (): boolean => tf.getBackend() === 'wasm';

/** @returns [rows, columns] of a · b, each side transposed first where asked */
export function matmul(a: tf.Tensor2D, b: tf.Tensor2D, transposeA = false, transposeB = false): tf.Tensor2D {
  if (!isWasm()) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b));
}

/**
 * The gradient of a weight matrix: [rows, out]ᵀ · [rows, in].
 *
 * @returns [out, in]
 */
export function outerProduct(dy: tf.Tensor2D, x: tf.Tensor2D): tf.Tensor2D {
  if (!isWasm() || dy.size <= x.size) return matmul(dy, x, true);
  // The same, (xᵀ · dy)ᵀ: turning the narrow side and the result costs less than turning the wide side.
  return tf.tidy(() => transpose(tf.matMul(transpose(x), dy)));
}

/** @returns [rows, columns] of a · bᵀ + bias */
export function matmulBias(a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!isWasm()) return rank2(tf.fused.matMul({ a, b, transposeB: true, bias }));
  return tf.tidy(() => rank2(tf.fused.matMul({ a, b: transpose(b), bias })));
}

/** @returns [count, rows, columns]: the products of a[i] and b[i], each side transposed first where asked */
export function batchMatmul(a: tf.Tensor3D, b: tf.Tensor3D, transposeA = false, transposeB = false): tf.Tensor3D {
  if (!isWasm()) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => {
    const inputs = { a: transposeA ? transposeEach(a) : a, b: transposeB ? transposeEach(b) : b };
    return tf.engine().runKernel(BATCH_PRODUCT, inputs) as tf.Tensor3D;
  });
}

/** @returns [1, columns]: the sum over rows, as a product with ones, which is faster than a reduction on each backend */
export function sumRows(a: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(tf.ones<tf.Rank.R2>([1, a.shape[0]]), a));
}

/** @returns [rows, embed]: the rows of a table [vocab, embed] that ids [rows] name */
export function pickRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  return isWasm() ? rank2(tf.engine().runKernel(PICK_ROWS, { table, ids })) : tf.gather(table, ids);
}

/** Cuts a tensor along an axis into pieces of the given sizes, which add up to its length. */
export function cut<T extends tf.Tensor>(x: T, sizes: readonly number[], axis = 0): T[] {
  if (x.rank === 1 && hasKernel(PIECES)) return runMany<T[]>(PIECES, { flat: x }, { sizes: [...sizes] });
  if (!isWasm()) return tf.split(x, [...sizes], axis);
  return tf.engine().runKernel(CUT, { x }, { sizes: [...sizes], axis }) as T[];
}

/** @returns [sum of the sizes]: tensors of any shape one after the other, whole numbers as floats */
export function endToEnd(parts: readonly tf.Tensor[]): tf.Tensor1D {
  const flat = parts.map((part): tf.Tensor1D => tf.reshape(tf.cast(part, 'float32'), [-1]));
  const [only] = flat;
  if (only && flat.length === 1) return only;
  return hasKernel(JOIN) ? run(JOIN, Object.fromEntries(flat.entries())) : tf.concat(flat);
}

function transposeEach(a: tf.Tensor3D): tf.Tensor3D {
  return tf.engine().runKernel(TRANSPOSE_EACH, { x: a }) as tf.Tensor3D;
}

function transpose(a: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = a.shape;
  return tf.reshape(transposeEach(tf.reshape(a, [1, rows, columns])), [columns, rows]);
}

// tfjs loses the rank in its types here, not in the tensor.
const rank2 = (a: tf.Tensor | tf.Tensor[]): tf.Tensor2D => a as tf.Tensor2D;
