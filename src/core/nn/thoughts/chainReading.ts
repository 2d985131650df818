/** @file A chain of thoughts, and what the model expects after each: one computation, which is recorded once and replayed. */

import type { ModelConfig } from '../../trace/config/config';
import { assert } from '../../util/assert';
import { embedTokens, forward, logits, splitWeights, type Weights } from '../gpt';
import { type Column, type Recorder, runOnce } from '../recorder';
import * as tf from '../tf';
import { hasPadding, promptColumns, type Prompts } from './thoughtColumns';
import { chainOfThoughts, type ThoughtChain } from './thoughts';

/** By slot, [batch * embed]: what is fed in there instead of the thought. */
export type FedInstead = ReadonlyMap<number, Float32Array>;

export interface ReadingOptions {
  /** Numbers of slots after which the model is asked on; none where only its thoughts are read. */
  readonly asked?: readonly number[];
  /** Given after the slots, such as `<eot>`. */
  readonly opening?: readonly number[];
  readonly withAttention?: boolean;
  readonly fedInstead?: FedInstead;
  /** A slot that no later position may see. */
  readonly maskedSlot?: number | undefined;
  /** Shared by readings with one model: those of one form are replayed. */
  readonly recorder?: Recorder | undefined;
}

/** What follows so many slots and the opening. */
export interface Expected {
  /** [batch, vocab] */
  readonly scores: tf.Tensor2D;
  /** [batch, vocab] */
  readonly chances: tf.Tensor2D;
}

export interface ChainReading extends ThoughtChain {
  /** In the order of `asked`. */
  readonly expected: readonly Expected[];
}

/** All of a reading but its numbers: two of one form are one recording. */
interface Form {
  readonly slots: number;
  readonly slotId: number | undefined;
  readonly asked: readonly number[];
  readonly opening: readonly number[];
  readonly withAttention: boolean;
  /** Slots at which something else is fed in. */
  readonly replaced: readonly number[];
  readonly maskedSlot: number | undefined;
  readonly isPadded: boolean;
}

/**
 * @param theta [P] on the device; the caller keeps it
 * @returns what the caller owns
 */
export function readChain(
  theta: tf.Tensor1D,
  config: ModelConfig,
  prompts: Prompts,
  slots: number,
  {
    asked = [],
    opening = [],
    withAttention = false,
    fedInstead = new Map<number, never>(),
    maskedSlot,
    recorder,
  }: ReadingOptions,
): ChainReading {
  const replaced = [...fedInstead.keys()];
  const isPadded = hasPadding(prompts.starts);
  const form: Form = { slots, slotId: prompts.slotId, asked, opening, withAttention, replaced, maskedSlot, isPadded };
  const columns: Column[] = [
    { values: theta, shape: theta.shape },
    ...promptColumns(prompts),
    ...[...fedInstead.values()].map((values) => ({ values, shape: [prompts.batch, 1, config.embed] })),
  ];
  const compute = (tensors: readonly tf.Tensor[]) => readForm(config, form, tensors);
  return recorder ? recorder.run(`thoughts ${JSON.stringify(form)}`, columns, compute) : runOnce(columns, compute);
}

function readForm(
  config: ModelConfig,
  { slots, slotId, asked, opening, withAttention, replaced, maskedSlot, isPadded }: Form,
  [theta, ids, first, ...fed]: readonly tf.Tensor[],
): ChainReading {
  const weights = splitWeights(theta as tf.Tensor1D, config);
  const starts = isPadded ? (first as tf.Tensor1D) : undefined;
  const fedInstead = new Map(replaced.map((slot, i) => [slot, fed[i] as tf.Tensor3D]));
  const options = { starts, slotId, fedInstead, maskedSlot, withAttention };
  const chain = chainOfThoughts(weights, config, ids as tf.Tensor2D, slots, options);
  const expected = asked.map((after): Expected => {
    const [cache, state] = [chain.caches[after], chain.states[after]];
    assert(cache && state, 'the chain reaches so far');
    const scores = scoresOf(weights, opening.length === 0 ? state : opened(cache, state.shape[0]));
    return { scores, chances: tf.softmax(scores) };
  });
  return { ...chain, expected };

  /** Where nothing opens, the last token of prompt or slots has already been read. */
  function opened(cache: ThoughtChain['caches'][number], batch: number): tf.Tensor3D {
    const rows = tf.tensor2d(Array.from({ length: batch }, () => opening).flat(), [batch, opening.length], 'int32');
    return forward(weights, config, embedTokens(weights, rows), cache, { starts, isFinal: true }).hidden;
  }
}

/** Of the last position. [batch, seq, embed] -> [batch, vocab] */
export function scoresOf(weights: Weights, hidden: tf.Tensor3D): tf.Tensor2D {
  const [batch, seq, embed] = hidden.shape;
  const last = tf.slice(hidden, [0, seq - 1, 0], [batch, 1, embed]);
  return tf.reshape(logits(weights, last), [batch, -1]);
}
