/**
 * @file Causal attention of one head after the other, and its gradient. The chances are kept, and only the tiles that a
 * query may see are computed.
 *
 * `stride` is the number of keys rounded up to 8: rows of chances are that long, and a tile never leaves its row. The
 * tiles of four queries go as far as the last of the four may look, and hold zeros beyond what each may see.
 */

import { dot, exponentials, largest, scaleBy } from './math';
import { COLUMNS, pack, packPanel, ROWS, shortTile, STORE, TILE_FLOATS } from './tile';

// Less than any score; its exponential is as good as nothing, and what may not be seen is set to zero after all.
const UNSEEN: f32 = -1e30;

function up(x: i32, multiple: i32): i32 {
  return (x + multiple - 1) & -multiple;
}

/** Floats from row to row of the chances. */
export function attentionStride(keys: i32): i32 {
  return up(keys, COLUMNS);
}

/** Bytes at `scratch` for the forward pass and for its gradient. */
export function attentionScratch(seq: i32, keys: i32, headDim: i32): i32 {
  const wide = up(headDim, COLUMNS);
  const stride = up(keys, COLUMNS);
  const panels = stride * headDim + keys * wide + 2 * seq * wide;
  return 4 * (TILE_FLOATS + ROWS * max(stride, wide) + ROWS * seq + panels + up(seq, ROWS) * stride);
}

/**
 * @param qkv [batch, length, 3, heads, headDim]
 * @param starts [batch] int32, the first key that a row may see, or 0
 * @param out [batch, seq, heads, headDim], of the last `seq` positions
 * @param chances [batch, heads, seq rounded up to 4, stride]
 */
export function attention(
  batch: i32,
  seq: i32,
  length: i32,
  heads: i32,
  headDim: i32,
  scale: f32,
  qkv: usize,
  starts: usize,
  out: usize,
  chances: usize,
  scratch: usize,
): void {
  attendHeads(0, batch * heads, seq, length, heads, headDim, scale, qkv, starts, out, chances, scratch);
}

/** The same for the heads [from, to) of all batch * heads. */
export function attendHeads(
  from: i32,
  to: i32,
  seq: i32,
  length: i32,
  heads: i32,
  headDim: i32,
  scale: f32,
  qkv: usize,
  starts: usize,
  out: usize,
  chances: usize,
  scratch: usize,
): void {
  const stride = up(length, COLUMNS);
  const embed: usize = (heads * headDim) << 2;
  const row = 3 * embed;
  const past = length - seq;
  const left = scratch + TILE_FLOATS * 4;
  const keyPanels = left + ((ROWS * max(stride, up(headDim, COLUMNS))) << 2);
  const valuePanels = keyPanels + ((stride * headDim) << 2);
  chances += <usize>(from * up(seq, ROWS)) * <usize>(stride << 2);
  for (let each = from; each < to; each++) {
    const item = each / heads;
    const place: usize = ((each % heads) * headDim) << 2;
    const start = starts ? load<i32>(starts + (item << 2)) : 0;
    const asked = qkv + <usize>(item * length) * row + place;
    const keys = asked + embed;
    const queries = asked + <usize>past * row;
    const mixed = out + <usize>(item * seq) * embed + place;
    packAcross(length, headDim, keys, row, keyPanels);
    packAlong(length, headDim, keys + embed, row, valuePanels);
    for (let first = 0; first < seq; first += ROWS) {
      const rows = min(ROWS, seq - first);
      const seen = min(length, past + first + ROWS); // by the last of the four
      pack(queries + <usize>first * row, row, 4, rows, headDim, left, 16);
      acrossKeys(left, keyPanels, headDim, seen, chances, stride, scratch);
      for (let r = 0; r < rows; r++)
        softmax(chances + ((r * stride) << 2), up(seen, COLUMNS), start, past + first + r + 1, scale);
      pack(chances, stride << 2, 4, rows, seen, left, 16);
      alongChannels(left, valuePanels, seen, length, headDim, mixed + <usize>first * embed, embed, rows, scratch);
      chances += (ROWS * stride) << 2;
    }
  }
}

/** out[ROWS, seen] = left[ROWS, headDim] · panels[headDim, seen], in whole tiles */
function acrossKeys(
  left: usize,
  panels: usize,
  headDim: i32,
  seen: i32,
  out: usize,
  stride: i32,
  scratch: usize,
): void {
  for (let key = 0; key < seen; key += COLUMNS)
    shortTile(
      left,
      panels + ((key * headDim) << 2),
      headDim,
      out + (key << 2),
      stride << 2,
      STORE,
      0,
      ROWS,
      COLUMNS,
      scratch,
    );
}

/** out[rows, headDim] = left[rows, count] · panels[length, headDim], of which the first `count` rows */
function alongChannels(
  left: usize,
  panels: usize,
  count: i32,
  length: i32,
  headDim: i32,
  out: usize,
  stride: usize,
  rows: i32,
  spare: usize,
): void {
  for (let d = 0; d < headDim; d += COLUMNS)
    shortTile(left, panels + ((d * length) << 2), count, out + (d << 2), stride, STORE, 0, rows, headDim - d, spare);
}

/** Chances of the keys from `start` to `end`, zero elsewhere, in place. [width] */
function softmax(scores: usize, width: i32, start: i32, end: i32, scale: f32): void {
  if (start >= end) {
    memory.fill(scores, 0, width << 2); // a query on padding sees nothing
    return;
  }
  for (let i = 0; i < start; i++) store<f32>(scores + (i << 2), UNSEEN);
  for (let i = end; i < width; i++) store<f32>(scores + (i << 2), UNSEEN);
  const total = exponentials(width, scores, scale, largest(width, scores), scores);
  scaleBy(width, scores, 1 / total);
  for (let i = 0; i < start; i++) store<f32>(scores + (i << 2), 0);
  for (let i = end; i < width; i++) store<f32>(scores + (i << 2), 0);
}

