/** @file A model that scores: what it thought of each token, read back once a batch. */

import type { ModelConfig } from '../../trace/config/config';
import { splitWeights } from '../../nn/gpt';
import { parameterCount } from '../../nn/layout';
import { endToEnd } from '../../nn/matmul';
import { type Recorder, runOnce } from '../../nn/recorder';
import * as tf from '../../nn/tf';
import { assert, InputError } from '../../util/assert';
import { columnsOf, judge, type Rows, type RowScores, scoresOf, type Wanted } from './judge';
import type { OpenModel } from '../ports';

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

export async function loadScorer(model: OpenModel, checkpoint: number): Promise<LoadedScorer> {
  const { step, values } = await thetaOf(model, checkpoint);
  const theta = tf.tensor1d(values);
  return { config: model.config, step, theta: () => theta, dispose: () => theta.dispose() };
}

/** @returns values [P] */
export async function thetaOf(model: OpenModel, checkpoint: number): Promise<{ step: number; values: Float32Array }> {
  const weightsAt = model.checkpoints[checkpoint];
  if (!weightsAt) throw new InputError('The model has no weights: train it first.');
  const values = await weightsAt.weights();
  const count = parameterCount(model.config);
  assert(values.length === count, `a checkpoint of ${values.length} numbers, the layout has ${count}`);
  return { step: weightsAt.step, values };
}

export async function scoreRows({ config, theta, recorder }: Scorer, rows: Rows, wanted: Wanted): Promise<RowScores> {
  const columns = [{ values: theta(), shape: theta().shape }, ...columnsOf(rows, config)];
  const compute = ([flat, ...given]: readonly tf.Tensor[]): tf.Tensor[] => [
    endToEnd(judge(splitWeights(flat as tf.Tensor1D, config), config, given, rows.judged, wanted)),
  ];
  const kind = `score ${JSON.stringify({ config, wanted })}`;
  // Predictions are asked of short texts alone, which end before a recording pays.
  const isRecorded = recorder && !wanted.predictions;
  const read = await readBack(isRecorded ? recorder.run(kind, columns, compute) : runOnce(columns, compute));
  const [scores] = scoresOf(read, rows, [wanted]);
  assert(scores, 'one model asked, one answer');
  return scores;
}

/** @param results one tensor, which is freed */
export async function readBack(results: readonly tf.Tensor[]): Promise<Float32Array> {
  try {
    const [only] = results;
    assert(only && results.length === 1, 'one tensor to read');
    return await only.data<'float32'>();
  } finally {
    tf.dispose([...results]);
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
