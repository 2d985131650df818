/** @file The affine map. What holds for every operation of this folder stands in `../differentiable.ts`. */

import { differentiable } from '../differentiable';
import { hasKernel, LINEAR, LINEAR_INPUT_GRADIENT, LINEAR_WEIGHT_GRADIENT, run, runMany } from '../kernels/kernel';
import { matmul, matmulBias, outerProduct, sumRows } from '../matmul';
import * as tf from '../tf';

/** A matrix and its bias. */
export interface Affine {
  /** [out, in] */
  readonly weight: tf.Tensor2D;
  /** [out] */
  readonly bias?: tf.Tensor1D | undefined;
}

/**
 * x · Wᵀ + b, added to a residual where there is one.
 *
 * @param x [rows, in]
 * @param weight [out, in]
 * @param bias [out]
 * @param residual [rows, out]
 * @returns [rows, out]
 */
export function linear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D, residual?: tf.Tensor2D): tf.Tensor2D {
  if (hasKernel(LINEAR)) return fusedLinear(x, weight, bias, residual);
  const product = plainLinear(x, weight, bias);
  return residual ? tf.add(residual, product) : product;
}

function plainLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  return differentiable(bias ? [x, weight, bias] : [x, weight], () => ({
    value: bias ? matmulBias(x, weight, bias) : matmul(x, weight, false, true), // [rows, in] -> [rows, out]
    saved: [x, weight],
    gradient: (dy, [x, weight]) => [
      matmul(dy, weight), // [rows, in]
      outerProduct(dy, x), // [out, in]
      ...(bias ? [tf.reshape(sumRows(dy), [-1])] : []), // [out]
    ],
  }));
}

function fusedLinear(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor1D, residual?: tf.Tensor2D): tf.Tensor2D {
  const offered: tf.NamedTensorMap = { ...(bias ? { bias } : {}), ...(residual ? { residual } : {}) };
  return differentiable([x, weight, ...Object.values(offered)], () => ({
    value: run<tf.Tensor2D>(LINEAR, { x, weight, ...offered }),
    saved: [x, weight],
    gradient: (dy, [x, weight]) => [
      run(LINEAR_INPUT_GRADIENT, { dy, weight }),
      ...runMany(LINEAR_WEIGHT_GRADIENT, { dy, x }, { hasBias: bias !== undefined }),
      ...(residual ? [tf.clone(dy)] : []),
    ],
  }));
}
