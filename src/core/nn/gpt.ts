/**
 * @file The transformer: decoder-only, pre-norm, tied head. It reads from top to bottom and knows no backend.
 *
 * One architecture serves both papers; `ModelConfig` says which of its parts are there. It takes embeddings, not ids,
 * because a continuous thought is a hidden state that is fed back as an embedding. [Coconut §3]
 */

import type { ModelConfig } from '../trace/config/config';
import { assert } from '../util/assert';
import { attend, forgetLast, type Memory } from './attention';
import { parameterLayout } from './layout';
import { silence, tokenMask } from './maskOps';
import { cut } from './matmul';
import { causalConvolution, firstConvolution } from './ops/convolution';
import { withoutGradient } from './differentiable';
import { addPositions, embedRows } from './ops/embed';
import { feedForward } from './ops/feedForward';
import { branchNorm, layerNorm, type Scaling } from './ops/layerNorm';
import { type Affine, linear } from './ops/linear';
import { crossEntropy, weightedSum } from './ops/loss';
import { type Rotation, rotation } from './ops/rotate';
import * as tf from './tf';

/** theta, cut into its pieces. */
export interface Weights {
  /** [vocab, embed]; also the output head */
  readonly embedding: tf.Tensor2D;
  /** [seq, embed] */
  readonly position?: tf.Tensor2D;
  /** [1, embed] */
  readonly shift?: tf.Tensor2D;
  readonly blocks: readonly BlockWeights[];
  readonly norm: Scaling;
}

export interface BlockWeights {
  readonly norm1: Scaling;
  /** [taps, embed] */
  readonly convolution?: tf.Tensor2D;
  /** [3 * embed, embed] */
  readonly qkv: Affine;
  /** [embed, embed] */
  readonly out: Affine;
  readonly norm2: Scaling;
  /** [4 * embed, embed] */
  readonly up: Affine;
  /** [embed, 4 * embed] */
  readonly down: Affine;
}

/** What later positions need of earlier ones. With it, decoding equals the full forward pass exactly. */
export interface Cache {
  /** Positions seen. */
  readonly length: number;
  /** [batch, 1, embed]: the last embedding, for the token shift */
  readonly embedding?: tf.Tensor3D | undefined;
  readonly blocks: readonly BlockCache[];
}

export interface BlockCache {
  readonly memory: Memory;
  /** [batch, taps, embed]: the last inputs of the convolution, zeros before the first */
  readonly inputs?: tf.Tensor3D | undefined;
}

export interface Forward {
  /** [batch, seq, embed], after the final norm; of the last positions alone where only those were asked for */
  readonly hidden: tf.Tensor3D;
  readonly cache: Cache;
  /** [batch, length] the attention of the last position in the last layer, summed over its heads; only with `withAttention` */
  readonly attention?: tf.Tensor2D;
}

export interface ForwardOptions {
  /**
   * [batch] int32, the position of each row's first token, which is in the first pass: rows end together, so that padding
   * stands on the left. The same in every pass. Padding on the right needs no word: nothing looks ahead.
   */
  readonly starts?: tf.Tensor1D | undefined;
  /** Also return the attention of the last position, at the cost of one more row of products. */
  readonly withAttention?: boolean;
  /** Whether no pass follows that reads the cache: then it lacks what the convolutions would need of this one. */
  readonly isFinal?: boolean;
  /** Positions at the end of each row whose hidden states are asked for: the last layer leaves out the others. */
  readonly last?: number | undefined;
}

/** Cuts theta [P] into its pieces. Inside a differentiated function the gradient is then one vector again. */
export function splitWeights(theta: tf.Tensor1D, config: ModelConfig): Weights {
  return weightsOf(shapedPieces(theta, config), config);
}

/** Weights that do not change, cut once. */
export interface KeptWeights {
  readonly weights: Weights;
  readonly dispose: () => void;
}

/** @param theta [P]. To be called outside of a tidy. */
export function keepWeights(theta: Float32Array, config: ModelConfig): KeptWeights {
  const pieces = tf.tidy(() => shapedPieces(tf.tensor1d(theta), config));
  return { weights: weightsOf(pieces, config), dispose: () => tf.dispose(pieces) };
}

/** [P] -> the pieces of the layout, in its order and each in its shape */
function shapedPieces(theta: tf.Tensor1D, config: ModelConfig): tf.Tensor[] {
  const layout = parameterLayout(config);
  const flat = cut(
    theta,
    layout.map((piece) => piece.size),
  ); // [P] -> [size] each
  return flat.map((piece, i) => tf.reshape(piece, [...(layout[i]?.shape ?? [])]));
}

