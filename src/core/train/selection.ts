/**
 * @file Selective language modelling: which tokens of a batch the loss is taken over. [RHO-1 §2.2, §3.4; Eq. 3-5]
 *
 * Runs inside the training step, on the losses of that very forward pass, so selection costs no second pass. On a GPU it
 * stays on the device, with no read-back; on wasm and cpu the losses lie in this thread's own memory, and a sort takes a
 * hundredth of the time of a million comparisons (200 ms a step of 1,024 tokens, where the rest of the step took 120).
 */

import type { Objective, SelectionScore } from '../trace/config';
import { keptCount } from '../rho1/ranking';
import { selectTokens } from '../rho1/scores';
import { assert, assertNever } from '../util/assert';
import * as tf from '../nn/tf';
import type { TokenWeights } from '../nn/trainer';
import { rng } from '../util/rng';

type Selective = Extract<Objective, { kind: 'slm' }>;

/** What the reference model thinks of the tokens of a batch; each [batch, seq], nats. */
export interface ReferenceScores {
  readonly lossNats: Float32Array;
  readonly entropyNats: Float32Array;
}

/** What a score is made of besides the model's own losses. */
export interface SelectionInputs {
  readonly reference?: ReferenceScores;
  /** Names the step's chance, for the random arm. */
  readonly seed: number;
  readonly step: number;
}

/** The scores that need a reference model. */
export function needsReference(objective: Objective): boolean {
  return objective.kind === 'slm' && objective.score !== 'random' && objective.score !== 'highestLoss';
}

/**
 * Weights 1/K on the K selected tokens and 0 on the others: the mean over the selected tokens. [RHO-1 Eq. 4]
 *
 * The paper's N counts a sequence in the equation and a batch in the text; the objective says which.
 */
export function selectiveWeights(objective: Selective, inputs: SelectionInputs): TokenWeights {
  return tf.getBackend() === 'webgpu' ? deviceWeights(objective, inputs) : hostWeights(objective, inputs);
}

/** By the ranking that the page draws. */
export function hostWeights({ score, keepFraction, per }: Selective, inputs: SelectionInputs): TokenWeights {
  return (lossNats) => {
    const { reference, seed, step } = inputs;
    const columns = {
      lossNats: lossNats.dataSync<'float32'>(),
      ...(reference
        ? { referenceLossNats: reference.lossNats, referenceEntropyNats: reference.entropyNats }
        : undefined),
    };
    const rule = { score, keepFraction, ...(per === 'sequence' ? { groupSize: lossNats.shape[1] } : {}) };
    const kept = selectTokens(columns, rule, rng(seed, 'select', step));
    const count = kept.reduce((sum, each) => sum + each, 0);
    return tf.tensor2d(
      Float32Array.from(kept, (each) => each / Math.max(1, count)),
      lossNats.shape,
    );
  };
}

/** By counting, for each token, those that are ahead of it. */
export function deviceWeights(objective: Selective, inputs: SelectionInputs): TokenWeights {
  return (lossNats) =>
    tf.tidy(() => {
      const [batch, seq] = lossNats.shape;
      const rows = objective.per === 'batch' ? 1 : batch;
      const keep = keptCount((batch * seq) / rows, objective.keepFraction);
      const masks = scoresOf(objective.score, lossNats, inputs).map((score) =>
        topMask(tf.reshape(score, [rows, (batch * seq) / rows]), keep),
      );
      const mask = combine(objective.score, masks); // [rows, tokens]
      // The two scores of an intersection may share no token: then nothing is learned in this step, rather than NaN.
      const weights = tf.div(mask, tf.maximum(tf.sum(mask), 1));
      return tf.reshape(weights, [batch, seq]);
    });
}

/** One score per criterion, [batch, seq], the higher the sooner kept. */
function scoresOf(score: SelectionScore, lossNats: tf.Tensor2D, inputs: SelectionInputs): tf.Tensor2D[] {
  const { shape } = lossNats;
  const column = (values: Float32Array) => tf.tensor2d(values, shape);
  const reference = () => {
    assert(inputs.reference, `the score ${score} without a reference`);
    return inputs.reference;
  };
  switch (score) {
    case 'excess':
      return [tf.sub(lossNats, column(reference().lossNats))]; // [RHO-1 Eq. 3]
    case 'lowestExcess':
      return [tf.sub(column(reference().lossNats), lossNats)];
    case 'highestLoss':
      return [lossNats];
    case 'random': {
      const chance = rng(inputs.seed, 'select', inputs.step);
      return [column(Float32Array.from({ length: lossNats.size }, chance.uniform))];
    }
    case 'referenceLoss':
      return [tf.neg(column(reference().lossNats))];
    case 'referenceEntropy':
      return [tf.neg(column(reference().entropyNats))];
    case 'intersection':
    case 'union':
      return [tf.neg(column(reference().lossNats)), tf.neg(column(reference().entropyNats))];
    default:
      return assertNever(score);
  }
}

function combine(score: SelectionScore, masks: readonly tf.Tensor2D[]): tf.Tensor2D {
  const [first, second] = masks;
  assert(first, 'a selection without a score');
  if (!second) return first;
  return score === 'union' ? tf.maximum(first, second) : tf.mul(first, second);
}

/**
 * 1 on the `keep` highest of each row. A token's rank counts those above it and its equals before it: ties go by position,
 * or two backends that round differently would select different tokens.
 *
 * @param score [rows, tokens]
 * @returns [rows, tokens]
 */
export function topMask(score: tf.Tensor2D, keep: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, tokens] = score.shape;
    const own = tf.reshape(score, [rows, tokens, 1]);
    const other = tf.reshape(score, [rows, 1, tokens]);
    const places = tf.range(0, tokens);
    const isBefore = tf.less(tf.reshape(places, [1, 1, tokens]), tf.reshape(places, [1, tokens, 1])); // [1, tokens, tokens]
    const isAhead = tf.logicalOr(tf.greater(other, own), tf.logicalAnd(tf.equal(other, own), isBefore)); // [rows, tokens, tokens]
    const rank = tf.sum(tf.cast(isAhead, 'float32'), 2); // [rows, tokens]
    return tf.cast(tf.less(rank, keep), 'float32');
  });
}
