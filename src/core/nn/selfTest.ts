/**
 * @file Does this backend differentiate? Some drivers return zeros without an error (tensorflow/tfjs#8590).
 */

import { trainPreset } from '../trace/presets';
import { rng } from '../util/rng';
import { splitWeights, tokenLosses } from './gpt';
import { initWeights } from './init';
import { weightedSum } from './ops';
import * as tf from './tf';
import { everyToken } from './trainer';

/** A step this long gives a difference that float32 still sees. */
const EPSILON = 1e-2;
const TOLERANCE = 0.05;

/**
 * Holds the gradient of a very small model against the slope of its loss, measured between two points.
 *
 * @returns undefined, or a sentence that says what is wrong
 */
export async function gradientSelfTest(): Promise<string | undefined> {
  const model = { ...trainPreset('tiny').model, vocab: 16, seq: 8, layers: 1, embed: 8 };
  const chance = rng(1, 'selfTest');
  const ids = Int32Array.from({ length: model.seq + 1 }, () => chance.integer(model.vocab));
  const measured = tf.tidy(() => {
    const theta = tf.tensor1d(initWeights(model, 1));
    const inputs = tf.tensor2d(ids.slice(0, -1), [1, model.seq], 'int32');
    const targets = tf.tensor2d(ids.slice(1), [1, model.seq], 'int32');
    const loss = (flat: tf.Tensor1D): tf.Scalar =>
      weightedSum(tokenLosses(splitWeights(flat, model), model, inputs, targets), everyToken);
    const gradient = tf.grad((flat) => loss(tf.reshape(flat, [-1])))(theta);
    // Along the gradient itself the slope is its norm.
    const norm = tf.sqrt(tf.sum(tf.square(gradient)));
    const step = tf.mul(gradient, tf.div(EPSILON, norm));
    const slope = tf.div(tf.sub(loss(tf.add(theta, step)), loss(tf.sub(theta, step))), 2 * EPSILON);
    return tf.stack([loss(theta), norm, slope]);
  });
  try {
    const [loss = NaN, norm = NaN, slope = NaN] = await measured.data();
    const isNear = Math.abs(loss - Math.log(model.vocab)) < 1;
    if (isNear && norm > 0 && Math.abs(slope / norm - 1) < TOLERANCE) return undefined;
    return `It computes wrongly: a loss of ${loss.toFixed(3)} instead of about ${Math.log(model.vocab).toFixed(3)}, a slope of ${slope.toPrecision(3)} where the gradient says ${norm.toPrecision(3)}.`;
  } finally {
    measured.dispose();
  }
}
