/**
 * @file Several models that score the same rows, their weights resident on the device. On WebGPU as many as fit go in one
 * recorded computation: one submission and one read-back for all of them.
 */

import type { ModelConfig } from '../../trace/config/config';
import { keepWeights, type KeptWeights } from '../../nn/gpt';
import { endToEnd } from '../../nn/matmul';
import { type Recorder, runOnce } from '../../nn/recorder';
import * as tf from '../../nn/tf';
import { assert } from '../../util/assert';
import { columnsOf, judge, type Rows, type RowScores, scoresOf, type Wanted } from './judge';
import type { OpenModel } from '../ports';
import { readBack, thetaOf } from './scorer';

/** A model whose weights never change: a recording may be bound to them. */
export interface ResidentScorer extends KeptWeights {
  readonly config: ModelConfig;
  /** Of the checkpoint. */
  readonly step: number;
  readonly wanted: Wanted;
}

export async function loadResident(model: OpenModel, checkpoint: number, wanted: Wanted): Promise<ResidentScorer> {
  const { step, values } = await thetaOf(model, checkpoint);
  return { config: model.config, step, wanted, ...keepWeights(values, model.config) };
}

/** Models that score in one submission. */
export interface Group {
  readonly scorers: readonly ResidentScorer[];
  /** Of its recording; absent where it is not worth one. */
  readonly name?: string;
}

/** @returns in the order of the group */
export async function scoreTogether(
  { name, scorers }: Group,
  rows: Rows,
  recorder: Recorder,
): Promise<readonly RowScores[]> {
  const [first] = scorers;
  assert(first, 'a group has a scorer');
  const columns = columnsOf(rows, first.config);
  // Tidied one by one, so that each computes in the memory of the one before.
  const compute = (given: readonly tf.Tensor[]): tf.Tensor[] => [
    endToEnd(
      scorers.flatMap(({ weights, config, wanted }) =>
        tf.tidy(() => judge(weights, config, given, rows.judged, wanted)),
      ),
    ),
  ];
  const results = name === undefined ? runOnce(columns, compute) : recorder.run(name, columns, compute);
  const wanted = scorers.map((scorer) => scorer.wanted);
  return scoresOf(await readBack(results), rows, wanted);
}
