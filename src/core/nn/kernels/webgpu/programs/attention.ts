/**
 * @file Causal attention on packed queries, keys and values, and its gradient. The last query stands at the last key, so that
 * a cache is a longer `length`, and a thought is a single query.
 *
 * The chances are kept for the gradient, as in the plain twin: at these lengths they are small, and they make the backward
 * pass two products instead of four.
 */

import type { TensorInfo } from '@tensorflow/tfjs-core';
import { attentionQuads, QUAD_CHANNELS, QUAD_ROWS } from './attentionQuads';
import type { FusedBackend } from '../fusedBackend';
import { CAUSAL_ATTENTION, CAUSAL_ATTENTION_GRADIENT } from '../../kernel';
import { runCells, runRows } from '../program';
import { type Call, webgpuKernel } from '../webgpuKernel';

interface Sizes {
  readonly batch: number;
  readonly length: number;
  readonly seq: number;
  readonly heads: number;
  readonly embed: number;
  /** Numbers that are read at once. */
  readonly unit: 1 | 4;
}

function sizesOf({ number }: Call, qkv: TensorInfo): Sizes {
  const [batch = 0, length = 0, width = 0] = qkv.shape;
  const heads = number('heads');
  const embed = width / 3;
  return { batch, length, seq: number('seq'), heads, embed, unit: (embed / heads) % 4 === 0 ? 4 : 1 };
}

const numbersOf = ({ length, seq, heads, embed, unit }: Sizes): Record<string, number> => ({
  length,
  seq,
  heads,
  embed: embed / unit,
  headDim: embed / heads / unit,
});

const vectors = (unit: 1 | 4): string =>
  unit === 4
    ? 'alias Numbers = vec4<f32>; fn product(a : Numbers, b : Numbers) -> f32 { return dot(a, b); }'
    : 'alias Numbers = f32; fn product(a : Numbers, b : Numbers) -> f32 { return a * b; }';

// Where a row's query stands: in `embed` and `headDim` units.
const QUERY = `
    let length = uniforms.length; let seq = uniforms.seq; let heads = uniforms.heads;
    let embed = uniforms.embed; let headDim = uniforms.headDim;
    let query = row % seq;
    let head = (row / seq) % heads;
    let item = row / (seq * heads);
    let last = length - seq + query;
    let base = item * length * 3 * embed + head * headDim;`;

/** With two queries the forward pass takes 1.4 times as long by quads, from three on less (docs/log.md, 2026-11-26). */
const LEAST_QUERIES = 3;

const takesQuads = (backend: FusedBackend, { unit, seq }: Sizes): boolean =>
  backend.shape === 'row' && backend.hasQuads && unit === 4 && seq >= LEAST_QUERIES;

/** Invocations, where each four of them share sixteen rows of a head. */
const quadCells = ({ batch, heads }: Sizes, rows: number): number => 4 * Math.ceil(rows / QUAD_ROWS) * heads * batch;

const store = (unit: 1 | 4): string =>
  unit === 4
    ? 'result[4 * at] = sum.x; result[4 * at + 1] = sum.y; result[4 * at + 2] = sum.z; result[4 * at + 3] = sum.w;'
    : 'result[at] = sum;';

function forward(call: Call): readonly TensorInfo[] {
  const { backend, input, maybeInput } = call;
  const [qkv, starts] = [input('qkv'), maybeInput('starts')];
  const sizes = sizesOf(call, qkv);
  const { batch, length, seq, heads, embed, unit } = sizes;
  const { whole, offsets, parts } = backend.makePacked([
    [batch * seq, embed],
    [batch, heads, seq, length],
  ]);
  const text = {
    inputs: { qkv, ...(starts ? { starts } : {}) },
    components: { inputs: starts ? ([unit, 1] as const) : ([unit] as const), output: 1 },
    numbers: { ...numbersOf(sizes), chances: offsets[1] ?? 0 },
    output: whole,
  } as const;
  if (takesQuads(backend, sizes)) {
    runCells(backend, quadCells(sizes, seq), {
      ...text,
      key: `attention.quads${starts ? '.starts' : ''}`,
      body: attentionQuads.forward(starts !== undefined),
    });
    return parts;
  }
  runRows(backend, batch * heads * seq, {
    ...text,
    key: `attention${unit}${starts ? '.starts' : ''}`,
    head: vectors(unit),
    // A query on padding sees itself, so that no row is empty; nobody reads what comes of it.
    body: `${QUERY}
    let scale = 1.0 / sqrt(f32(headDim * ${unit}));
    let chances = uniforms.chances + row * length;
    let first = ${starts ? 'min(starts[item], last)' : '0'};
    var own = -3.4e38;
    for (var key = lane; key <= last; key = key + LANES) {
      if (key < first) { continue; }
      var score = 0.0;
      for (var i = 0; i < headDim; i = i + 1) {
        score = score + product(qkv[base + last * 3 * embed + i], qkv[base + (key * 3 + 1) * embed + i]);
      }
      score = score * scale;
      result[chances + key] = score;
      own = max(own, score);
    }
    let top = maxOf(own);
    var mass = 0.0;
    for (var key = lane; key <= last; key = key + LANES) {
      if (key < first) { continue; }
      let chance = exp(result[chances + key] - top);
      result[chances + key] = chance;
      mass = mass + chance;
    }
    let total = sumOf(mass);
    for (var key = lane; key < length; key = key + LANES) {
      var chance = 0.0;
      if (key >= first && key <= last) { chance = result[chances + key] / total; }
      result[chances + key] = chance;
    }
    waitForAll();
    for (var i = lane; i < headDim; i = i + LANES) {
      var sum = Numbers();
      for (var key = first; key <= last; key = key + 1) {
        sum = sum + result[chances + key] * qkv[base + (key * 3 + 2) * embed + i];
      }
      let at = (item * seq + query) * embed + head * headDim + i;
      ${store(unit)}
    }`,
  });
  return parts;
}

