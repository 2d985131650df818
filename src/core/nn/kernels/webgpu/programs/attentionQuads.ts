/**
 * @file The programs of causal attention for drivers that compute in software: four neighbouring invocations share sixteen
 * rows, four each, and pass around what they read (`quadTile.ts` says why). Heads are whole numbers of vec4.
 */

import { PARTS, range, swapped } from '../wgslText';

const ROWS = range(4);

/** Rows of one quad. */
export const QUAD_ROWS = 16;
/** Channels of one quad, in vec4. */
export const QUAD_CHANNELS = 4;
/** Keys in one turn of `products`: two of each lane. */
const KEYS = 8;

/** Which queries of which head: cells count lanes, then tiles, then heads, then items. */
const QUERIES = `
    let length = uniforms.length; let seq = uniforms.seq; let heads = uniforms.heads;
    let embed = uniforms.embed; let headDim = uniforms.headDim;
    let lane = cell & 3;
    let tiles = (seq + ${QUAD_ROWS - 1}) / ${QUAD_ROWS};
    let top = ((cell / 4) % tiles) * ${QUAD_ROWS};
    let head = (cell / 4 / tiles) % heads;
    let item = cell / 4 / (tiles * heads);
    let past = length - seq;
    let most = past + min(top + ${QUAD_ROWS - 1}, seq - 1);
    let base = item * length * 3 * embed + head * headDim;
    let pairs = (item * heads + head) * seq;
    ${ROWS.map((r) => `let query${r} = min(top + 4 * lane + ${r}, seq - 1);`).join(' ')}`;

/**
 * Products of each query's row with the row of each key that it may see, stored by `keep`.
 *
 * @param left a vec4 of a query's row: `row${r}` and `i` say where
 * @param right a vec4 of a key's row at `key`
 * @param keep WGSL for `product`, `query` and `key`, where the query sees the key
 */
function products(left: (r: number) => string, right: (key: string) => string, keep: string): string {
  const halves = range(KEYS / 4);
  const keys = range(KEYS);
  return `
    for (var begin = 0; begin <= most; begin = begin + ${KEYS}) {
      ${halves.map((h) => `let key${h} = min(begin + ${4 * h} + lane, length - 1);`).join(' ')}
      ${ROWS.map((r) => keys.map((j) => `var sum${r}_${j} = 0.0;`).join(' ')).join(' ')}
      for (var i = 0; i < headDim; i = i + 1) {
        ${halves
          .map(
            (h) =>
              `let k${h} = ${right(`key${h}`)}; ${range(4)
                .map((j) => `let k${h}_${j} = ${swapped(`k${h}`, j)};`)
                .join(' ')}`,
          )
          .join(' ')}
        ${ROWS.map(
          (r) =>
            `{ let row = ${left(r)}; ${keys.map((j) => `sum${r}_${j} = sum${r}_${j} + ${PARTS.map((p) => `row.${p} * k${j >> 2}_${j & 3}.${p}`).join(' + ')};`).join(' ')} }`,
        ).join('\n        ')}
      }
      var sums = array<f32, ${4 * KEYS}>(${ROWS.map((r) => keys.map((j) => `sum${r}_${j}`).join(', ')).join(', ')});
      for (var e = 0; e < ${4 * KEYS}; e = e + 1) {
        let query = top + 4 * lane + e / ${KEYS};
        let key = begin + (e & 4) + (lane ^ (e & 3));
        if (query < seq && key <= past + query) { let product = sums[e]; ${keep} }
      }
    }`;
}

/** Sixty-four sums, of four rows and sixteen channels: `sum${r}_${j}` is the vec4 of channels 4 * (lane ^ j). */
const NO_SUMS = ROWS.map((r) =>
  range(4)
    .map((j) => `var sum${r}_${j} = vec4<f32>();`)
    .join(' '),
).join(' ');

/**
 * Adds Σ weight * vector from `begin` to before `end` to the sums.
 *
 * @param weight of row r at a step
 * @param vector the lane's own vec4 of a step
 */
function mixture(weight: (r: number, step: string) => string, vector: (step: string) => string): string {
  return `
    for (var step = begin; step < end; step = step + 2) {
      let next = min(step + 1, end - 1);
      let isThere = step + 1 < end;
      let v = ${vector('step')}; let w = ${vector('next')};
      ${range(4)
        .map((j) => `let v${j} = ${swapped('v', j)}; let w${j} = ${swapped('w', j)};`)
        .join(' ')}
      ${ROWS.map(
        (r) =>
          `{ let one = ${weight(r, 'step')}; let two = select(0.0, ${weight(r, 'next')}, isThere); ${range(4)
            .map((j) => `sum${r}_${j} = sum${r}_${j} + one * v${j} + two * w${j};`)
            .join(' ')} }`,
      ).join('\n      ')}
    }`;
}

/** Stores the sums by `keep`: WGSL for `sum`, row `r` of the lane, and `channel`, a vec4 of the head. */
const eachSum = (keep: string): string => `
    var sums = array<vec4<f32>, 16>(${ROWS.map((r) =>
      range(4)
        .map((j) => `sum${r}_${j}`)
        .join(', '),
    ).join(', ')});
    for (var e = 0; e < 16; e = e + 1) {
      let r = e / 4;
      let channel = chunk * ${QUAD_CHANNELS} + (lane ^ (e & 3));
      if (channel < headDim) { let sum = sums[e]; ${keep} }
    }`;

