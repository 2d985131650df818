/** @file Where each matrix stands in the flat parameter vector theta [P]. Names are those in `model.safetensors`. */

import type { ModelConfig } from '../trace/config/config';

export interface ParameterPiece {
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in theta. */
  readonly offset: number;
  /** Elements. */
  readonly size: number;
}

/** Width of the feed-forward's hidden layer, in embeddings. */
export const FEED_FORWARD = 4;

/** The pieces of theta, in order, without gaps. Matrices are [out, in], as PyTorch keeps them. */
export function parameterLayout(config: ModelConfig): readonly ParameterPiece[] {
  let offset = 0;
  return parameterShapes(config).map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const piece = { name, shape, offset, size };
    offset += size;
    return piece;
  });
}

/** P, the length of theta. */
export function parameterCount(config: ModelConfig): number {
  return parameterLayout(config).reduce((sum, piece) => sum + piece.size, 0);
}

type NamedShape = readonly [name: string, shape: readonly number[]];

function parameterShapes(config: ModelConfig): readonly NamedShape[] {
  const { vocab, seq, layers, embed, position, tokenShift } = config;
  return [
    ['embedding.weight', [vocab, embed]],
    ...present(position === 'learned', ['position.weight', [seq, embed]]),
    ...present(tokenShift, ['shift', [1, embed]]),
    ...Array.from({ length: layers }, (_, layer) => blockShapes(config, `blocks.${layer}.`)).flat(),
    ['norm.weight', [embed]],
    ['norm.bias', [embed]],
  ];
}

function blockShapes(config: ModelConfig, prefix: string): readonly NamedShape[] {
  const { embed, convolutionTaps, attentionBias } = config;
  const shapes: readonly NamedShape[] = [
    ['norm1.weight', [embed]],
    ['norm1.bias', [embed]],
    ...present(convolutionTaps > 0, ['convolution', [convolutionTaps, embed]]),
    ['qkv.weight', [3 * embed, embed]],
    ...present(attentionBias, ['qkv.bias', [3 * embed]]),
    ['out.weight', [embed, embed]],
    ...present(attentionBias, ['out.bias', [embed]]),
    ['norm2.weight', [embed]],
    ['norm2.bias', [embed]],
    ['up.weight', [FEED_FORWARD * embed, embed]],
    ['up.bias', [FEED_FORWARD * embed]],
    ['down.weight', [embed, FEED_FORWARD * embed]],
    ['down.bias', [embed]],
  ];
  return shapes.map(([name, shape]) => [prefix + name, shape]);
}

const present = (isThere: boolean, shape: NamedShape): readonly NamedShape[] => (isThere ? [shape] : []);
