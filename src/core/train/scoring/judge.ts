/** @file What is asked of a model about rows of tokens: as a computation of tensors, and as numbers once they are read back. */

import type { ModelConfig } from '../../trace/config/config';
import { rowLogits, type Weights } from '../../nn/gpt';
import { crossEntropy, entropy } from '../../nn/ops/loss';
import type { Column } from '../../nn/recorder';
import * as tf from '../../nn/tf';

export interface Rows {
  /** [batch, width], flat */
  readonly inputs: Int32Array;
  /** [batch, judged], flat */
  readonly targets: Int32Array;
  /** Tokens of a row where it is shorter than the model's window. */
  readonly width?: number;
  /** Positions at the end of each row that are judged: the rest is context, and costs less. All where it is absent. */
  readonly judged?: number;
}

/** Beside the losses. */
export interface Wanted {
  readonly entropy?: boolean;
  /** The five likeliest tokens. */
  readonly predictions?: boolean;
  /** The likeliest token alone, which costs much less. */
  readonly likeliest?: boolean;
}

/** Of the judged positions, [batch, judged], flat. */
export interface RowScores {
  /** nats */
  readonly lossNats: Float32Array;
  /** nats, of the next-token distribution */
  readonly entropyNats?: Float32Array;
  /** [.., 5], best first */
  readonly topIds?: Int32Array;
  readonly topProbability?: Float32Array;
  readonly likeliestIds?: Int32Array;
}

const TOP = 5;

/** What `judge` needs of the rows, in the order in which it takes them. */
export function columnsOf({ inputs, targets, width }: Rows, { seq }: ModelConfig): Column[] {
  const length = width ?? seq;
  return [
    { values: inputs, shape: [inputs.length / length, length] },
    { values: targets, shape: [targets.length] },
  ];
}

/** @returns what `scoresOf` reads, in its order. To be called within a tidy. */
export function judge(
  weights: Weights,
  config: ModelConfig,
  [ids, answers]: readonly tf.Tensor[],
  judged: number | undefined,
  wanted: Wanted,
): tf.Tensor[] {
  const rows = rowLogits(weights, config, ids as tf.Tensor2D, judged); // [batch * judged, vocab]
  const top = wanted.predictions ? tf.topk(tf.softmax(rows), TOP) : undefined;
  return [
    crossEntropy(rows, answers as tf.Tensor1D), // [batch * judged]
    ...(wanted.entropy ? [entropy(rows)] : []),
    ...(wanted.likeliest ? [tf.argMax(rows, 1)] : []),
    ...(top ? [top.indices, top.values] : []), // [batch * judged, 5] each
  ];
}

/** @param read numbers of several judges, one after the other; ids among them as floats, which they fit into */
export function scoresOf(read: Float32Array, { targets }: Rows, wanted: readonly Wanted[]): RowScores[] {
  const count = targets.length;
  let from = 0;
  const next = (width = 1): Float32Array => read.subarray(from, (from += count * width));
  return wanted.map(({ entropy, likeliest, predictions }) => ({
    lossNats: next(),
    ...(entropy ? { entropyNats: next() } : {}),
    ...(likeliest ? { likeliestIds: Int32Array.from(next()) } : {}),
    ...(predictions ? { topIds: Int32Array.from(next(TOP)), topProbability: next(TOP) } : {}),
  }));
}
