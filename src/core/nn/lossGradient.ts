/** @file A loss and its gradient, and nothing left behind where the computation is broken off. */

import * as tf from './tf';

/**
 * As `tf.valueAndGrad` for one vector. What tfjs saves on the way forward for the way back it frees only at the end of
 * the way back: where an operation throws, for want of memory say, the saved tensors would stay for ever.
 *
 * @param theta [P]
 * @returns [] and [P], the caller's to dispose
 */
export function lossAndGradient(
  lossOf: (theta: tf.Tensor1D) => tf.Scalar,
  theta: tf.Tensor1D,
): { readonly loss: tf.Scalar; readonly gradient: tf.Tensor1D } {
  try {
    const { value, grad } = tf.valueAndGrad((flat) => lossOf(flat as tf.Tensor1D))(theta);
    return { loss: value as tf.Scalar, gradient: grad as tf.Tensor1D };
  } catch (error) {
    freeTape();
    throw error;
  }
}

function freeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = [];
}
