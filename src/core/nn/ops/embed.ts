/** @file Rows of tables by their ids: tokens and learned positions. */

import { differentiable } from '../differentiable';
import { ADD_POSITIONS, EMBED, EMBED_GRADIENT, hasKernel, POSITIONS_GRADIENT, run } from '../kernels/kernel';
import { pickRows } from '../matmul';
import * as tf from '../tf';

/**
 * Rows of the embedding matrix.
 *
 * @param table [vocab, embed]
 * @param ids [rows] int32
 * @returns [rows, embed]
 */
export function embedRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  if (hasKernel(EMBED))
    return differentiable([table], () => ({
      value: run<tf.Tensor2D>(EMBED, { table, ids }),
      saved: [ids],
      gradient: (dy, [ids]) => [run(EMBED_GRADIENT, { dy, ids }, { vocab: table.shape[0] })],
    }));
  return differentiable([table], () => ({
    value: pickRows(table, ids),
    saved: [ids],
    gradient: (dy, [ids]) => [scatterRows(dy, ids, table.shape)],
  }));
}

/** The sum of the rows of each id. [rows, embed] -> [vocab, embed] */
function scatterRows(rows: tf.Tensor2D, ids: tf.Tensor1D, shape: [number, number]): tf.Tensor2D {
  return tf.scatterND(tf.reshape(ids, [-1, 1]), rows, shape) as tf.Tensor2D;
}

/**
 * Adds the learned position of each place, which counts from its row's first token.
 *
 * @param x [batch, seq, embed]
 * @param table [window, embed]
 * @param first position of the first place
 * @param starts [batch] int32, the position of each row's first token; 0 where it is absent
 * @returns [batch, seq, embed]
 */
export function addPositions(x: tf.Tensor3D, table: tf.Tensor2D, first: number, starts?: tf.Tensor1D): tf.Tensor3D {
  if (hasKernel(ADD_POSITIONS)) return fusedAddPositions(x, table, first, starts);
  const [batch, seq, width] = x.shape;
  if (!starts) return tf.add(x, tf.reshape(tf.slice(table, [first, 0], [seq, width]), [1, seq, width]));
  const places = tf.sub(tf.range(first, first + seq), tf.cast(tf.reshape(starts, [batch, 1]), 'float32')); // [batch, seq]
  const rows: tf.Tensor1D = tf.reshape(tf.cast(tf.relu(places), 'int32'), [batch * seq]);
  return tf.add(x, tf.reshape(embedRows(table, rows), [batch, seq, width]));
}

function fusedAddPositions(x: tf.Tensor3D, table: tf.Tensor2D, first: number, starts?: tf.Tensor1D): tf.Tensor3D {
  return differentiable([x, table], () => ({
    value: run<tf.Tensor3D>(ADD_POSITIONS, { x, table, ...(starts ? { starts } : {}) }, { first }),
    saved: starts ? [starts] : [],
    gradient: (dy, [starts]) => [
      tf.clone(dy),
      run(POSITIONS_GRADIENT, { dy, ...(starts ? { starts } : {}) }, { first, window: table.shape[0] }),
    ],
  }));
}
