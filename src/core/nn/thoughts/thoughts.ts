/**
 * @file Continuous thoughts: the hidden state after the final norm is fed back as the next input embedding. [Coconut §3]
 *
 * n thoughts are n + 1 passes over a key-value cache: up to the first thought, one position at a time, and the last thought
 * together with all that follows it. Nothing is detached, so the gradient runs through the whole chain.
 *
 * What differs from batch to batch is told in columns, so that a step can be recorded and replayed (`recorder.ts`).
 */

import type { ModelConfig } from '../../trace/config/config';
import { assert } from '../../util/assert';
import { type Cache, embedTokens, forward, type ForwardOptions, logits, maskLast, type Weights } from '../gpt';
import { choose } from '../maskOps';
import { crossEntropy, softCrossEntropy, weightedSum } from '../ops/loss';
import * as tf from '../tf';
import {
  askedLabels,
  BRANCH_COLUMNS,
  branchColumns,
  FIRST_COLUMNS,
  type BranchedBatch,
  formOf,
  hasPadding,
  labelColumns,
  promptColumns,
  THINKING_COLUMNS,
  type ThinkingBatch,
  thinkingColumns,
  type ThinkingForm,
  withRoom,
  withRoomBefore,
} from './thoughtColumns';
import type { Loss } from '../trainer';

/**
 * Mean cross entropy over the labels. [Coconut §3: question and thoughts are not trained on]
 */
export function thinkingLoss(config: ModelConfig, batch: ThinkingBatch): Loss {
  const thinking = withRoom(batch);
  const form = formOf(thinking);
  return {
    kind: `thinking ${JSON.stringify(form)}`,
    columns: [...thinkingColumns(thinking), ...labelColumns(askedLabels(thinking, form.asked))],
    of: (weights, tensors) =>
      labelledLoss(weights, thinkingHidden(weights, config, form, tensors), tensors.slice(THINKING_COLUMNS)),
  };
}

/**
 * @param tensors those of `thinkingColumns`
 * @returns [batch, asked, embed] after the final norm
 */
export function thinkingHidden(
  weights: Weights,
  config: ModelConfig,
  { batch, seq, firstSlot, thoughts, asked, isMixed, isPadded }: ThinkingForm,
  [ids, first, thinks]: readonly tf.Tensor[],
): tf.Tensor3D {
  const embeddings = embedTokens(weights, ids as tf.Tensor2D); // [batch, seq, embed]
  const columns = (from: number, to: number): tf.Tensor3D => tf.slice(embeddings, [0, from, 0], [batch, to - from, -1]);
  const starts = isPadded ? (first as tf.Tensor1D) : undefined;
  if (thoughts === 0)
    return forward(weights, config, embeddings, undefined, { starts, last: asked, isFinal: true }).hidden;
  assert(firstSlot > 0, 'a thought follows a token');

  const last = Math.max(1, asked - (seq - firstSlot)); // the first thought, and what is asked before it
  let pass = forward(weights, config, columns(0, firstSlot), undefined, { starts, last });
  const passes = [pass.hidden];
  for (let thought = 0; thought < thoughts; thought++) {
    const column = firstSlot + thought;
    const state = lastHidden(pass.hidden);
    // The state in rows that still think, the token in the others.
    const fed = isMixed // [batch, 1, embed]
      ? choose(state, columns(column, column + 1), tf.slice(thinks as tf.Tensor3D, [0, thought, 0], [batch, 1, 1]))
      : state;
    // The last thought needs no pass of its own: what follows it is known.
    const isLast = thought === thoughts - 1 && column + 1 < seq;
    const input = isLast ? tf.concat([fed, columns(column + 1, seq)], 1) : fed;
    pass = forward(weights, config, input, pass.cache, { starts, isFinal: thought === thoughts - 1 });
    passes.push(pass.hidden);
  }
  const hidden = tf.concat(passes, 1);
  return tf.slice(hidden, [0, hidden.shape[1] - asked, 0], [batch, asked, config.embed]);
}