const FORWARD = (hasStarts: boolean): string => `${QUERIES}
    let scale = 1.0 / sqrt(f32(headDim * 4));
    let firstSeen = ${hasStarts ? 'starts[item]' : '0'};
    ${products(
      (r) => `qkv[base + (past + query${r}) * 3 * embed + i]`,
      (key) => `qkv[base + (${key} * 3 + 1) * embed + i]`,
      'result[uniforms.chances + (pairs + query) * length + key] = product * scale;',
    )}
    for (var r = 0; r < 4; r = r + 1) {
      let query = top + 4 * lane + r;
      if (query >= seq) { continue; }
      let last = past + query;
      let first = min(firstSeen, last);
      let chances = uniforms.chances + (pairs + query) * length;
      var highest = -3.4e38;
      for (var key = first; key <= last; key = key + 1) { highest = max(highest, result[chances + key]); }
      var total = 0.0;
      for (var key = first; key <= last; key = key + 1) {
        let chance = exp(result[chances + key] - highest);
        result[chances + key] = chance;
        total = total + chance;
      }
      for (var key = 0; key < length; key = key + 1) {
        var chance = 0.0;
        if (key >= first && key <= last) { chance = result[chances + key] / total; }
        result[chances + key] = chance;
      }
    }
    ${ROWS.map((r) => `let chances${r} = uniforms.chances + (pairs + query${r}) * length;`).join(' ')}
    let begin = 0;
    let end = most + 1;
    for (var chunk = 0; chunk * ${QUAD_CHANNELS} < headDim; chunk = chunk + 1) {
      let own = base + min(chunk * ${QUAD_CHANNELS} + lane, headDim - 1);
      ${NO_SUMS}
      ${mixture(
        (r, step) => `result[chances${r} + ${step}]`,
        (step) => `qkv[own + (${step} * 3 + 2) * embed]`,
      )}
      ${eachSum(`
        let query = top + 4 * lane + r;
        let at = 4 * ((item * seq + query) * embed + head * headDim + channel);
        if (query < seq) { result[at] = sum.x; result[at + 1] = sum.y; result[at + 2] = sum.z; result[at + 3] = sum.w; }`)}
    }`;

const SCORES_GRADIENT = `${QUERIES}
    let origin = item * seq * embed + head * headDim;
    ${products(
      (r) => `dy[origin + query${r} * embed + i]`,
      (key) => `qkv[base + (${key} * 3 + 2) * embed + i]`,
      'result[(pairs + query) * length + key] = product;',
    )}
    for (var r = 0; r < 4; r = r + 1) {
      let query = top + 4 * lane + r;
      if (query >= seq) { continue; }
      let last = past + query;
      let row = (pairs + query) * length;
      var along = 0.0;
      for (var key = 0; key <= last; key = key + 1) { along = along + result[row + key] * chances[row + key]; }
      for (var key = 0; key < length; key = key + 1) {
        var slope = 0.0;
        if (key <= last) { slope = chances[row + key] * (result[row + key] - along); }
        result[row + key] = slope;
      }
    }`;

// A quad has sixteen places of the queries (part 0), keys (1) or values (2) of a head. For queries the weights of a step, a key,
// stand side by side; for keys and values those of a step, a query, are `length` apart.
const GRADIENT = `
    let length = uniforms.length; let seq = uniforms.seq; let heads = uniforms.heads;
    let embed = uniforms.embed; let headDim = uniforms.headDim;
    let lane = cell & 3;
    let chunks = (headDim + ${QUAD_CHANNELS - 1}) / ${QUAD_CHANNELS};
    let tiles = (length + ${QUAD_ROWS - 1}) / ${QUAD_ROWS};
    let chunk = (cell / 4) % chunks;
    let part = (cell / 4 / chunks) % 3;
    let top = ((cell / 4 / (chunks * 3)) % tiles) * ${QUAD_ROWS};
    let head = (cell / 4 / (chunks * 3 * tiles)) % heads;
    let item = cell / 4 / (chunks * 3 * tiles * heads);
    let past = length - seq;
    let pairs = (item * heads + head) * seq;
    let own = head * headDim + min(chunk * ${QUAD_CHANNELS} + lane, headDim - 1);
    let base = item * length * 3 * embed + own;
    ${ROWS.map((r) => `let place${r} = min(top + 4 * lane + ${r}, length - 1);`).join(' ')}
    ${NO_SUMS}
    if (part < 2) {
      let isQuery = part == 0;
      let begin = select(max(top - past, 0), 0, isQuery);
      let end = select(seq, min(top + ${QUAD_ROWS}, length), isQuery);
      let stride = select(length, 1, isQuery);
      let start = base + select(past * 3, 1, isQuery) * embed;
      ${ROWS.map((r) => `let weights${r} = pairs * length + select(place${r}, max(place${r} - past, 0) * length, isQuery);`).join(' ')}
      ${mixture(
        (r, step) => `dScores[weights${r} + ${step} * stride]`,
        (step) => `qkv[start + ${step} * 3 * embed]`,
      )}
    } else {
      let begin = max(top - past, 0);
      let end = seq;
      ${mixture(
        (r, step) => `chances[(pairs + ${step}) * length + place${r}]`,
        (step) => `dy[(item * seq + ${step}) * embed + own]`,
      )}
    }
    let scale = select(1.0 / sqrt(f32(headDim * 4)), 1.0, part == 2);
    ${eachSum(`
        let place = top + 4 * lane + r;
        if (place < length) {
          let isThere = part > 0 || place >= past;
          result[((item * length + place) * 3 + part) * embed + head * headDim + channel] = select(vec4<f32>(), sum * scale, isThere);
        }`)}`;

/** Bodies of `runCells`. */
export const attentionQuads = { forward: FORWARD, scoresGradient: SCORES_GRADIENT, gradient: GRADIENT } as const;