/** @param pieces in the order of the layout */
function weightsOf(pieces: readonly tf.Tensor[], config: ModelConfig): Weights {
  const byName = new Map(parameterLayout(config).map(({ name }, i) => [name, pieces[i]]));
  // The rank of a piece follows from its name; types cannot know.
  const piece = <T extends tf.Tensor>(name: string): T | undefined => byName.get(name) as T | undefined;
  const required = <T extends tf.Tensor>(name: string): T => {
    const found = piece<T>(name);
    assert(found, `no parameter ${name}`);
    return found;
  };
  const norm = (name: string): Scaling => ({ weight: required(`${name}.weight`), bias: required(`${name}.bias`) });
  const affine = (name: string): Affine => ({ weight: required(`${name}.weight`), bias: piece(`${name}.bias`) });
  return {
    embedding: required('embedding.weight'),
    position: piece('position.weight'),
    shift: piece('shift'),
    blocks: Array.from({ length: config.layers }, (_, layer) => ({
      norm1: norm(`blocks.${layer}.norm1`),
      convolution: piece(`blocks.${layer}.convolution`),
      qkv: affine(`blocks.${layer}.qkv`),
      out: affine(`blocks.${layer}.out`),
      norm2: norm(`blocks.${layer}.norm2`),
      up: affine(`blocks.${layer}.up`),
      down: affine(`blocks.${layer}.down`),
    })),
    norm: norm('norm'),
  };
}

/**
 * @param ids [batch, seq] int32
 * @returns [batch, seq, embed]
 */
export function embedTokens(weights: Weights, ids: tf.Tensor2D): tf.Tensor3D {
  const [batch, seq] = ids.shape;
  const rows = embedRows(weights.embedding, tf.reshape(ids, [batch * seq])); // [batch * seq, embed]
  return tf.reshape(rows, [batch, seq, -1]);
}

/**
 * Runs the transformer over `seq` positions that follow those in the cache.
 *
 * @param embeddings [batch, seq, embed] of tokens, or of thoughts
 * @param cache what came before; nothing for the start of a sequence
 */
export function forward(
  weights: Weights,
  config: ModelConfig,
  embeddings: tf.Tensor3D,
  cache?: Cache,
  options?: ForwardOptions,
): Forward {
  const { open, ...rest } = forwardToLast(weights, config, embeddings, cache, options);
  const [batch, , embed] = embeddings.shape;
  return { hidden: tf.reshape(closeRows(weights, open), [batch, -1, embed]), ...rest };
}

/** The same up to the last attention, and without what comes after it. */
function forwardToLast(
  weights: Weights,
  config: ModelConfig,
  embeddings: tf.Tensor3D,
  cache?: Cache,
  { starts, withAttention = false, isFinal = false, last }: ForwardOptions = {},
): Omit<Forward, 'hidden'> & { readonly open: OpenRows } {
  const [batch, seq, embed] = embeddings.shape;
  const first = cache?.length ?? 0;
  const headDim = embed / config.heads;
  const turn = config.position === 'rotary' ? rotation(first, seq, headDim, config.rotaryBase) : undefined;
  // Rotations count from the padding on: attention sees differences of positions alone.
  const kept = starts && !cache ? tf.reshape<tf.Rank.R3>(tokenMask(starts, seq), [batch, seq, 1]) : undefined;

  let shifted = embeddings; // [batch, seq, embed]
  if (weights.position) shifted = addPositions(shifted, weights.position, first, starts);
  if (kept) shifted = silence(shifted, kept);
  const shift = weights.shift && convolve(shifted, weights.shift, cache?.embedding, isFinal);
  if (shift) shifted = shift.output;

  let x: tf.Tensor2D = tf.reshape(shifted, [batch * seq, embed]); // the residual stream, [batch * seq, embed]
  let open: OpenRows = { mixed: x, stream: x };
  const blocks: BlockCache[] = [];
  let lastAttention: (() => tf.Tensor2D) | undefined;
  for (const [layer, block] of weights.blocks.entries()) {
    const isLast = layer === weights.blocks.length - 1;
    const placing = { turn, starts, kept, isFinal, positions: isLast ? last : undefined };
    const attended = attention(block, config, x, batch, placing, cache?.blocks[layer]);
    blocks.push(attended.cache);
    lastAttention = attended.lastAttention;
    open = attended.open;
    if (!isLast) x = closeBlock(block, open);
  }
  return {
    open,
    cache: { length: first + seq, embedding: shift?.tail, blocks },
    ...(withAttention && lastAttention ? { attention: lastAttention() } : {}),
  };
}

