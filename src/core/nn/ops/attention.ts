/**
 * @file Causal attention: on queries, keys and values by head, composed of plain ops; and on packed rows, in one kernel. The
 * attention of a model chooses between them (`../attention.ts`).
 */

import { differentiable } from '../differentiable';
import { CAUSAL_ATTENTION, CAUSAL_ATTENTION_GRADIENT, run, runMany } from '../kernels/kernel';
import { tokenMask } from '../maskOps';
import { batchMatmul } from '../matmul';
import * as tf from '../tf';

// A finite number that survives addition: WGSL may assume that no infinity occurs.
const MASKED = -1e9;

/**
 * Scaled dot-product attention; a query sees the keys up to its own position. The last query stands at the last key.
 *
 * @param queries [count, seq, headDim], count being heads * batch
 * @param keys [count, past + seq, headDim]
 * @param values [count, past + seq, headDim]
 * @param starts [batch] int32, the first key that each row may see; all where it is absent
 * @returns [count, seq, headDim]
 */
export function causalAttention(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  starts?: tf.Tensor1D,
): tf.Tensor3D {
  const scale = 1 / Math.sqrt(queries.shape[2]);
  return differentiable([queries, keys, values], () => {
    const scaled = tf.mul<tf.Tensor3D>(queries, scale);
    const scores = batchMatmul(scaled, keys, false, true); // [count, seq, past + seq]
    const seen = starts ? tf.add<tf.Tensor3D>(scores, paddingMask(starts, queries.shape[0], keys.shape[1])) : scores;
    // A single query is the last position: nothing comes after it.
    const isSingle = queries.shape[1] === 1;
    const masked = isSingle ? seen : tf.add<tf.Tensor3D>(seen, causalMask(queries.shape[1], keys.shape[1]));
    const chances = tf.softmax<tf.Tensor3D>(masked);
    return {
      value: batchMatmul(chances, values), // [count, seq, headDim]
      saved: [scaled, keys, values, chances],
      gradient: (dy, [scaled, keys, values, chances]) => {
        const dChances = batchMatmul(dy, values, false, true); // [count, seq, past + seq]
        const weighted = tf.mul(dChances, chances);
        const dScores: tf.Tensor3D = tf.sub(weighted, tf.mul(chances, tf.sum(weighted, 2, true)));
        return [
          tf.mul(batchMatmul(dScores, keys), scale), // [count, seq, headDim]
          batchMatmul(dScores, scaled, true), // [count, past + seq, headDim]
          batchMatmul(chances, dy, true), // [count, past + seq, headDim]
        ];
      },
    };
  });
}

/**
 * The same on packed rows of queries, keys and values, for backends with a kernel of it.
 *
 * @param qkv [batch, past + seq, 3 * embed]
 * @param seq queries: the last positions
 * @returns [batch * seq, embed]
 */
export function packedAttention(qkv: tf.Tensor3D, seq: number, heads: number, starts?: tf.Tensor1D): tf.Tensor2D {
  return differentiable([qkv], () => {
    const inputs = { qkv, ...(starts ? { starts } : {}) };
    const [value, chances] = runMany<[tf.Tensor2D, tf.Tensor4D]>(CAUSAL_ATTENTION, inputs, { heads, seq });
    return {
      value,
      saved: [qkv, chances],
      gradient: (dy, [qkv, chances]) => [run(CAUSAL_ATTENTION_GRADIENT, { qkv, chances, dy }, { heads, seq })],
    };
  });
}

/** [1, seq, keys]: 0 where a query may look, a very negative number where it may not */
function causalMask(seq: number, keys: number): tf.Tensor3D {
  const mask = new Float32Array(seq * keys);
  const past = keys - seq;
  for (let query = 0; query < seq; query++) mask.fill(MASKED, query * keys + past + query + 1, (query + 1) * keys);
  return tf.tensor3d(mask, [1, seq, keys]);
}

/** [count, 1, keys]: very negative at the keys before each row's start; rows repeat for each head */
function paddingMask(starts: tf.Tensor1D, count: number, keys: number): tf.Tensor3D {
  const [batch] = starts.shape;
  const mask = tf.mul(tf.sub(1, tokenMask(starts, keys)), MASKED);
  return tf.tile<tf.Tensor3D>(tf.reshape(mask, [batch, 1, keys]), [count / batch, 1, 1]);
}
