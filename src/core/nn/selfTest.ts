/**
 * @file Does this backend compute? Some drivers return zeros without an error (tensorflow/tfjs#8590), and a shader that
 * does not compile does too. One loss and one gradient of a very small model tell.
 */

import type { ModelConfig } from '../trace/config/config';
import { splitWeights, tokenLosses } from './gpt';
import { parameterLayout } from './layout';
import { weightedSum } from './ops/loss';
import * as tf from './tf';
import { everyToken } from './trainer';

/** Every kind of parameter is there, so a kernel that fails is met. */
export const SELF_TEST_MODEL: ModelConfig = {
  vocab: 12,
  seq: 8,
  layers: 1,
  embed: 8,
  heads: 2,
  position: 'rotary',
  rotaryBase: 1000,
  tokenShift: true,
  convolutionTaps: 2,
  attentionBias: true,
  init: 'standard',
  initEmbedStd: 0.05,
  finalNormGain: 1,
};

/** By PyTorch in float64 (tests/golden/make_golden.py): the loss, the gradient's norm, and Σ gradient_i * cos(i). */
export const SELF_TEST_FIGURES = { loss: 2.8150766, norm: 1.9400647, wave: 1.2669825 } as const;

const BATCH = 2;
// Float32 comes within 1e-5; half precision in disguise, or one wrong parameter, does not come within this.
const TOLERANCE = 1e-3;

/** @returns undefined, or a sentence that says what is wrong */
export async function gradientSelfTest(): Promise<string | undefined> {
  const measured = tf.tidy(() => {
    const { theta, inputs, targets } = selfTestBatch();
    const { value, grad } = tf.valueAndGrad((flat) => {
      const weights = splitWeights(tf.reshape(flat, [-1]), SELF_TEST_MODEL);
      return weightedSum(tokenLosses(weights, SELF_TEST_MODEL, inputs, targets), everyToken);
    })(theta);
    const wave = tf.tensor1d(Float32Array.from({ length: grad.size }, (_, i) => Math.cos(i)));
    return tf.stack([value, tf.sqrt(tf.sum(tf.square(grad))), tf.sum(tf.mul(grad, wave))]);
  });
  try {
    const [loss = NaN, norm = NaN, wave = NaN] = await measured.data();
    const { loss: trueLoss, norm: trueNorm, wave: trueWave } = SELF_TEST_FIGURES;
    const isNear = (ours: number, theirs: number): boolean => Math.abs(ours - theirs) < TOLERANCE;
    if (isNear(loss, trueLoss) && isNear(norm, trueNorm) && isNear(wave, trueWave)) return undefined;
    const show = (...values: number[]): string => values.map((value) => value.toFixed(4)).join(', ');
    return `It computes wrongly: loss, gradient and its projection are ${show(loss, norm, wave)} instead of ${show(trueLoss, trueNorm, trueWave)}.`;
  } finally {
    measured.dispose();
  }
}

/** Weights and ids by formulas that Python can say too. */
function selfTestBatch(): { theta: tf.Tensor1D; inputs: tf.Tensor2D; targets: tf.Tensor2D } {
  const { seq } = SELF_TEST_MODEL;
  const id = (row: number, column: number): number => ((row * (seq + 1) + column) ** 2 % 7) + row;
  const window = (first: number): tf.Tensor2D => {
    const ids = Array.from({ length: BATCH * seq }, (_, i) => id(Math.floor(i / seq), (i % seq) + first));
    return tf.tensor2d(ids, [BATCH, seq], 'int32');
  };
  const values = parameterLayout(SELF_TEST_MODEL).flatMap(({ name, offset, size }) => {
    const isGain = name.includes('norm') && name.endsWith('weight');
    return Array.from({ length: size }, (_, i) => wavy(offset + i) + (isGain ? 1 : 0));
  });
  return { theta: tf.tensor1d(values), inputs: window(0), targets: window(1) };
}

/** Neither symmetric nor repeating, and all of one size. */
function wavy(i: number): number {
  return 0.4 * Math.sin(1.7 * i + ((0.003 * i * i) % 7));
}
