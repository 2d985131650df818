/** @file The causal convolution of each channel. */

import { differentiable } from '../differentiable';
import {
  CONVOLUTION,
  CONVOLUTION_GRADIENT,
  FIRST_CONVOLUTION,
  FIRST_CONVOLUTION_GRADIENT,
  hasKernel,
  run,
  runMany,
} from '../kernels/kernel';
import { sumRows } from '../matmul';
import * as tf from '../tf';

/**
 * `causalConvolution` at the start of a sequence: zeros stand before it.
 *
 * @param x [batch, seq, embed]
 * @param kernel [taps, embed]
 * @returns [batch, seq, embed]
 */
export function firstConvolution(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  if (hasKernel(FIRST_CONVOLUTION))
    return differentiable([x, kernel], () => ({
      value: run<tf.Tensor3D>(FIRST_CONVOLUTION, { x, kernel }),
      saved: [x, kernel],
      gradient: (dy, [x, kernel]) => runMany(FIRST_CONVOLUTION_GRADIENT, { x, kernel, dy }),
    }));
  const padded: tf.Tensor3D = tf.pad(x, [
    [0, 0],
    [kernel.shape[0], 0],
    [0, 0],
  ]);
  return causalConvolution(padded, kernel);
}

/**
 * Adds to each position a weighted sum of those before it: y_t = x_t + Σ_j kernel_j * x_(t-1-j), per channel.
 *
 * @param padded [batch, taps + seq, embed]: the `taps` positions before the first, then the sequence
 * @param kernel [taps, embed]: row j holds the weights at offset j + 1
 * @returns [batch, seq, embed]
 */
export function causalConvolution(padded: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  if (hasKernel(CONVOLUTION))
    return differentiable([padded, kernel], () => ({
      value: run<tf.Tensor3D>(CONVOLUTION, { padded, kernel }),
      saved: [padded, kernel],
      gradient: (dy, [padded, kernel]) => runMany(CONVOLUTION_GRADIENT, { padded, kernel, dy }),
    }));
  const [batch, length, width] = padded.shape;
  const taps = kernel.shape[0];
  const seq = length - taps;
  const offsets = Array.from({ length: taps }, (_, j) => taps - 1 - j);
  return differentiable([padded, kernel], () => {
    const delayed = offsets.map((first, j) =>
      tf.mul(tf.slice(padded, [0, first, 0], [batch, seq, width]), tf.slice(kernel, [j, 0], [1, width])),
    );
    return {
      value: tf.addN([tf.slice(padded, [0, taps, 0], [batch, seq, width]), ...delayed]) as tf.Tensor3D,
      saved: [padded, kernel],
      gradient: (dy, [padded, kernel]) => {
        const spread = offsets.map((first, j) =>
          tf.pad(tf.mul(dy, tf.slice(kernel, [j, 0], [1, width])), [
            [0, 0],
            [first, taps - first],
            [0, 0],
          ]),
        );
        const dKernel = offsets.map((first) =>
          sumRows(tf.reshape(tf.mul(dy, tf.slice(padded, [0, first, 0], [batch, seq, width])), [-1, width])),
        );
        return [
          tf.addN([
            tf.pad(dy, [
              [0, 0],
              [taps, 0],
              [0, 0],
            ]),
            ...spread,
          ]),
          tf.concat(dKernel),
        ];
      },
    };
  });
}