/**
 * Hides the last position from all that come later: attention does not see it, and a convolution or token shift finds
 * zeros there. The position still counts, so that what follows stands where it would have stood.
 */
export function maskLast({ length, embedding, blocks }: Cache): Cache {
  return {
    length,
    ...(embedding ? { embedding: zeroLast(embedding) } : {}),
    blocks: blocks.map(({ memory, inputs }) => ({
      memory: forgetLast(memory),
      ...(inputs ? { inputs: zeroLast(inputs) } : {}),
    })),
  };
}

/** [batch, seq, embed] -> the same with zeros in the last column */
function zeroLast(x: tf.Tensor3D): tf.Tensor3D {
  const [batch, seq, embed] = x.shape;
  const last: tf.Tensor3D = tf.zeros([batch, 1, embed]);
  return seq === 1 ? last : tf.concat([tf.slice(x, [0, 0, 0], [batch, seq - 1, embed]), last], 1);
}

/** What the last attention leaves: from here on, each row goes its own way. */
export interface OpenRows {
  /** [rows, embed] what the heads brought, before their output matrix */
  readonly mixed: tf.Tensor2D;
  /** [rows, embed] the residual stream */
  readonly stream: tf.Tensor2D;
}

/** The rest of a block after its attention, row by row. [rows, embed] */
function closeBlock({ out, norm2, up, down }: BlockWeights, { mixed, stream }: OpenRows): tf.Tensor2D {
  return feedForward(affine(mixed, out, stream), norm2, up, down);
}

/** The rest of the model after its last attention: any rows of it, in any order. [rows, embed], after the final norm */
function closeRows(weights: Weights, open: OpenRows): tf.Tensor2D {
  const block = weights.blocks.at(-1);
  assert(block, 'a model without a block');
  return norm(closeBlock(block, open), weights.norm);
}

/** Where the positions of one pass stand. */
interface Placing {
  readonly turn: Rotation | undefined;
  readonly starts: tf.Tensor1D | undefined;
  /** [batch, seq, 1] 0 on padding; absent where there is none in this pass */
  readonly kept: tf.Tensor3D | undefined;
  readonly isFinal: boolean;
  /** How many positions at the end of each row are computed; all where it is absent */
  readonly positions: number | undefined;
}

/**
 * @param x [batch * seq, embed] the residual stream
 * @returns open rows [batch * positions, embed]
 */
function attention(
  block: BlockWeights,
  { heads }: ModelConfig,
  x: tf.Tensor2D,
  batch: number,
  { turn, starts, kept, isFinal, positions }: Placing,
  cache: BlockCache | undefined,
): { readonly open: OpenRows; readonly cache: BlockCache; readonly lastAttention: () => tf.Tensor2D } {
  const [rows, embed] = x.shape;
  const [normed, stream] = branchNorm(x, block.norm1);
  const inputs: tf.Tensor3D = tf.reshape(normed, [batch, rows / batch, embed]);
  // Before a row's first token there is nothing.
  const heard = kept && block.convolution ? silence(inputs, kept) : inputs;
  const convolved = block.convolution && convolve(heard, block.convolution, cache?.inputs, isFinal);
  const input: tf.Tensor2D = convolved ? tf.reshape(convolved.output, [rows, embed]) : normed;

  const qkv = affine(input, block.qkv); // [batch * seq, 3 * embed]
  const { mixed, memory, lastAttention } = attend(qkv, { batch, heads, turn, starts, positions }, cache?.memory);
  return {
    open: { mixed, stream: positions === undefined ? stream : lastRows(stream, batch, positions) },
    cache: { memory, inputs: convolved?.tail },
    lastAttention,
  };
}

/** [batch * seq, embed] -> [batch * count, embed]: the last rows of each of the batch */
function lastRows(x: tf.Tensor2D, batch: number, count: number): tf.Tensor2D {
  const [rows, embed] = x.shape;
  const seq = rows / batch;
  const byRow = tf.reshape(x, [batch, seq, embed]);
  return tf.reshape(tf.slice(byRow, [0, seq - count, 0], [batch, count, embed]), [batch * count, embed]);
}

/**
 * @param hidden [batch, seq, embed]
 * @returns [batch, seq, vocab]
 */
