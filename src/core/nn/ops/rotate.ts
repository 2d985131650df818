/** @file Rotary positions, on heads and on packed rows. */

import { differentiable } from '../differentiable';
import { ROTATE, run } from '../kernels/kernel';
import { matmul } from '../matmul';
import * as tf from '../tf';

/** The turn of each pair of channels at each position, and the matrix that swaps the members of a pair. */
export interface Rotation {
  /** [seq, headDim] */
  readonly cosine: tf.Tensor2D;
  /** [seq, headDim] */
  readonly sine: tf.Tensor2D;
  /** [headDim, headDim]: x · swap = (-x₂, x₁), where x₁ and x₂ are the halves of x */
  readonly swap: tf.Tensor2D;
}

/** Angles of positions `first` to `first + seq - 1`: position * base^(-2i / headDim). [RoFormer §3.2, in halves] */
export function rotation(first: number, seq: number, headDim: number, base: number): Rotation {
  const half = headDim / 2;
  const cosine = new Float32Array(seq * headDim);
  const sine = new Float32Array(seq * headDim);
  // Each pass asks for it anew, so that no angle is taken twice: both halves of the channels have the same.
  for (let channel = 0; channel < half; channel++) {
    const frequency = base ** (-channel / half);
    for (let position = 0; position < seq; position++) {
      const angle = (first + position) * frequency;
      const at = position * headDim + channel;
      cosine[at] = cosine[at + half] = Math.cos(angle);
      sine[at] = sine[at + half] = Math.sin(angle);
    }
  }
  const swap = new Float32Array(headDim * headDim);
  for (let i = 0; i < half; i++) {
    swap[(i + half) * headDim + i] = -1;
    swap[i * headDim + i + half] = 1;
  }
  return {
    cosine: tf.tensor2d(cosine, [seq, headDim]),
    sine: tf.tensor2d(sine, [seq, headDim]),
    swap: tf.tensor2d(swap, [headDim, headDim]),
  };
}

/**
 * Rotary positions: turns each pair of channels by its angle. The gradient turns back.
 *
 * @param x [count, seq, headDim]
 * @returns [count, seq, headDim]
 */
export function rotate(x: tf.Tensor3D, turn: Rotation): tf.Tensor3D {
  return differentiable([x], () => ({
    value: tf.add<tf.Tensor3D>(tf.mul(x, turn.cosine), tf.mul(swapHalves(x, turn.swap), turn.sine)),
    saved: [turn.cosine, turn.sine, turn.swap],
    gradient: (dy, [cosine, sine, swap]) => [
      tf.add(tf.mul(dy, cosine), swapHalves(tf.mul(dy, sine), tf.transpose(swap))),
    ],
  }));
}

/**
 * The same on packed rows, whose values pass unturned, for backends with a kernel of it.
 *
 * @param qkv [batch, seq, 3 * embed]
 */
export function rotatePacked(qkv: tf.Tensor3D, { cosine, sine }: Rotation): tf.Tensor3D {
  return differentiable([qkv], () => ({
    value: run<tf.Tensor3D>(ROTATE, { qkv, cosine, sine }, { sign: 1 }),
    saved: [cosine, sine],
    gradient: (dy, [cosine, sine]) => [run(ROTATE, { qkv: dy, cosine, sine }, { sign: -1 })],
  }));
}

/** x · swap. [count, seq, headDim] -> [count, seq, headDim] */
function swapHalves(x: tf.Tensor3D, swap: tf.Tensor2D): tf.Tensor3D {
  return tf.reshape(matmul(tf.reshape(x, [-1, x.shape[2]]), swap), x.shape);
}
