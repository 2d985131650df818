/**
 * @file Selective language modelling: which tokens of a batch the loss is taken over. [RHO-1 §2.2, §3.4; Eq. 3-5]
 *
 * Runs inside the training step, on the losses of that very forward pass, so selection costs no second pass. On a GPU it
 * stays on the device, with no read-back; on wasm and cpu the losses lie in this thread's own memory, and a sort takes a
 * hundredth of the time of a million comparisons (200 ms a step of 1,024 tokens, where the rest of the step took 120).
 */

import type { Objective, SelectionScore } from '../trace/config/config';
import { keptCount } from '../rho1/ranking';
import { selectTokens } from '../rho1/scores';
import { assert, assertNever } from '../util/assert';
import { hasKernel, run, TOP_MASK } from '../nn/kernels/kernel';
import * as tf from '../nn/tf';
import type { TokenChoice, TokenWeights } from '../nn/trainer';
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
  /** batch * seq */
  readonly tokens: number;
  readonly seq: number;
}

/**
 * Weights 1/K on the K selected tokens and 0 on the others: the mean over the selected tokens. [RHO-1 Eq. 4]
 *
 * The paper's N counts a sequence in the equation and a batch in the text; the objective says which.
 */
export function selectiveWeights(objective: Selective, inputs: SelectionInputs): TokenChoice {
  if (tf.getBackend() === 'webgpu') return deviceChoice(objective, inputs);
  const { seq, tokens } = inputs;
  return { name: undefined, columns: [], weigh: hostWeights(objective, inputs), ...keptOf(objective, tokens, seq) };
}

/** How many tokens are kept, where one score ranks them; what two scores agree on is known when they are ranked. */
function keptOf({ score, keepFraction, per }: Selective, tokens: number, seq: number): { readonly kept?: number } {
  if (score === 'intersection' || score === 'union') return {};
  const rows = per === 'batch' ? 1 : tokens / seq;
  return { kept: rows * keptCount(tokens / rows, keepFraction) };
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
export function deviceChoice(objective: Selective, inputs: SelectionInputs): TokenChoice {
  const { score, keepFraction, per } = objective;
  return {
    name: `${score} ${keepFraction} ${per}`,
    columns: columnsOf(score, inputs),
    weigh: (lossNats, columns) =>
      tf.tidy(() => {
        const [batch, seq] = lossNats.shape;
        const rows = per === 'batch' ? 1 : batch;
        const keep = keptCount((batch * seq) / rows, keepFraction);
        const scores = scoresOf(score, lossNats, columns).map((each): tf.Tensor2D =>
          tf.reshape(each, [rows, (batch * seq) / rows]),
        );
        const [only, other] = scores;
        assert(only, 'a selection without a score');
        // Of one score exactly so many are kept, and the mask has their weight in it.
        if (!other) return tf.reshape(topMask(only, keep, rows * keep), [batch, seq]);
        const mask = combine(score, topMask(only, keep), topMask(other, keep)); // [rows, tokens]
        // The two scores of an intersection may share no token: then nothing is learned in this step, rather than NaN.
        const weights = tf.div(mask, tf.maximum(tf.sum(mask), 1));
        return tf.reshape(weights, [batch, seq]);
      }),
  };
}

/** What a score needs to know beside the model's own losses; [batch, seq] each. */
function columnsOf(score: SelectionScore, { reference, seed, step, tokens }: SelectionInputs): readonly Float32Array[] {
  const scores = (): ReferenceScores => {
    assert(reference, `the score ${score} without a reference`);
    return reference;
  };
  switch (score) {
    case 'excess':
    case 'lowestExcess':
    case 'referenceLoss':
      return [scores().lossNats];
    case 'highestLoss':
      return [];
    case 'random': {
      const chance = rng(seed, 'select', step);
      return [Float32Array.from({ length: tokens }, chance.uniform)];
    }
    case 'referenceEntropy':
      return [scores().entropyNats];
    case 'intersection':
    case 'union':
      return [scores().lossNats, scores().entropyNats];
    default:
      return assertNever(score);
  }
}

/**
 * One score per criterion, [batch, seq], the higher the sooner kept.
 *
 * @param columns those of `columnsOf`
 */
function scoresOf(
  score: SelectionScore,
  lossNats: tf.Tensor2D,
  [first, second]: readonly tf.Tensor2D[],
): tf.Tensor2D[] {
  if (score === 'highestLoss') return [lossNats];
  assert(first, `the score ${score} has a column`);
  switch (score) {
    case 'excess':
      return [tf.sub(lossNats, first)]; // [RHO-1 Eq. 3]
    case 'lowestExcess':
      return [tf.sub(first, lossNats)];
    case 'random':
      return [first];
    case 'referenceLoss':
    case 'referenceEntropy':
      return [tf.neg(first)];
    case 'intersection':
    case 'union':
      assert(second, `the score ${score} has two columns`);
      return [tf.neg(first), tf.neg(second)];
    default:
      return assertNever(score);
  }
}

const combine = (score: SelectionScore, first: tf.Tensor2D, second: tf.Tensor2D): tf.Tensor2D =>
  score === 'union' ? tf.maximum(first, second) : tf.mul(first, second);

/**
 * 1 / share on the `keep` highest of each row. A token's rank counts those above it and its equals before it: ties go by position,
 * or two backends that round differently would select different tokens.
 *
 * @param score [rows, tokens]
 * @returns [rows, tokens]
 */
export function topMask(score: tf.Tensor2D, keep: number, share = 1): tf.Tensor2D {
  if (hasKernel(TOP_MASK)) return run(TOP_MASK, { scores: score }, { keep, share });
  return tf.tidy(() => {
    const [rows, tokens] = score.shape;
    const own = tf.reshape(score, [rows, tokens, 1]);
    const other = tf.reshape(score, [rows, 1, tokens]);
    const places = tf.range(0, tokens);
    const isBefore = tf.less(tf.reshape(places, [1, 1, tokens]), tf.reshape(places, [1, tokens, 1])); // [1, tokens, tokens]
    const isAhead = tf.logicalOr(tf.greater(other, own), tf.logicalAnd(tf.equal(other, own), isBefore)); // [rows, tokens, tokens]
    const rank = tf.sum(tf.cast(isAhead, 'float32'), 2); // [rows, tokens]
    return tf.div(tf.cast(tf.less(rank, keep), 'float32'), share);
  });
}
