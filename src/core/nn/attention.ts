/**
 * @file Attention from packed projections, with what later positions need of earlier ones. In one piece where the backend has
 * a kernel of it, by heads elsewhere.
 */

import { CAUSAL_ATTENTION, hasKernel } from './kernels/kernel';
import { cut } from './matmul';
import * as ops from './ops';
import * as tf from './tf';

/** Keys and values of the positions so far. */
export type Memory =
  | {
      readonly kind: 'heads';
      /** [heads * batch, length, headDim] */
      readonly keys: tf.Tensor3D;
      /** [heads * batch, length, headDim] */
      readonly values: tf.Tensor3D;
    }
  | {
      readonly kind: 'packed';
      /** [batch, length, 3 * embed]: queries, keys, values */
      readonly qkv: tf.Tensor3D;
    };

export interface Attending {
  readonly batch: number;
  readonly heads: number;
  readonly turn?: ops.Rotation | undefined;
  /** [batch] the first key that each row may see */
  readonly starts?: readonly number[] | undefined;
}

export interface Attended {
  /** [batch * seq, embed] */
  readonly mixed: tf.Tensor2D;
  readonly memory: Memory;
}

/** @param qkv [batch * seq, 3 * embed] */
export function attend(qkv: tf.Tensor2D, attending: Attending, past?: Memory): Attended {
  return hasKernel(CAUSAL_ATTENTION) ? attendPacked(qkv, attending, past) : attendByHead(qkv, attending, past);
}

function attendPacked(qkv: tf.Tensor2D, { batch, heads, turn, starts }: Attending, past?: Memory): Attended {
  const seq = qkv.shape[0] / batch;
  const rows: tf.Tensor3D = tf.reshape(qkv, [batch, seq, qkv.shape[1]]);
  const turned = turn ? ops.rotatePacked(rows, turn) : rows;
  const whole = past?.kind === 'packed' ? tf.concat([past.qkv, turned], 1) : turned; // [batch, length, 3 * embed]
  return {
    mixed: ops.packedAttention(whole, seq, heads, starts),
    memory: { kind: 'packed', qkv: whole },
  };
}

function attendByHead(qkv: tf.Tensor2D, { batch, heads, turn, starts }: Attending, past?: Memory): Attended {
  const [rows, width] = qkv.shape;
  const seq = rows / batch;
  const headDim = width / 3 / heads;
  const byHead = tf.transpose(tf.reshape(qkv, [batch, seq, 3 * heads, headDim]), [2, 0, 1, 3]);
  const flat = tf.reshape(byHead, [3 * heads * batch, seq, headDim]); // queries, keys, values; then head; then batch
  const [queriesKeys, newValues] = cut(flat, [2 * heads * batch, heads * batch]) as [tf.Tensor3D, tf.Tensor3D];
  const turned = turn ? ops.rotate(queriesKeys, turn) : queriesKeys;
  const [queries, newKeys] = cut(turned, [heads * batch, heads * batch]) as [tf.Tensor3D, tf.Tensor3D]; // [heads * batch, seq, headDim]

  const before = past?.kind === 'heads' ? past : undefined;
  const keys = before ? tf.concat([before.keys, newKeys], 1) : newKeys; // [heads * batch, length, headDim]
  const values = before ? tf.concat([before.values, newValues], 1) : newValues;
  const mixed = ops.causalAttention(queries, keys, values, starts); // [heads * batch, seq, headDim]
  const joined = tf.transpose(tf.reshape(mixed, [heads, batch, seq, headDim]), [1, 2, 0, 3]);
  return { mixed: tf.reshape(joined, [rows, heads * headDim]), memory: { kind: 'heads', keys, values } };
}

/** One row's memory for `count` rows that go different ways from there. */
export function repeatMemory(memory: Memory, count: number, heads: number): Memory {
  if (memory.kind === 'packed') return { kind: 'packed', qkv: tf.tile(memory.qkv, [count, 1, 1]) };
  // Rows of keys are counted by head, then by problem.
  const byHead = (x: tf.Tensor3D): tf.Tensor3D => {
    const [, seq, headDim] = x.shape;
    const tiled = tf.tile(tf.reshape(x, [heads, 1, seq * headDim]), [1, count, 1]);
    return tf.reshape(tiled, [heads * count, seq, headDim]);
  };
  return { kind: 'heads', keys: byHead(memory.keys), values: byHead(memory.values) };
}
