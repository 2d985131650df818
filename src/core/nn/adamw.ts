/** @file AdamW over the flat vector: one rule for all parameters, whatever their shapes. */

import type { OptimizerConfig } from '../trace/config';
import { ADAMW, type AdamwNumbers, hasKernel, run } from './kernels/kernel';
import * as tf from './tf';

const EPSILON = 1e-8;
// As in PyTorch's clip_grad_norm_.
export const CLIP_EPSILON = 1e-6;

/**
 * Linear warm-up to the peak, then a cosine to `finalFraction` of it at the last step.
 *
 * @param step 0-based
 * @param steps of the whole run
 */
export function learningRateAt(optimizer: OptimizerConfig, step: number, steps: number): number {
  const { learningRate, warmupSteps, finalFraction } = optimizer;
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const done = Math.min(1, (step - warmupSteps) / Math.max(1, steps - 1 - warmupSteps));
  return learningRate * (finalFraction + ((1 - finalFraction) * (1 + Math.cos(Math.PI * done))) / 2);
}

/** What AdamW carries from step to step, each [P]. */
export interface AdamwState {
  readonly theta: tf.Variable<tf.Rank.R1>;
  /** Running mean of the gradient. */
  readonly m: tf.Variable<tf.Rank.R1>;
  /** Running mean of its square. */
  readonly v: tf.Variable<tf.Rank.R1>;
}

/**
 * One update in place. [Loshchilov and Hutter 2019, Algorithm 2, with clipping by the global norm]
 *
 * @param gradient [P]
 * @param step counts from 1: the bias correction needs it
 * @returns [] the gradient's norm before clipping; the caller owns it
 */
export function adamwStep(
  { theta, m, v }: AdamwState,
  gradient: tf.Tensor1D,
  optimizer: OptimizerConfig,
  learningRate: number,
  step: number,
): tf.Scalar {
  const { beta1, beta2, weightDecay, clipNorm } = optimizer;
  // The corrections are folded into two numbers: m̂ / (√v̂ + ε) = (m / c1) / (√v / √c2 + ε) = m * √c2 / c1 / (√v + ε √c2).
  const correction1 = 1 - beta1 ** step;
  const correction2 = Math.sqrt(1 - beta2 ** step);
  const numbers: AdamwNumbers = {
    clipNorm,
    clipEpsilon: CLIP_EPSILON,
    beta1,
    beta2,
    keep: 1 - learningRate * weightDecay,
    rate: (learningRate * correction2) / correction1,
    epsilon: EPSILON * correction2,
  };
  if (hasKernel(ADAMW)) return run(ADAMW, { theta, m, v, gradient }, { ...numbers });
  return tf.tidy(() => {
    const norm: tf.Scalar = tf.sqrt(tf.sum(tf.square(gradient)));
    const clipped = tf.mul(gradient, tf.minimum(1, tf.div(clipNorm, tf.add(norm, CLIP_EPSILON))));
    const newM: tf.Tensor1D = tf.add(tf.mul(m, beta1), tf.mul(clipped, 1 - beta1));
    const newV: tf.Tensor1D = tf.add(tf.mul(v, beta2), tf.mul(tf.square(clipped), 1 - beta2));
    const direction = tf.div(newM, tf.add(tf.sqrt(newV), numbers.epsilon));
    theta.assign(tf.sub(tf.mul(theta, numbers.keep), tf.mul(direction, numbers.rate)));
    m.assign(newM);
    v.assign(newV);
    return norm;
  });
}
