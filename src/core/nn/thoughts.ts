/**
 * @file Continuous thoughts: the hidden state after the final norm is fed back as the next input embedding. [Coconut §3]
 *
 * n thoughts are n + 1 passes over a key-value cache: up to the first thought, one position at a time, and the last thought
 * together with all that follows it. Nothing is detached, so the gradient runs through the whole chain.
 */

import type { ModelConfig } from '../trace/config';
import { assert } from '../util/assert';
import { type Cache, embedTokens, forward, type ForwardOptions, logits, type Weights } from './gpt';
import { choose } from './maskOps';
import { crossEntropy, weightedSum } from './ops/loss';
import * as tf from './tf';

/** Sequences of different lengths with the first thought of every row in the same column. */
export interface ThinkingBatch {
  readonly batch: number;
  readonly seq: number;
  /** [batch, seq]; what stands at a thought is never looked up */
  readonly ids: Int32Array;
  /** [batch, seq] 1 on tokens and thoughts, 0 on padding */
  readonly mask: Uint8Array;
  /** [batch, seq] the next token where the loss counts it, otherwise -1 */
  readonly labels: Int32Array;
  readonly firstSlot: number;
  /** [batch] thoughts of each row; 0 where its slots hold plain tokens */
  readonly slots: Int32Array;
}

/**
 * @returns [batch, seq, embed] after the final norm
 */
export function thinkingHidden(weights: Weights, config: ModelConfig, thinking: ThinkingBatch): tf.Tensor3D {
  const { batch, seq, firstSlot, slots } = thinking;
  const thoughts = Math.max(0, ...slots);
  const embeddings = embedTokens(weights, tf.tensor2d(thinking.ids, [batch, seq], 'int32')); // [batch, seq, embed]
  const columns = (from: number, to: number): tf.Tensor3D => tf.slice(embeddings, [0, from, 0], [batch, to - from, -1]);
  const starts = rowStarts(thinking);
  if (thoughts === 0) return forward(weights, config, embeddings, undefined, starts).hidden;
  assert(firstSlot > 0, 'a thought follows a token');

  let pass = forward(weights, config, columns(0, firstSlot), undefined, starts);
  const passes = [pass.hidden];
  for (let thought = 0; thought < thoughts; thought++) {
    const column = firstSlot + thought;
    const fed = feed(lastHidden(pass.hidden), columns(column, column + 1), slots, thought); // [batch, 1, embed]
    // The last thought needs no pass of its own: what follows it is known.
    const isLast = thought === thoughts - 1 && column + 1 < seq;
    pass = forward(weights, config, isLast ? tf.concat([fed, columns(column + 1, seq)], 1) : fed, pass.cache);
    passes.push(pass.hidden);
  }
  return tf.concat(passes, 1);
}

/**
 * Mean cross entropy over the labels. [Coconut §3: question and thoughts are not trained on]
 *
 * @returns [] nats
 */
export function thinkingLoss(weights: Weights, config: ModelConfig, thinking: ThinkingBatch): tf.Scalar {
  const { batch, seq, labels } = thinking;
  // Columns before the first label are most of a sequence: no logits are made for them.
  const first = firstLabelled(labels, seq);
  const hidden = thinkingHidden(weights, config, thinking);
  const asked = tf.slice(hidden, [0, first, 0], [batch, seq - first, config.embed]);
  return labelledLoss(weights, asked, columnsFrom(labels, seq, first));
}

/** Problems that are read and thought about at once. */
export interface Prompts {
  readonly batch: number;
  /** [batch, promptSeq]; rows end together, shorter ones are padded on the left */
  readonly prompt: Int32Array;
  /** [batch] the column of each row's first token */
  readonly starts: readonly number[];
  /** What stands at a slot: a thought, or this token. */
  readonly slotId?: number;
}

/** The same problems after different numbers of thoughts. All share the prompt, and later ones the thoughts of earlier ones. */
export interface BranchedBatch extends Prompts {
  readonly branches: readonly Branch[];
}

export interface Branch {
  /** Slots between prompt and tail. */
  readonly slots: number;
  /** [batch, tailSeq] `<eot>` and what is written after it; padded on the right */
  readonly tail: Int32Array;
  /** [batch, tailSeq] the next token where the loss counts it, otherwise -1 */
  readonly labels: Int32Array;
  /** How much its mean loss counts. */
  readonly weight: number;
}

/**
 * Σ weight * mean cross entropy of each branch. Equal to the sum of their `thinkingLoss`es, at the cost of one prompt.
 *
 * @returns [] nats
 */
