/**
 * @file Attention from packed projections, with what later positions need of earlier ones. In one piece where the backend has
 * a kernel of it, by heads elsewhere.
 */

import { CAUSAL_ATTENTION, hasKernel } from './kernels/kernel';
import { tokenMask } from './maskOps';
import { cut } from './matmul';
import { causalAttention, packedAttention } from './ops/attention';
import { rotate, rotatePacked, type Rotation } from './ops/rotate';
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
  readonly turn?: Rotation | undefined;
  /** [batch] int32, the first key that each row may see */
  readonly starts?: tf.Tensor1D | undefined;
  /** How many positions at the end of each row are computed; all where it is absent */
  readonly positions?: number | undefined;
}

export interface Attended {
  /** [batch * positions, embed] */
  readonly mixed: tf.Tensor2D;
  readonly memory: Memory;
  /** The attention of the last position, [batch, length] summed over the heads. Computed only when called. */
  readonly lastAttention: () => tf.Tensor2D;
}

/** @param qkv [batch * seq, 3 * embed] */
export function attend(qkv: tf.Tensor2D, attending: Attending, past?: Memory): Attended {
  return hasKernel(CAUSAL_ATTENTION) ? attendPacked(qkv, attending, past) : attendByHead(qkv, attending, past);
}

function attendPacked(qkv: tf.Tensor2D, { batch, heads, turn, starts, positions }: Attending, past?: Memory): Attended {
  const width = qkv.shape[1];
  const seq = qkv.shape[0] / batch;
  const rows: tf.Tensor3D = tf.reshape(qkv, [batch, seq, width]);
  const turned = turn ? rotatePacked(rows, turn) : rows;
  const whole = past?.kind === 'packed' ? tf.concat([past.qkv, turned], 1) : turned; // [batch, length, 3 * embed]
  return {
    mixed: packedAttention(whole, positions ?? seq, heads, starts),
    memory: { kind: 'packed', qkv: whole },
    lastAttention: () => {
      const byHead = tf.transpose(tf.reshape(whole, [batch, -1, 3 * heads, width / 3 / heads]), [2, 0, 1, 3]);
      const flat = tf.reshape(byHead, [3 * heads * batch, whole.shape[1], -1]); // queries, keys, values
      const [queries, keys] = tf.split(flat, 3) as [tf.Tensor3D, tf.Tensor3D];
      return lastAttentionOf(queries, keys, heads, starts);
    },
  };
}

/**
 * The softmax of `causalAttention` for the last query alone: nothing comes after it.
 *
 * @param queries [heads * batch, seq, headDim]
 * @param keys [heads * batch, length, headDim]
 * @returns [batch, length] summed over the heads
 */
function lastAttentionOf(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  heads: number,
  starts: tf.Tensor1D | undefined,
): tf.Tensor2D {
  const [rows, length, headDim] = keys.shape;
  const query = tf.slice(queries, [0, queries.shape[1] - 1, 0], [-1, 1, -1]);
  const scores = tf.div(tf.sum(tf.mul(query, keys), 2), Math.sqrt(headDim)); // [heads * batch, length]
  const byHead: tf.Tensor3D = tf.reshape(scores, [heads, rows / heads, length]);
  // Before a row's first token there is nothing to see.
  const seen = starts ? tf.add(byHead, tf.mul(tf.sub(tokenMask(starts, length), 1), UNSEEN)) : byHead;
  return tf.sum(tf.softmax(seen), 0);
}

const UNSEEN = 1e9;

function attendByHead(qkv: tf.Tensor2D, { batch, heads, turn, starts, positions }: Attending, past?: Memory): Attended {
  const [rows, width] = qkv.shape;
  const seq = rows / batch;
  const headDim = width / 3 / heads;
  const byHead = tf.transpose(tf.reshape(qkv, [batch, seq, 3 * heads, headDim]), [2, 0, 1, 3]);
  const flat = tf.reshape(byHead, [3 * heads * batch, seq, headDim]); // queries, keys, values; then head; then batch
  const [queriesKeys, newValues] = cut(flat, [2 * heads * batch, heads * batch]) as [tf.Tensor3D, tf.Tensor3D];
  const turned = turn ? rotate(queriesKeys, turn) : queriesKeys;
  const [queries, newKeys] = cut(turned, [heads * batch, heads * batch]) as [tf.Tensor3D, tf.Tensor3D]; // [heads * batch, seq, headDim]

  const before = past?.kind === 'heads' ? past : undefined;
  const keys = before ? tf.concat([before.keys, newKeys], 1) : newKeys; // [heads * batch, length, headDim]
  const values = before ? tf.concat([before.values, newValues], 1) : newValues;
  const querying =
    positions === undefined ? queries : tf.slice(queries, [0, seq - positions, 0], [heads * batch, positions, headDim]);
  const mixed = causalAttention(querying, keys, values, starts); // [heads * batch, positions, headDim]
  const joined = tf.transpose(tf.reshape(mixed, [heads, batch, -1, headDim]), [1, 2, 0, 3]);
  return {
    mixed: tf.reshape(joined, [-1, heads * headDim]),
    memory: { kind: 'heads', keys, values },
    lastAttention: () => lastAttentionOf(queries, keys, heads, starts),
  };
}

/** Without its last position: nobody who comes later can attend to it. Those before it keep their places. */
export function forgetLast(memory: Memory): Memory {
  const shorter = (x: tf.Tensor3D): tf.Tensor3D => tf.slice(x, [0, 0, 0], [-1, x.shape[1] - 1, -1]);
  return memory.kind === 'packed'
    ? { kind: 'packed', qkv: shorter(memory.qkv) }
    : { kind: 'heads', keys: shorter(memory.keys), values: shorter(memory.values) };
}

/** The memory of one row of the batch, for `count` rows that go different ways from there. */
export function repeatMemory(memory: Memory, row: number, count: number, heads: number): Memory {
  if (memory.kind === 'packed')
    return { kind: 'packed', qkv: tf.tile(tf.slice(memory.qkv, [row, 0, 0], [1, -1, -1]), [count, 1, 1]) };
  // Rows of keys are counted by head, then by problem.
  const byHead = (x: tf.Tensor3D): tf.Tensor3D => {
    const [all, seq, headDim] = x.shape;
    const ofHeads: tf.Tensor3D = tf.reshape(x, [heads, all / heads, seq * headDim]);
    const tiled = tf.tile(tf.slice(ofHeads, [0, row, 0], [-1, 1, -1]), [1, count, 1]);
    return tf.reshape(tiled, [heads * count, seq, headDim]);
  };
  return { kind: 'heads', keys: byHead(memory.keys), values: byHead(memory.values) };
}
