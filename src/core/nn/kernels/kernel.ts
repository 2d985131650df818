/**
 * @file The seam between the operations (`ops/`) and the backends: kernels of our own, by name.
 *
 * A backend that registers a kernel under one of these names gets the work in one piece; on any other the operation is
 * composed of plain ops. The kernels know nothing of gradients: each operation wires its own.
 */

import * as tf from '@tensorflow/tfjs-core';

/** logits [rows, vocab], targets [rows] int32 -> losses [rows] nats */
export const TOKEN_LOSS = 'TokenLoss';
/** logits [rows, vocab] -> entropies [rows] nats, of the chances */
export const TOKEN_ENTROPY = 'TokenEntropy';
/** logits, targets, dy [rows] -> [rows, vocab] */
export const TOKEN_LOSS_GRADIENT = 'TokenLossGradient';
/** x [rows, embed], gain [embed], bias [embed]; epsilon -> normed [rows, embed], statistics [rows, 2]: mean, 1 / deviation */
export const LAYER_NORM = 'LayerNorm';
/** x, gain, statistics, dy [rows, embed] -> dx [rows, embed], dGain [embed], dBias [embed] */
export const LAYER_NORM_GRADIENT = 'LayerNormGradient';
/** The same of a branch that returns to x: residual [rows, embed], its own dy, is added to dx. */
export const BRANCH_NORM_GRADIENT = 'BranchNormGradient';
/** x [rows, in], weight [out, in], bias? [out], residual? [rows, out] -> x · Wᵀ + b + residual, [rows, out] */
export const LINEAR = 'Linear';
/** dy [rows, out], weight [out, in] -> [rows, in] */
export const LINEAR_INPUT_GRADIENT = 'LinearInputGradient';
/** dy [rows, out], x [rows, in]; hasBias -> dWeight [out, in], and dBias [out] where asked */
export const LINEAR_WEIGHT_GRADIENT = 'LinearWeightGradient';
/** x [rows, in], weight [out, in], bias [out] -> u = x · Wᵀ + b, and GELU(u), each [rows, out] */
export const LINEAR_GELU = 'LinearGelu';
/** dy [rows, out], weight [out, in], u [rows, in] -> (dy · W) * GELU'(u), [rows, in] */
export const GELU_LINEAR_GRADIENT = 'GeluLinearGradient';
/** qkv [batch, length, 3 * embed], starts? [batch] int32; heads, seq -> mixed [batch * seq, embed], chances [batch, heads, seq, length] */
export const CAUSAL_ATTENTION = 'CausalAttention';
/** qkv, chances, dy [batch * seq, embed]; heads, seq -> dQkv [batch, length, 3 * embed] */
export const CAUSAL_ATTENTION_GRADIENT = 'CausalAttentionGradient';
/** qkv [batch, seq, 3 * embed], cosine [seq, headDim], sine [seq, headDim]; sign -> queries and keys turned */
export const ROTATE = 'Rotate';
/** table [vocab, embed], ids [rows] int32 -> [rows, embed] */
export const EMBED = 'Embed';
/** dy [rows, embed], ids [rows] int32; vocab -> [vocab, embed]; the same sum in the same order each time */
export const EMBED_GRADIENT = 'EmbedGradient';
/** x [batch, seq, embed], table [window, embed], starts? [batch] int32; first -> x + the row of each position */
export const ADD_POSITIONS = 'AddPositions';
/** dy [batch, seq, embed], starts? [batch] int32; first, window -> [window, embed] */
export const POSITIONS_GRADIENT = 'PositionsGradient';
/** padded [batch, taps + seq, embed], kernel [taps, embed] -> [batch, seq, embed] */
export const CONVOLUTION = 'CausalConvolution';
/** padded, kernel, dy [batch, seq, embed] -> dPadded, dKernel */
export const CONVOLUTION_GRADIENT = 'CausalConvolutionGradient';
/** x [batch, seq, embed], kernel [taps, embed]: the same with nothing before x -> [batch, seq, embed] */
export const FIRST_CONVOLUTION = 'FirstCausalConvolution';
/** x, kernel, dy -> dx, dKernel */
export const FIRST_CONVOLUTION_GRADIENT = 'FirstCausalConvolutionGradient';
/** losses [..], weights [..] -> [] their sum of products */
export const WEIGHTED_SUM = 'WeightedSum';
/** flat [P]; sizes -> its pieces in order */
export const PIECES = 'Pieces';
/** pieces, named 0, 1, ..; -> flat [P] */
export const JOIN = 'Join';
/** theta, m, v, gradient, each [P]; the numbers of `AdamwNumbers` -> [] the norm before clipping; the first three change in place */
export const ADAMW = 'Adamw';

/** Numbers of one step of AdamW, the bias corrections folded in. */
export interface AdamwNumbers {
  /** The gradient is scaled by min(1, clipNorm / (norm + clipEpsilon)). */
  readonly clipNorm: number;
  readonly clipEpsilon: number;
  readonly beta1: number;
  readonly beta2: number;
  /** What a step leaves of theta: 1 - rate * decay. */
  readonly keep: number;
  readonly rate: number;
  readonly epsilon: number;
}

/** gradient [P], numbers [9] of `adamw.ts` -> norm [], scale [] */
export const CLIP = 'Clip';
/** theta, m, v [P] in one buffer, which is written; gradient [P], scale [], numbers [9] -> nothing */
export const ADAMW_ONE_BUFFER = 'AdamwOneBuffer';
/** scores [rows, tokens]; keep, share -> 1 / share on the `keep` highest of each row, the first of equals, [rows, tokens] */
export const TOP_MASK = 'TopMask';

/** Does the present backend have a kernel of this name? */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel of one output. */
export function run<T extends tf.Tensor>(name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap = {}): T {
  return tf.engine().runKernel<T>(name, inputs, attributes);
}

/** Runs a kernel of several outputs, whose number and ranks are those of its name. */
export function runMany<T extends tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: tf.NamedAttrMap = {},
): T {
  return tf.engine().runKernel<T>(name, inputs, attributes);
}