export function logits(weights: Weights, hidden: tf.Tensor3D): tf.Tensor3D {
  const [batch, seq, embed] = hidden.shape;
  const rows = linear(tf.reshape(hidden, [batch * seq, embed]), weights.embedding); // [batch * seq, vocab]
  return tf.reshape(rows, [batch, seq, -1]);
}

/**
 * Cross entropy of each next token. [RHO-1 Eq. 1, before the mean]
 *
 * @param inputIds [batch, seq] int32
 * @param targetIds [batch, seq] int32
 * @returns [batch, seq] nats
 */
export function tokenLosses(
  weights: Weights,
  config: ModelConfig,
  inputIds: tf.Tensor2D,
  targetIds: tf.Tensor2D,
): tf.Tensor2D {
  const rows = rowLogits(weights, config, inputIds);
  return tf.reshape(crossEntropy(rows, tf.reshape(targetIds, [targetIds.size])), targetIds.shape);
}

/**
 * The mean loss over some tokens that are chosen by the losses of all. Where a token is not chosen, the gradient of all that
 * follows the last attention is exactly 0: the losses of all are computed off the tape, and what was chosen once more on it, so
 * that the way back goes over the chosen rows alone. [RHO-1 Eq. 4]
 *
 * @param choose [batch, seq] nats -> [kept] int32, indices into batch * seq, each once
 * @returns [] nats
 */
export function chosenLoss(
  weights: Weights,
  config: ModelConfig,
  inputIds: tf.Tensor2D,
  targetIds: tf.Tensor2D,
  choose: (lossNats: tf.Tensor2D) => tf.Tensor1D,
): tf.Scalar {
  const embeddings = embedTokens(weights, inputIds);
  const { open } = forwardToLast(weights, config, embeddings, undefined, { isFinal: true });
  const targets: tf.Tensor1D = tf.reshape(targetIds, [targetIds.size]);
  const rows = withoutGradient(() => choose(tf.reshape(rowLosses(weights, open, targets), targetIds.shape)));
  const chosen = { mixed: embedRows(open.mixed, rows), stream: embedRows(open.stream, rows) };
  const lossNats: tf.Tensor2D = tf.reshape(rowLosses(weights, chosen, tf.gather(targets, rows)), [1, rows.size]);
  return weightedSum(lossNats, ({ shape, size }) => tf.fill(shape, 1 / size));
}

/** [rows] nats */
const rowLosses = (weights: Weights, open: OpenRows, targets: tf.Tensor1D): tf.Tensor1D =>
  crossEntropy(linear(closeRows(weights, open), weights.embedding), targets);

/**
 * The logits of whole rows that nothing follows.
 *
 * @param ids [batch, seq] int32
 * @param last positions at the end of each row whose logits are asked for; all where it is absent
 * @returns [batch * last, vocab]
 */
export function rowLogits(weights: Weights, config: ModelConfig, ids: tf.Tensor2D, last?: number): tf.Tensor2D {
  const { hidden } = forward(weights, config, embedTokens(weights, ids), undefined, { isFinal: true, last });
  return tf.reshape(logits(weights, hidden), [-1, config.vocab]);
}

const norm = (x: tf.Tensor2D, { weight, bias }: Scaling): tf.Tensor2D => layerNorm(x, weight, bias);

const affine = (x: tf.Tensor2D, { weight, bias }: Affine, residual?: tf.Tensor2D): tf.Tensor2D =>
  linear(x, weight, bias, residual);

interface Convolved {
  /** [batch, seq, embed] */
  readonly output: tf.Tensor3D;
  /** [batch, taps, embed] what a pass that follows needs; absent where none does */
  readonly tail?: tf.Tensor3D | undefined;
}

/** @param before [batch, taps, embed] the positions before the first of x; zeros where it is absent */
function convolve(x: tf.Tensor3D, kernel: tf.Tensor2D, before: tf.Tensor3D | undefined, isFinal: boolean): Convolved {
  const [taps] = kernel.shape;
  if (!before && isFinal) return { output: firstConvolution(x, kernel) };
  const nothing: [number, number] = [0, 0];
  const padded = before ? tf.concat([before, x], 1) : tf.pad<tf.Tensor3D>(x, [nothing, [taps, 0], nothing]);
  return {
    output: causalConvolution(padded, kernel),
    tail: isFinal ? undefined : tf.slice(padded, [0, padded.shape[1] - taps, 0], [-1, taps, -1]),
  };
}
