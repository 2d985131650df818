/** @file The layer norm, alone and at the head of a branch that returns to the residual stream. */

import { differentiable } from '../differentiable';
import { NORM_EPSILON } from '../kernels/webgpu/constants';
import { BRANCH_NORM_GRADIENT, hasKernel, LAYER_NORM, LAYER_NORM_GRADIENT, runMany } from '../kernels/kernel';
import { sumRows } from '../matmul';
import * as tf from '../tf';

/** Gain and bias of a layer norm. */
export interface Scaling {
  /** [embed] */
  readonly weight: tf.Tensor1D;
  /** [embed] */
  readonly bias: tf.Tensor1D;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * gain + bias over the last dimension.
 *
 * @param x [rows, embed]
 * @param gain [embed]
 * @param bias [embed]
 * @returns [rows, embed]
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  if (hasKernel(LAYER_NORM)) return fusedLayerNorm(x, gain, bias);
  return differentiable([x, gain, bias], () => {
    const centered = tf.sub(x, tf.mean(x, 1, true)); // [rows, embed]
    const variance = tf.mean(tf.square(centered), 1, true); // [rows, 1]
    const scale = tf.rsqrt(tf.add(variance, NORM_EPSILON)); // [rows, 1]
    const normed: tf.Tensor2D = tf.mul(centered, scale); // [rows, embed]
    return {
      value: tf.add<tf.Tensor2D>(tf.mul(normed, gain), bias),
      saved: [normed, scale, gain],
      gradient: (dy, [normed, scale, gain]) => {
        const scaled = tf.mul(dy, gain); // [rows, embed]
        const along = tf.mean(tf.mul(scaled, normed), 1, true); // [rows, 1]
        const across = tf.sub(tf.sub(scaled, tf.mean(scaled, 1, true)), tf.mul(normed, along)); // [rows, embed]
        return [
          tf.mul(across, scale), // [rows, embed]
          tf.reshape(sumRows(tf.mul(dy, normed)), [-1]), // [embed]
          tf.reshape(sumRows(dy), [-1]), // [embed]
        ];
      },
    };
  });
}

function fusedLayerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor2D {
  return differentiable([x, gain, bias], () => {
    const inputs = { x, gain, bias };
    const [value, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, inputs, { epsilon: NORM_EPSILON });
    return {
      value,
      saved: [x, gain, statistics],
      gradient: (dy, [x, gain, statistics]) => runMany(LAYER_NORM_GRADIENT, { x, gain, statistics, dy }),
    };
  });
}

/**
 * The norm of a branch, and the stream that the branch returns to: what comes back along either is added in one program.
 *
 * @returns the norm, and x itself
 */
export function branchNorm(x: tf.Tensor2D, { weight, bias }: Scaling): [normed: tf.Tensor2D, stream: tf.Tensor2D] {
  if (!hasKernel(BRANCH_NORM_GRADIENT)) return [layerNorm(x, weight, bias), x];
  const inputs = { x, gain: weight, bias };
  // tf.customGrad knows functions of one result only.
  return tf.engine()['runKernelFunc']({
    inputs,
    forwardFunc: (_backend: unknown, save?: (tensors: tf.Tensor[]) => void) => {
      const [normed, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, inputs, { epsilon: NORM_EPSILON });
      save?.([x, weight, statistics]);
      return [normed, tf.clone(x)];
    },
    backwardsFunc: (dys: [tf.Tensor2D, tf.Tensor2D], [x, gain, statistics]: tf.Tensor[]) => {
      const given = { x, gain, statistics, dy: dys[0], residual: dys[1] } as tf.NamedTensorMap;
      const gradients = runMany<[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]>(BRANCH_NORM_GRADIENT, given);
      return { x: () => gradients[0], gain: () => gradients[1], bias: () => gradients[2] };
    },
  });
}

/** Of a norm whose branch returns to the stream: dx has the stream's own gradient in it. */
export function branchNormGradient(inputs: tf.NamedTensorMap, residual: tf.Tensor2D): tf.Tensor[] {
  if (hasKernel(BRANCH_NORM_GRADIENT)) return runMany(BRANCH_NORM_GRADIENT, { ...inputs, residual });
  const [dx, ...scaling] = runMany<[tf.Tensor2D, tf.Tensor1D, tf.Tensor1D]>(LAYER_NORM_GRADIENT, inputs);
  return [tf.add(dx, residual), ...scaling];
}
