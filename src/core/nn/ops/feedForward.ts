/** @file The feed-forward branch of the residual stream, in one piece where the backend has kernels of it. */

import { differentiable } from '../differentiable';
import { GELU_CUBIC, GELU_LINEAR, NORM_EPSILON } from '../kernels/webgpu/constants';
import {
  GELU_LINEAR_GRADIENT,
  hasKernel,
  LAYER_NORM,
  LINEAR,
  LINEAR_GELU,
  LINEAR_INPUT_GRADIENT,
  LINEAR_WEIGHT_GRADIENT,
  run,
  runMany,
} from '../kernels/kernel';
import * as tf from '../tf';
import { branchNormGradient, layerNorm, type Scaling } from './layerNorm';
import { type Affine, linear } from './linear';

/**
 * GELU by its tanh approximation, written with the logistic function, which is the same, (1 + tanh(z)) / 2 = σ(2z),
 * and which has a SIMD kernel on wasm.
 *
 * @param x [rows, width]
 * @returns [rows, width]
 */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return differentiable([x], () => {
    const gate: tf.Tensor2D = tf.sigmoid(tf.mul(x, tf.add(tf.mul(tf.square(x), GELU_CUBIC), GELU_LINEAR)));
    const value: tf.Tensor2D = tf.mul(x, gate);
    return {
      value,
      saved: [x, gate, value],
      gradient: (dy, [x, gate, value]) => {
        const slope = tf.add(tf.mul(tf.square(x), 3 * GELU_CUBIC), GELU_LINEAR); // of the logistic's argument
        return [tf.mul(dy, tf.add(gate, tf.mul(tf.sub(value, tf.mul(value, gate)), slope)))];
      },
    };
  });
}

/**
 * x + down(GELU(up(norm(x)))): a whole feed-forward branch of the residual stream.
 *
 * @param x [rows, embed]
 * @returns [rows, embed]
 */
export function feedForward(x: tf.Tensor2D, norm: Scaling, up: Affine, down: Affine): tf.Tensor2D {
  if (hasKernel(LINEAR_GELU) && up.bias && down.bias)
    return fusedFeedForward([x, norm.weight, norm.bias, up.weight, up.bias, down.weight, down.bias]);
  const widened = linear(layerNorm(x, norm.weight, norm.bias), up.weight, up.bias); // [rows, 4 * embed]
  return linear(gelu(widened), down.weight, down.bias, x);
}

type FeedForwardInputs = readonly [
  x: tf.Tensor2D,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  up: tf.Tensor2D,
  upBias: tf.Tensor1D,
  down: tf.Tensor2D,
  downBias: tf.Tensor1D,
];

function fusedFeedForward(inputs: FeedForwardInputs): tf.Tensor2D {
  return differentiable(inputs, () => {
    const [x, gain, bias, up, upBias, down, downBias] = inputs;
    const scaling = { x, gain, bias };
    const [normed, statistics] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LAYER_NORM, scaling, { epsilon: NORM_EPSILON });
    const widened = { x: normed, weight: up, bias: upBias };
    const [u, active] = runMany<[tf.Tensor2D, tf.Tensor2D]>(LINEAR_GELU, widened); // [rows, 4 * embed] each
    return {
      value: run<tf.Tensor2D>(LINEAR, { x: active, weight: down, bias: downBias, residual: x }),
      saved: [x, gain, statistics, normed, up, u, active, down],
      gradient: (dy, [x, gain, statistics, normed, up, u, active, down]) => {
        const du = run<tf.Tensor2D>(GELU_LINEAR_GRADIENT, { dy, weight: down, u }); // [rows, 4 * embed]
        const dNormed = run<tf.Tensor2D>(LINEAR_INPUT_GRADIENT, { dy: du, weight: up }); // [rows, embed]
        return [
          ...branchNormGradient({ x, gain, statistics, dy: dNormed }, dy),
          ...runMany(LINEAR_WEIGHT_GRADIENT, { dy: du, x: normed }, { hasBias: true }),
          ...runMany(LINEAR_WEIGHT_GRADIENT, { dy, x: active }, { hasBias: true }),
        ];
      },
    };
  });
}