function backward(call: Call): TensorInfo {
  const { backend, input } = call;
  const [qkv, chances, dy] = [input('qkv'), input('chances'), input('dy')];
  const sizes = sizesOf(call, qkv);
  const { batch, length, seq, heads, embed, unit } = sizes;
  const numbers = numbersOf(sizes);
  const byQuads = takesQuads(backend, sizes);
  const scores = {
    inputs: { qkv, chances, dy },
    components: { inputs: [unit, 1, unit], output: 1 },
    numbers,
    output: [batch, heads, seq, length],
  } as const;
  const dScores = byQuads
    ? runCells(backend, quadCells(sizes, seq), {
        ...scores,
        key: 'attentionScoresGradient.quads',
        body: attentionQuads.scoresGradient,
      })
    : runRows(backend, batch * heads * seq, {
        ...scores,
        key: `attentionScoresGradient${unit}`,
        head: vectors(unit),
        body: `${QUERY}
    let origin = (item * seq + query) * embed + head * headDim;
    let pairs = row * length;
    var own = 0.0;
    for (var key = lane; key <= last; key = key + LANES) {
      var slope = 0.0;
      for (var i = 0; i < headDim; i = i + 1) {
        slope = slope + product(dy[origin + i], qkv[base + (key * 3 + 2) * embed + i]);
      }
      result[pairs + key] = slope;
      own = own + slope * chances[pairs + key];
    }
    let along = sumOf(own);
    for (var key = lane; key < length; key = key + LANES) {
      var slope = 0.0;
      if (key <= last) { slope = chances[pairs + key] * (result[pairs + key] - along); }
      result[pairs + key] = slope;
    }`,
      });
  const text = {
    inputs: { qkv, chances, dScores, dy },
    components: { inputs: [unit, 1, 1, unit], output: unit },
    numbers,
    output: qkv.shape,
  } as const;
  const chunks = Math.ceil(embed / heads / unit / QUAD_CHANNELS);
  const dQkv = byQuads
    ? runCells(backend, 3 * chunks * quadCells(sizes, length), {
        ...text,
        key: 'attentionGradient.quads',
        body: attentionQuads.gradient,
      })
    : runCells(backend, (batch * length * 3 * embed) / unit, {
        ...text,
        key: `attentionGradient${unit}`,
        head: vectors(unit),
        body: `
    let length = uniforms.length; let seq = uniforms.seq; let embed = uniforms.embed;
    let past = length - seq;
    let part = (cell / embed) % 3;
    let channel = cell % embed;
    let place = (cell / (3 * embed)) % length;
    let item = cell / (3 * embed * length);
    let pairs = (item * uniforms.heads + channel / uniforms.headDim) * seq;
    let base = item * length * 3 * embed + channel;
    let scale = 1.0 / sqrt(f32(uniforms.headDim * ${unit}));
    var sum = Numbers();
    if (part == 0) {
      let query = place - past;
      if (query >= 0) {
        for (var key = 0; key <= place; key = key + 1) {
          sum = sum + dScores[(pairs + query) * length + key] * qkv[base + (key * 3 + 1) * embed];
        }
      }
      sum = sum * scale;
    } else if (part == 1) {
      for (var query = max(place - past, 0); query < seq; query = query + 1) {
        sum = sum + dScores[(pairs + query) * length + place] * qkv[base + (past + query) * 3 * embed];
      }
      sum = sum * scale;
    } else {
      for (var query = max(place - past, 0); query < seq; query = query + 1) {
        sum = sum + chances[(pairs + query) * length + place] * dy[(item * seq + query) * embed + channel];
      }
    }
    result[cell] = sum;`,
      });
  backend.disposeData(dScores.dataId);
  return dQkv;
}

export const attentionKernels = [
  webgpuKernel(CAUSAL_ATTENTION, forward),
  webgpuKernel(CAUSAL_ATTENTION_GRADIENT, backward),
];