export function branchedLoss(weights: Weights, config: ModelConfig, branched: BranchedBatch): tf.Scalar {
  const { batch, branches } = branched;
  const chain = chainOfThoughts(weights, config, branched, Math.max(...branches.map(({ slots }) => slots)));
  const losses = branches.map(({ slots, tail, labels, weight }) => {
    const cache = chain.caches[slots];
    assert(cache, 'the chain reaches every branch');
    const ids = tf.tensor2d(tail, [batch, tail.length / batch], 'int32');
    const { hidden } = forward(weights, config, embedTokens(weights, ids), cache, undefined, { leadsOn: false });
    return labelledLoss(weights, hidden, labels, weight);
  });
  return losses.reduce((sum, loss) => tf.add(sum, loss));
}

export interface ThoughtChain {
  /** [slots] what can be read on from after so many slots, from none on */
  readonly caches: readonly Cache[];
  /** [slots] the hidden state that would be fed back next, each [batch, 1, embed] */
  readonly states: readonly tf.Tensor3D[];
  /** [slots] where the position of each state looks, [batch, length]; only where it was asked for */
  readonly attention: readonly tf.Tensor2D[];
}

export interface ChainOptions extends ForwardOptions {
  readonly fedInstead?: FedInstead;
}

/** By slot, [batch, embed]: what is fed in there instead of the thought. */
export type FedInstead = ReadonlyMap<number, Float32Array>;

/** Reads the prompts and goes through so many slots. */
export function chainOfThoughts(
  weights: Weights,
  config: ModelConfig,
  { batch, prompt, starts, slotId }: Prompts,
  slots: number,
  { fedInstead, ...options }: ChainOptions = {},
): ThoughtChain {
  const ids = tf.tensor2d(prompt, [batch, prompt.length / batch], 'int32');
  const first = forward(weights, config, embedTokens(weights, ids), undefined, starts, options);
  const passes = [first];
  const states = [lastHidden(first.hidden)];
  const token = slotId === undefined ? undefined : embedTokens(weights, tf.fill([batch, 1], slotId, 'int32'));
  for (let slot = 0; slot < slots; slot++) {
    const other = fedInstead?.get(slot);
    const fed = other ? tf.tensor3d(other, [batch, 1, config.embed]) : (token ?? states[slot]);
    assert(fed, 'each slot follows a state');
    const pass = forward(weights, config, fed, passes[slot]?.cache, undefined, options);
    passes.push(pass);
    states.push(pass.hidden);
  }
  return {
    caches: passes.map(({ cache }) => cache),
    states,
    attention: passes.flatMap(({ attention }) => attention ?? []),
  };
}

/** What goes into a thought's column: the state in rows that still think, the token in the others. [batch, 1, embed] */
function feed(state: tf.Tensor3D, token: tf.Tensor3D, slots: Int32Array, thought: number): tf.Tensor3D {
  if (slots.every((count) => count > thought)) return state;
  const thinks = Float32Array.from(slots, (count) => (count > thought ? 1 : 0));
  return choose(state, token, tf.tensor3d(thinks, [slots.length, 1, 1]));
}

function lastHidden(hidden: tf.Tensor3D): tf.Tensor3D {
  const [batch, seq, embed] = hidden.shape;
  return seq === 1 ? hidden : tf.slice(hidden, [0, seq - 1, 0], [batch, 1, embed]);
}

/**
 * @param hidden [batch, seq, embed]
 * @param labels [batch, seq] -1 where nothing is asked
 */
function labelledLoss(weights: Weights, hidden: tf.Tensor3D, labels: Int32Array, weight = 1): tf.Scalar {
  const rows: tf.Tensor2D = tf.reshape(logits(weights, hidden), [labels.length, -1]); // [batch * seq, vocab]
  const targets = tf.tensor1d(
    labels.map((label) => Math.max(label, 0)),
    'int32',
  );
  const asked = labels.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  assert(asked > 0, 'a batch asks for at least one token');
  const shares = Float32Array.from(labels, (label) => (label >= 0 ? weight / asked : 0));
  const losses: tf.Tensor2D = tf.reshape(crossEntropy(rows, targets), [1, labels.length]);
  return weightedSum(losses, () => tf.tensor2d(shares, [1, labels.length]));
}

/** [batch] the column of the first token in each row */
function rowStarts({ batch, seq, mask }: ThinkingBatch): number[] {
  return Array.from({ length: batch }, (_, row) => Math.max(0, mask.subarray(row * seq, (row + 1) * seq).indexOf(1)));
}

function firstLabelled(labels: Int32Array, seq: number): number {
  return labels.reduce((first, label, i) => (label >= 0 ? Math.min(first, i % seq) : first), seq - 1);
}

/** [batch, seq] -> [batch, seq - first] */
function columnsFrom(labels: Int32Array, seq: number, first: number): Int32Array {
  return labels.filter((_, i) => i % seq >= first);
}