/**
 * @param chances [batch, heads, seq rounded up to 4, stride], of the forward pass
 * @param dy [batch, seq, heads, headDim]
 * @param dQkv [batch, length, 3, heads, headDim]
 */
export function attentionGrad(
  batch: i32,
  seq: i32,
  length: i32,
  heads: i32,
  headDim: i32,
  scale: f32,
  qkv: usize,
  chances: usize,
  dy: usize,
  dQkv: usize,
  scratch: usize,
): void {
  attendHeadsGrad(0, batch * heads, seq, length, heads, headDim, scale, qkv, chances, dy, dQkv, scratch);
}

/** The same for the heads [from, to) of all batch * heads. */
export function attendHeadsGrad(
  from: i32,
  to: i32,
  seq: i32,
  length: i32,
  heads: i32,
  headDim: i32,
  scale: f32,
  qkv: usize,
  chances: usize,
  dy: usize,
  dQkv: usize,
  scratch: usize,
): void {
  const stride = up(length, COLUMNS);
  const wide = up(headDim, COLUMNS);
  const embed: usize = (heads * headDim) << 2;
  const row = 3 * embed;
  const past = length - seq;
  const left = scratch + TILE_FLOATS * 4;
  const column = left + ((ROWS * max(stride, wide)) << 2);
  const valuePanels = column + ((ROWS * seq) << 2);
  const keyPanels = valuePanels + ((stride * headDim) << 2);
  const queryPanels = keyPanels + ((length * wide) << 2);
  const dyPanels = queryPanels + ((seq * wide) << 2);
  const dScores = dyPanels + ((seq * wide) << 2);
  chances += <usize>(from * up(seq, ROWS)) * <usize>(stride << 2);
  for (let each = from; each < to; each++) {
    const item = each / heads;
    const place: usize = ((each % heads) * headDim) << 2;
    const asked = qkv + <usize>(item * length) * row + place;
    const keys = asked + embed;
    const dAsked = dQkv + <usize>(item * length) * row + place;
    const dMixed = dy + <usize>(item * seq) * embed + place;
    // Positions that asked nothing here.
    for (let t = 0; t < past; t++) memory.fill(dAsked + <usize>t * row, 0, headDim << 2);
    packAcross(length, headDim, keys + embed, row, valuePanels);
    packAlong(length, headDim, keys, row, keyPanels);
    packAlong(seq, headDim, asked + <usize>past * row, row, queryPanels);
    packAlong(seq, headDim, dMixed, embed, dyPanels);
    for (let first = 0; first < seq; first += ROWS) {
      const rows = min(ROWS, seq - first);
      const seen = min(length, past + first + ROWS);
      const scores = dScores + ((first * stride) << 2);
      pack(dMixed + <usize>first * embed, embed, 4, rows, headDim, left, 16);
      acrossKeys(left, valuePanels, headDim, seen, scores, stride, scratch);
      for (let r = first; r < first + rows; r++)
        softmaxGrad(dScores + ((r * stride) << 2), chances + ((r * stride) << 2), up(seen, COLUMNS), scale);
      pack(scores, stride << 2, 4, rows, seen, left, 16);
      alongChannels(left, keyPanels, seen, length, headDim, dAsked + <usize>(past + first) * row, row, rows, scratch);
    }
    for (let key = 0; key < length; key += ROWS) {
      const first = max(0, key - past) & -ROWS; // the first four queries of which one sees this key
      const corner = (first * stride + key) << 2;
      const panels = (first * COLUMNS) << 2;
      const asking = seq - first;
      const dKey = dAsked + <usize>key * row + embed;
      const keysLeft = length - key;
      pack(dScores + corner, 4, stride << 2, ROWS, asking, column, 16);
      alongChannels(column, queryPanels + panels, asking, seq, headDim, dKey, row, keysLeft, scratch);
      pack(chances + corner, 4, stride << 2, ROWS, asking, column, 16);
      alongChannels(column, dyPanels + panels, asking, seq, headDim, dKey + embed, row, keysLeft, scratch);
    }
    chances += (up(seq, ROWS) * stride) << 2;
  }
}

/** scores = chances * (dChances - Σ chances * dChances) * scale, where `scores` holds dChances. */
function softmaxGrad(scores: usize, chances: usize, width: i32, scale: f32): void {
  const middle = f32x4.splat(dot(width, scores, chances));
  const scales = f32x4.splat(scale);
  for (let i = 0; i < width; i += 4) {
    const at: usize = i << 2;
    const off = f32x4.sub(v128.load(scores + at), middle);
    v128.store(scores + at, f32x4.mul(f32x4.mul(v128.load(chances + at), off), scales));
  }
}

/**
 * x[rows, headDim] as a right side whose columns are the rows: [headDim, rows] in panels.
 *
 * @param stride bytes from row to row
 */
function packAcross(rows: i32, headDim: i32, x: usize, stride: usize, panels: usize): void {
  for (let first = 0; first < rows; first += COLUMNS) {
    packPanel(x + <usize>first * stride, stride, 4, rows - first, headDim, panels);
    panels += (COLUMNS * headDim) << 2;
  }
}

/** x[rows, headDim] as a right side whose columns are the channels: [rows, headDim] in panels. */
function packAlong(rows: i32, headDim: i32, x: usize, stride: usize, panels: usize): void {
  for (let d = 0; d < headDim; d += COLUMNS) {
    packPanel(x + (d << 2), 4, stride, headDim - d, rows, panels);
    panels += (COLUMNS * rows) << 2;
  }
}
