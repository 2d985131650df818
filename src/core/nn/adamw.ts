/** @file AdamW over the flat vector: one rule for all parameters, whatever their shapes. */

import type { OptimizerConfig } from '../trace/config/config';
import type { FusedBackend } from './kernels/webgpu/fusedBackend';
import { ADAMW, ADAMW_ONE_BUFFER, type AdamwNumbers, CLIP, hasKernel, run, runMany } from './kernels/kernel';
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

/**
 * The numbers of one update.
 *
 * The corrections are folded into two of them: m̂ / (√v̂ + ε) = (m / c1) / (√v / √c2 + ε) = m * √c2 / c1 / (√v + ε √c2).
 *
 * @param step counts from 1: the bias correction needs it
 */
export function updateNumbers(optimizer: OptimizerConfig, learningRate: number, step: number): AdamwNumbers {
  const { beta1, beta2, weightDecay, clipNorm } = optimizer;
  const correction1 = 1 - beta1 ** step;
  const correction2 = Math.sqrt(1 - beta2 ** step);
  return {
    clipNorm,
    clipEpsilon: CLIP_EPSILON,
    beta1,
    beta2,
    keep: 1 - learningRate * weightDecay,
    rate: (learningRate * correction2) / correction1,
    epsilon: EPSILON * correction2,
  };
}

/** The same for a program that reads them: keep, rate, epsilon, β1, 1 - β1, β2, 1 - β2, clipNorm, clipEpsilon. [9] */
export function updateColumn({ keep, rate, epsilon, beta1, beta2, clipNorm, clipEpsilon }: AdamwNumbers): Float32Array {
  return Float32Array.of(keep, rate, epsilon, beta1, 1 - beta1, beta2, 1 - beta2, clipNorm, clipEpsilon);
}

/** The parameters and what AdamW carries from step to step, each [P]. */
export interface AdamwState {
  readonly theta: tf.Tensor1D;
  /** Running mean of the gradient. */
  readonly m: tf.Tensor1D;
  /** Running mean of its square. */
  readonly v: tf.Tensor1D;
  /** Other numbers for one of them, [P]. */
  readonly write: (name: 'theta' | 'm' | 'v', values: Float32Array) => void;
  /**
   * One update in place. [Loshchilov and Hutter 2019, Algorithm 2, with clipping by the global norm]
   *
   * @param gradient [P]
   * @param column [9] the same numbers on the device: a recording reads those of each step there
   * @returns [] the gradient's norm before clipping; the caller owns it
   */
  readonly update: (gradient: tf.Tensor1D, numbers: AdamwNumbers, column: tf.Tensor1D) => tf.Scalar;
  readonly dispose: () => void;
}

/** @param theta [P] first weights; m and v start at zero */
export function adamwState(theta: Float32Array): AdamwState {
  return hasKernel(ADAMW_ONE_BUFFER) ? oneBuffer(theta) : variables(theta);
}

/** θ, m and v side by side on the device, so that one program updates all three. */
function oneBuffer(first: Float32Array): AdamwState {
  const backend = tf.backend() as FusedBackend; // it alone has the kernel
  const zeros = new Float32Array(first.length);
  const [theta, m, v] = backend.makeColumns([first, zeros, zeros]).map((column) => tf.keep(column)) as [
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const state = { theta, m, v };
  return {
    ...state,
    write: (name, values) => backend.overwrite(state[name], values),
    update(gradient, _, column) {
      const [norm, scale] = runMany<[tf.Scalar, tf.Scalar]>(CLIP, { gradient, numbers: column });
      runMany(ADAMW_ONE_BUFFER, { ...state, gradient, scale, numbers: column });
      return norm;
    },
    dispose: () => tf.dispose([theta, m, v]),
  };
}

function variables(first: Float32Array): AdamwState {
  const zeros = new Float32Array(first.length);
  const [theta, m, v] = [variable(first), variable(zeros), variable(zeros)];
  const state = { theta, m, v };
  return {
    ...state,
    write: (name, values) => tf.tidy(() => state[name].assign(tf.tensor1d(values.slice()))),
    update(gradient, numbers) {
      if (hasKernel(ADAMW)) return run(ADAMW, { ...state, gradient }, { ...numbers });
      return tf.tidy(() => plainUpdate(state, gradient, numbers));
    },
    dispose: () => tf.dispose([theta, m, v]),
  };
}

type Variables = Readonly<Record<'theta' | 'm' | 'v', tf.Variable<tf.Rank.R1>>>;

function plainUpdate({ theta, m, v }: Variables, gradient: tf.Tensor1D, numbers: AdamwNumbers): tf.Scalar {
  const { keep, rate, epsilon, beta1, beta2, clipNorm, clipEpsilon } = numbers;
  const norm: tf.Scalar = tf.sqrt(tf.sum(tf.square(gradient)));
  const clipped = tf.mul(gradient, tf.minimum(1, tf.div(clipNorm, tf.add(norm, clipEpsilon))));
  const newM: tf.Tensor1D = tf.add(tf.mul(m, beta1), tf.mul(clipped, 1 - beta1));
  const newV: tf.Tensor1D = tf.add(tf.mul(v, beta2), tf.mul(tf.square(clipped), 1 - beta2));
  const direction = tf.div(newM, tf.add(tf.sqrt(newV), epsilon));
  theta.assign(tf.sub(tf.mul(theta, keep), tf.mul(direction, rate)));
  m.assign(newM);
  v.assign(newV);
  return norm;
}

// tfjs's variable does not take its value over: unless both are made in one tidy, the value leaks. A tensor on the plain
// CPU is the array it was made of, so it gets a copy.
const variable = (values: Float32Array): tf.Variable<tf.Rank.R1> =>
  tf.tidy(() => tf.variable(tf.tensor1d(values.slice())));