/** Σ weight * mean cross entropy of each branch. Equal to the sum of their `thinkingLoss`es, at the cost of one prompt. */
export function branchedLoss(config: ModelConfig, { branches, ...some }: BranchedBatch): Loss {
  const prompts = withRoomBefore(some);
  const { batch, slotId } = prompts;
  const isPadded = hasPadding(prompts.starts);
  const after = branches.map(({ slots }) => slots);
  const hasFirst = branches.map(({ first }) => first !== undefined);
  return {
    kind: `branched ${JSON.stringify({ after, slotId, isPadded, hasFirst })}`,
    columns: [...promptColumns(prompts), ...branches.flatMap((branch) => branchColumns(branch, batch))],
    of: (weights, [ids, first, ...rest]) => {
      const starts = isPadded ? (first as tf.Tensor1D) : undefined;
      const chain = chainOfThoughts(weights, config, ids as tf.Tensor2D, Math.max(...after), { slotId, starts });
      let column = 0;
      const losses = after.map((slots, branch) => {
        const cache = chain.caches[slots];
        assert(cache, 'the chain reaches every branch');
        const [tail, targets, shares, ...first] = rest.slice(
          column,
          (column += BRANCH_COLUMNS + (hasFirst[branch] ? FIRST_COLUMNS : 0)),
        );
        const input = embedTokens(weights, tail as tf.Tensor2D);
        const { hidden } = forward(weights, config, input, cache, { starts, isFinal: true });
        const loss = labelledLoss(weights, hidden, [targets, shares]);
        return first.length > 0 ? tf.add<tf.Scalar>(loss, firstLoss(weights, hidden, first)) : loss;
      });
      return losses.reduce((sum, loss) => tf.add(sum, loss));
    },
  };
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
  /** What stands at a slot: a thought, or this token. */
  readonly slotId?: number | undefined;
  /** By slot, [batch, 1, embed]: what is fed in there instead of the thought. */
  readonly fedInstead?: ReadonlyMap<number, tf.Tensor3D>;
  /** A slot that no later position may see. Its own pass is as ever, and so is the state that it hands on. */
  readonly maskedSlot?: number | undefined;
}

/**
 * Reads the prompts and goes through so many slots.
 *
 * @param ids [batch, promptSeq] int32
 */
export function chainOfThoughts(
  weights: Weights,
  config: ModelConfig,
  ids: tf.Tensor2D,
  slots: number,
  { fedInstead, slotId, maskedSlot, ...options }: ChainOptions = {},
): ThoughtChain {
  const [batch] = ids.shape;
  // Of the prompt only the last state is fed back or read from.
  const first = forward(weights, config, embedTokens(weights, ids), undefined, { ...options, last: 1 });
  const passes = [first];
  const states = [first.hidden];
  const token = slotId === undefined ? undefined : embedTokens(weights, tf.fill([batch, 1], slotId, 'int32'));
  for (let slot = 0; slot < slots; slot++) {
    const fed = fedInstead?.get(slot) ?? token ?? states[slot];
    assert(fed, 'each slot follows a state');
    const pass = forward(weights, config, fed, passes[slot]?.cache, options);
    passes.push(slot === maskedSlot ? { ...pass, cache: maskLast(pass.cache) } : pass);
    states.push(pass.hidden);
  }
  return {
    caches: passes.map(({ cache }) => cache),
    states,
    attention: passes.flatMap(({ attention }) => attention ?? []),
  };
}

function lastHidden(hidden: tf.Tensor3D): tf.Tensor3D {
  const [batch, seq, embed] = hidden.shape;
  return seq === 1 ? hidden : tf.slice(hidden, [0, seq - 1, 0], [batch, 1, embed]);
}

/**
 * @param hidden [batch, seq, embed]
 * @param labels those of `labelColumns`
 */
function labelledLoss(
  weights: Weights,
  hidden: tf.Tensor3D,
  [targets, shares]: readonly (tf.Tensor | undefined)[],
): tf.Scalar {
  const scores = logits(weights, hidden); // [batch, seq, vocab]
  const [batch, seq, vocab] = scores.shape;
  const losses = crossEntropy(tf.reshape(scores, [batch * seq, vocab]), targets as tf.Tensor1D);
  return weightedSum(tf.reshape(losses, [1, batch * seq]), () => shares as tf.Tensor2D);
}

/**
 * @param hidden [batch, seq, embed] of a tail
 * @param first those of `branchColumns` for several labels
 */
function firstLoss(weights: Weights, hidden: tf.Tensor3D, [chances, shares]: readonly tf.Tensor[]): tf.Scalar {
  const [batch, , embed] = hidden.shape;
  const scores = logits(weights, tf.slice(hidden, [0, 0, 0], [batch, 1, embed])); // [batch, 1, vocab]
  const losses = softCrossEntropy(tf.reshape(scores, [batch, -1]), chances as tf.Tensor2D);
  return weightedSum(tf.reshape(losses, [1, batch]), () => shares as tf.Tensor2D);
}
