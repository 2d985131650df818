/**
 * @file Matrix products on the fast path of each backend.
 *
 * tfjs sends a product on wasm to its SIMD library (XNNPACK) only when the batch is 1 and neither side is transposed;
 * otherwise a scalar loop runs, 10 to 30 times slower. So on wasm transposes are made explicit and a batch is a loop.
 * WebGPU and the plain CPU read transposed operands in place.
 */

import * as tf from './tf';

const isWasm = (): boolean => tf.getBackend() === 'wasm';

/** @returns [rows, columns] of a · b, each side transposed first where asked */
export function matmul(a: tf.Tensor2D, b: tf.Tensor2D, transposeA = false, transposeB = false): tf.Tensor2D {
  if (!isWasm()) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? rank2(tf.transpose(a)) : a, transposeB ? rank2(tf.transpose(b)) : b));
}

/** @returns [rows, columns] of a · bᵀ + bias */
export function matmulBias(a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!isWasm()) return rank2(tf.fused.matMul({ a, b, transposeB: true, bias }));
  return tf.tidy(() => rank2(tf.fused.matMul({ a, b: tf.transpose(b), bias })));
}

/** @returns [count, rows, columns]: the products of a[i] and b[i] */
export function batchMatmul(a: tf.Tensor3D, b: tf.Tensor3D, transposeA = false, transposeB = false): tf.Tensor3D {
  if (!isWasm()) return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => {
    const rights = slices(b, transposeB);
    const products = slices(a, transposeA).flatMap((left, i) =>
      rights.slice(i, i + 1).map((right) => tf.matMul(left, right)),
    );
    return tf.stack(products) as tf.Tensor3D;
  });
}

/** @returns [1, columns]: the sum over rows, as a product with ones, which is faster than a reduction on each backend */
export function sumRows(a: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(tf.ones<tf.Rank.R2>([1, a.shape[0]]), a));
}

function slices(a: tf.Tensor3D, isTransposed: boolean): tf.Tensor2D[] {
  return tf.unstack(isTransposed ? tf.transpose(a, [0, 2, 1]) : a).map(rank2);
}

// tfjs loses the rank in its types here, not in the tensor.
const rank2 = (a: tf.Tensor): tf.Tensor2D => a as tf.Tensor2D;
