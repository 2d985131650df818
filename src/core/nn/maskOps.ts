/** @file Rows of different lengths in one batch: what counts where. */

import { differentiable } from './differentiable';
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
