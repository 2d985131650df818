/** @file First weights, from a seed. Measured recipes; what each choice buys stands in the log. */

import type { ModelConfig } from '../trace/config/config';
import { rng, type Rng } from '../util/rng';
import { parameterLayout, type ParameterPiece } from './layout';

const SHIFT = 0.3;
// `lookup`: the embedding is large and f1, q and k a little smaller than 1 / sqrt(fan_in).
const LOOKUP_GAIN = 0.8;
const LOOKUP_DOWN_GAIN = 0.5;
const LOOKUP_QUERY_GAIN = 1.5;
const LOOKUP_COPY_GAIN = 0.5;
const LOOKUP_TAP = 0.7;
const LOOKUP_TAP_NOISE = 0.06;

/** @returns theta [P]; each piece has a stream of chance of its own, so that one option does not change the others */
export function initWeights(config: ModelConfig, seed: number): Float32Array<ArrayBuffer> {
  const layout = parameterLayout(config);
  const end = layout.at(-1);
  const theta = new Float32Array(end ? end.offset + end.size : 0);
  for (const piece of layout) theta.set(initPiece(piece, config, seed), piece.offset);
  return theta;
}

function initPiece(piece: ParameterPiece, config: ModelConfig, seed: number): Float32Array {
  const { name, shape, size } = piece;
  const chance = rng(seed, 'init', name);
  const kind = name.replace(/^blocks\.\d+\./, '');
  const fanIn = shape.at(-1) ?? 1;
  const isLookup = config.init === 'lookup';
  const residual = Math.sqrt(2 * config.layers); // a stream that 2 * layers branches add to keeps its size
  switch (kind) {
    case 'embedding.weight':
    case 'position.weight':
      return normals(size, config.initEmbedStd, chance);
    case 'shift':
      return new Float32Array(size).fill(SHIFT);
    case 'norm.weight':
      return new Float32Array(size).fill(config.finalNormGain);
    case 'norm1.weight':
    case 'norm2.weight':
      return new Float32Array(size).fill(1);
    case 'convolution':
      return initConvolution(size, config, chance);
    case 'qkv.weight':
      return isLookup
        ? lookupProjections(config.embed, chance, valueMatrix(name, config, seed))
        : normals(size, 1 / Math.sqrt(fanIn), chance);
    case 'out.weight':
      return isLookup
        ? copyingOutput(valueMatrix(name, config, seed), config.embed)
        : normals(size, 1 / Math.sqrt(fanIn) / residual, chance);
    case 'up.weight':
      return normals(size, (isLookup ? LOOKUP_GAIN : 1) / Math.sqrt(fanIn), chance);
    case 'down.weight':
      return normals(size, (isLookup ? LOOKUP_DOWN_GAIN : 1) / Math.sqrt(fanIn) / residual, chance);
    default:
      return new Float32Array(size); // biases
  }
}

/** Taps at offsets 1 and 2 near one value: every token begins with a trace of the two before it. */
function initConvolution(size: number, config: ModelConfig, chance: Rng): Float32Array {
  const isLookup = config.init === 'lookup';
  const taps = normals(size, isLookup ? LOOKUP_TAP_NOISE : SHIFT, chance);
  return isLookup ? taps.map((tap, i) => (i < 2 * config.embed ? tap + LOOKUP_TAP : tap)) : taps;
}

/** Keys equal queries, so that a token looks at tokens like itself; values are a rotation. [3 * embed, embed] */
function lookupProjections(embed: number, chance: Rng, values: Float32Array): Float32Array {
  const queries = normals(embed * embed, (LOOKUP_QUERY_GAIN * LOOKUP_GAIN) / Math.sqrt(embed), chance);
  const projections = new Float32Array(3 * embed * embed);
  projections.set(queries, 0);
  projections.set(queries, embed * embed);
  projections.set(values, 2 * embed * embed);
  return projections;
}

/** W_o = gain * W_vᵀ: with orthogonal values, what is attended to is copied. [embed, embed] */
function copyingOutput(values: Float32Array, embed: number): Float32Array {
  return values.map((_, i) => LOOKUP_COPY_GAIN * (values[(i % embed) * embed + Math.floor(i / embed)] ?? 0));
}

/** The orthogonal value matrix of the block that a piece belongs to: its projections and its output both need it. */
function valueMatrix(name: string, { embed }: ModelConfig, seed: number): Float32Array {
  return orthogonal(embed, rng(seed, 'init', name.split('.', 2).join('.'), 'values'));
}

/** A random rotation: Gram-Schmidt on normal rows, twice over for accuracy. [n, n] */
function orthogonal(n: number, chance: Rng): Float32Array {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, chance.normal);
    for (const other of [...rows, ...rows]) subtractAlong(row, other);
    const length = Math.hypot(...row);
    rows.push(row.map((value) => value / length));
  }
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

function subtractAlong(row: Float64Array, unit: Float64Array): void {
  const along = row.reduce((sum, value, i) => sum + value * (unit[i] ?? 0), 0);
  unit.forEach((value, i) => {
    row[i] = (row[i] ?? 0) - along * value;
  });
}

function normals(size: number, deviation: number, chance: Rng): Float32Array {
  return Float32Array.from({ length: size }, () => deviation * chance.normal());
}
