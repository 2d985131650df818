/** @file Rows of different lengths in one batch: what counts where. */

import { differentiable } from './differentiable';
import { addPositions } from './ops/embed';
import * as tf from './tf';

/**
 * `first` in the rows where `chosen` is 1, `second` where it is 0.
 *
 * @param first [batch, seq, embed]
 * @param second [batch, seq, embed]
 * @param chosen [batch, seq, 1] or what broadcasts to it
 * @returns [batch, seq, embed]
 */
export function choose(first: tf.Tensor3D, second: tf.Tensor3D, chosen: tf.Tensor3D): tf.Tensor3D {
  return differentiable([first, second], () => {
    const other = tf.sub<tf.Tensor3D>(1, chosen);
    return {
      value: tf.add<tf.Tensor3D>(tf.mul(first, chosen), tf.mul(second, other)),
      saved: [chosen, other],
      gradient: (dy, [chosen, other]) => [tf.mul(dy, chosen), tf.mul(dy, other)],
    };
  });
}

/**
 * 1 on tokens, 0 on the padding before them: a table of positions whose first row is 0, and a token stands at 1 or later.
 * So it is computed where the starts are, which a recording reads anew at each play.
 *
 * @param starts [batch] int32, the column of each row's first token
 * @returns [batch, seq]
 */
export function tokenMask(starts: tf.Tensor1D, seq: number): tf.Tensor2D {
  const [batch] = starts.shape;
  const table = tf.tensor2d(
    Float32Array.from({ length: seq + 1 }, (_, place) => Math.min(place, 1)),
    [seq + 1, 1],
  );
  return tf.reshape(addPositions(tf.zeros([batch, seq, 1]), table, 1, starts), [batch, seq]);
}

/**
 * Zero where `kept` is 0.
 *
 * @param x [batch, seq, embed]
 * @param kept [batch, seq, 1] 1 or 0
 * @returns [batch, seq, embed]
 */
export function silence(x: tf.Tensor3D, kept: tf.Tensor3D): tf.Tensor3D {
  return differentiable([x], () => ({
    value: tf.mul<tf.Tensor3D>(x, kept),
    saved: [kept],
    gradient: (dy, [kept]) => [tf.mul(dy, kept)],
  }));
}
