/** @file The cross entropy of each token, its entropy, and the weighted sum over tokens that a step descends on. */

import { differentiable } from '../differentiable';
import { hasKernel, run, TOKEN_ENTROPY, TOKEN_LOSS, TOKEN_LOSS_GRADIENT, WEIGHTED_SUM } from '../kernels/kernel';
import * as tf from '../tf';

/**
 * Cross entropy of each row: log Σ exp(logits) - logits[target].
 *
 * log Σ exp is taken as max - log(largest chance), for the largest chance is exp(0) / Σ exp(logits - max): exact, safe
 * from overflow, and it leaves the chances, which the gradient needs, as the only large tensor.
 *
 * @param logits [rows, vocab]
 * @param targets [rows] int32
 * @returns [rows] nats
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  if (hasKernel(TOKEN_LOSS)) return fusedTokenLoss(logits, targets);
  const [rows, vocab] = logits.shape;
  return differentiable([logits], () => {
    const chances = tf.softmax(logits); // [rows, vocab]
    const logSum = tf.sub(tf.max(logits, 1), tf.log(tf.max(chances, 1))); // [rows]
    const places = tf.stack([tf.range(0, rows, 1, 'int32'), targets], 1); // [rows, 2]
    return {
      value: tf.sub<tf.Tensor1D>(logSum, tf.gatherND(logits, places)),
      saved: [chances, places],
      gradient: (dy, [chances, places]) => [
        // chances * dy, less dy at the target. No one-hot matrix: wasm's float32 one is wrong.
        tf.sub(tf.mul(chances, tf.reshape(dy, [rows, 1])), tf.scatterND(places, dy, [rows, vocab])),
      ],
    };
  });
}

/**
 * Cross entropy of each row against several labels at once: log Σ exp(logits) - Σ labels * logits.
 *
 * @param logits [rows, vocab]
 * @param labels [rows, vocab] each row sums to one
 * @returns [rows] nats
 */
export function softCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor1D {
  const [rows] = logits.shape;
  return differentiable([logits], () => {
    const chances = tf.softmax(logits); // [rows, vocab]
    const logSum = tf.sub(tf.max(logits, 1), tf.log(tf.max(chances, 1))); // [rows]
    return {
      value: tf.sub<tf.Tensor1D>(logSum, tf.sum(tf.mul(labels, logits), 1)),
      saved: [chances, labels],
      gradient: (dy, [chances, labels]) => [tf.mul(tf.sub(chances, labels), tf.reshape(dy, [rows, 1]))],
    };
  });
}

/**
 * Entropy of the chances of each row. It has no gradient: nothing descends on it.
 *
 * @param logits [rows, vocab]
 * @returns [rows] nats
 */
export function entropy(logits: tf.Tensor2D): tf.Tensor1D {
  if (hasKernel(TOKEN_ENTROPY)) return run(TOKEN_ENTROPY, { logits });
  const chances = tf.softmax(logits);
  // -Σ p log p, where a chance of zero adds nothing.
  return tf.neg(tf.sum(tf.mul(chances, tf.log(tf.maximum(chances, 1e-30))), 1));
}

function fusedTokenLoss(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  return differentiable([logits], () => ({
    value: run<tf.Tensor1D>(TOKEN_LOSS, { logits, targets }),
    saved: [logits, targets],
    gradient: (dy, [logits, targets]) => [run(TOKEN_LOSS_GRADIENT, { logits, targets, dy })],
  }));
}

/**
 * Σ losses * weights, where the weights are a function of the losses through which no gradient flows.
 *
 * @param lossNats [batch, seq]
 * @param weigh gives the weights [batch, seq] from the losses; runs off the tape
 * @returns []
 */
export function weightedSum(lossNats: tf.Tensor2D, weigh: (lossNats: tf.Tensor2D) => tf.Tensor2D): tf.Scalar {
  return differentiable([lossNats], () => {
    const weights = weigh(lossNats);
    return {
      value: hasKernel(WEIGHTED_SUM)
        ? run<tf.Scalar>(WEIGHTED_SUM, { losses: lossNats, weights })
        : tf.sum<tf.Scalar>(tf.mul(lossNats, weights)),
      saved: [weights],
      gradient: (dy, [weights]) => [tf.mul(weights, dy)],
    };
  });
}
