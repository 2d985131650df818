/** @file A model that scores: what it thought of each token, read back once a batch. */

import type { ModelConfig } from '../trace/config';
import { rowLogits, splitWeights } from '../nn/gpt';
import { parameterCount } from '../nn/layout';
import { crossEntropy } from '../nn/ops/loss';
import { type Recorder, runOnce } from '../nn/recorder';
import * as tf from '../nn/tf';
import { assert, InputError } from '../util/assert';
import type { OpenModel } from './ports';

export interface Scorer {
  readonly config: ModelConfig;
  /** [P] on the device; valid until the next training step. */
  readonly theta: () => tf.Tensor1D;
  /** Shared by models of one shape that score in turn: their passes are the same but for the weights. */
  readonly recorder?: Recorder | undefined;
}

/** A scorer that owns its weights. */
export interface LoadedScorer extends Scorer {
  /** Of the checkpoint. */
  readonly step: number;
  readonly dispose: () => void;
}

/** Beside the losses. */
export interface Wanted {
  readonly entropy?: boolean;
  /** The five likeliest tokens. */
  readonly predictions?: boolean;
  /** The likeliest token alone, which costs much less. */
  readonly likeliest?: boolean;
}

/** Of rows [batch, seq], flat. */
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

export async function loadScorer(model: OpenModel, checkpoint: number, recorder?: Recorder): Promise<LoadedScorer> {
  const weightsAt = model.checkpoints[checkpoint];
  if (!weightsAt) throw new InputError('The model has no weights: train it first.');
  const weights = await weightsAt.weights();
  const count = parameterCount(model.config);
  assert(weights.length === count, `a checkpoint of ${weights.length} numbers, the layout has ${count}`);
  const theta = tf.tensor1d(weights);
  return { config: model.config, step: weightsAt.step, theta: () => theta, recorder, dispose: () => theta.dispose() };
}

/** Each [batch, width], flat. */
export interface Rows {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** Tokens of a row where it is shorter than the model's window. */
  readonly width?: number;
}

export async function scoreRows(
  { config, theta, recorder }: Scorer,
  { inputs, targets, width = config.seq }: Rows,
  { entropy = false, predictions = false, likeliest = false }: Wanted,
): Promise<RowScores> {
  const columns = [
    { values: theta(), shape: theta().shape },
    { values: inputs, shape: [inputs.length / width, width] },
    { values: targets, shape: [targets.length] },
  ];
  const compute = ([flat, ids, answers]: readonly tf.Tensor[]): tf.Tensor[] => {
    const weights = splitWeights(flat as tf.Tensor1D, config);
    const rows = rowLogits(weights, config, ids as tf.Tensor2D); // [batch * seq, vocab]
    const chances = entropy || predictions ? tf.softmax(rows) : undefined;
    const top = predictions && chances ? tf.topk(chances, TOP) : undefined;
    return [
      crossEntropy(rows, answers as tf.Tensor1D), // [batch * seq]
      // -Σ p log p, where a chance of zero adds nothing.
      ...(entropy && chances ? [tf.neg(tf.sum(tf.mul(chances, tf.log(tf.maximum(chances, 1e-30))), 1))] : []),
      ...(likeliest ? [tf.argMax(rows, 1)] : []),
      ...(top ? [top.indices, top.values] : []),
    ];
  };
  const kind = `score ${JSON.stringify({ config, entropy, likeliest })}`;
  const scored = recorder && !predictions ? recorder.run(kind, columns, compute) : runOnce(columns, compute);
  try {
    const read: (Float32Array | Int32Array)[] = [];
    for (const tensor of scored) read.push(await tensor.data<'float32' | 'int32'>());
    // In the order of `compute`.
    const next = <A>(): A => read.shift() as A;
    return {
      lossNats: next<Float32Array>(),
      ...(entropy ? { entropyNats: next<Float32Array>() } : {}),
      ...(likeliest ? { likeliestIds: next<Int32Array>() } : {}),
      ...(predictions ? { topIds: next<Int32Array>(), topProbability: next<Float32Array>() } : {}),
    };
  } finally {
    tf.dispose(scored);
  }
}

/** Refuses a reference that reads other tokens, or another number of them, than the model it is compared with. */
export function checkSameReading(reference: OpenModel, tokenizerJson: string, seq: number): void {
  if (reference.tokenizerJson !== tokenizerJson)
    throw new InputError('The reference model has another tokenizer than the model: start both from the same base.');
  if (reference.config.seq !== seq)
    throw new InputError(
      `The reference model reads ${reference.config.seq} tokens at a time, the model ${seq}: start both from the same base.`,
    );
}
