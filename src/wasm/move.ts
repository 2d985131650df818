/** @file What mostly moves numbers: rows of the embedding, heads, a short convolution. */

import { addTo } from './product';

/** out[count] = x[count] */
export function copy(count: i32, x: usize, out: usize): void {
  memory.copy(out, x, count << 2);
}

/** out[rows, width] = table[ids[row], width] */
export function pickRows(rows: i32, width: i32, table: usize, ids: usize, out: usize): void {
  const bytes: usize = width << 2;
  for (let row = 0; row < rows; row++) {
    memory.copy(out, table + <usize>load<i32>(ids + (row << 2)) * bytes, bytes);
    out += bytes;
  }
}

/** out[vocab, width] = for each id the sum of its rows of dy[rows, width], in their order */
export function scatterRows(rows: i32, width: i32, vocab: i32, dy: usize, ids: usize, out: usize): void {
  scatterColumns(rows, width, 0, width, vocab, dy, ids, out);
}

/** The same for the columns [from, to) alone. */
export function scatterColumns(
  rows: i32,
  width: i32,
  from: i32,
  to: i32,
  vocab: i32,
  dy: usize,
  ids: usize,
  out: usize,
): void {
  const bytes: usize = width << 2;
  clearColumns(vocab, width, from, to, out);
  dy += from << 2;
  out += from << 2;
  for (let row = 0; row < rows; row++) {
    addTo(to - from, dy, out + <usize>load<i32>(ids + (row << 2)) * bytes);
    dy += bytes;
  }
}

/** x[rows, width] = 0 in the columns [from, to) */
function clearColumns(rows: i32, width: i32, from: i32, to: i32, x: usize): void {
  const bytes: usize = width << 2;
  if (to - from === width) return memory.fill(x, 0, <usize>rows * bytes);
  for (let row = 0; row < rows; row++) memory.fill(x + <usize>row * bytes + (from << 2), 0, (to - from) << 2);
}

/**
 * out = x + the table's row of each place, which counts from its row's first token
 *
 * @param x, out [batch, seq, width]
 * @param starts [batch] int32, or 0
 */
export function addPositions(
  batch: i32,
  seq: i32,
  width: i32,
  first: i32,
  x: usize,
  table: usize,
  starts: usize,
  out: usize,
): void {
  const bytes: usize = width << 2;
  for (let row = 0; row < batch; row++) {
    const start = starts ? load<i32>(starts + (row << 2)) : 0;
    for (let t = 0; t < seq; t++) {
      moveFloats(width, x, out);
      addTo(width, table + <usize>max(0, first + t - start) * bytes, out);
      x += bytes;
      out += bytes;
    }
  }
}

/** out[window, width] = for each place the sum of dy[batch, seq, width] at it; padding stands at none. */
export function positionsGrad(
  batch: i32,
  seq: i32,
  width: i32,
  first: i32,
  dy: usize,
  starts: usize,
  window: i32,
  out: usize,
): void {
  positionsColumns(batch, seq, width, 0, width, first, dy, starts, window, out);
}

/** The same for the columns [from, to) alone. */
export function positionsColumns(
  batch: i32,
  seq: i32,
  width: i32,
  from: i32,
  to: i32,
  first: i32,
  dy: usize,
  starts: usize,
  window: i32,
  out: usize,
): void {
  const bytes: usize = width << 2;
  clearColumns(window, width, from, to, out);
  dy += from << 2;
  out += from << 2;
  for (let row = 0; row < batch; row++) {
    const start = starts ? load<i32>(starts + (row << 2)) : 0;
    for (let t = 0; t < seq; t++) {
      const place = first + t - start;
      if (place >= 0) addTo(to - from, dy, out + <usize>place * bytes);
      dy += bytes;
    }
  }
}

/**
 * Turns queries and keys by their position's angle times `sign`; values pass.
 *
 * @param qkv, out [batch, seq, 3, heads, headDim]
 * @param cosine, sine [seq, headDim]
 */
export function rotate(
  batch: i32,
  seq: i32,
  heads: i32,
  headDim: i32,
  qkv: usize,
  cosine: usize,
  sine: usize,
  sign: f32,
  out: usize,
): void {
  const bytes: usize = headDim << 2;
  for (let row = 0; row < batch; row++)
    for (let t = 0; t < seq; t++) {
      const angle = <usize>t * bytes;
      for (let head = 0; head < 2 * heads; head++) {
        turn(headDim >> 1, qkv, cosine + angle, sine + angle, sign, out);
        qkv += bytes;
        out += bytes;
      }
      moveFloats(heads * headDim, qkv, out);
      qkv += <usize>heads * bytes;
      out += <usize>heads * bytes;
    }
}

/** out = x turned by the angle times `way`, in pairs of the two halves. [2 * half] */
function turn(half: i32, x: usize, cosine: usize, sine: usize, way: f32, out: usize): void {
  const other: usize = half << 2;
  let i = 0;
  for (; i + 4 <= half; i += 4) {
    const at: usize = i << 2;
    const c = v128.load(cosine + at);
    const s = f32x4.mul(v128.load(sine + at), f32x4.splat(way));
    const first = v128.load(x + at);
    const second = v128.load(x + other + at);
    v128.store(out + at, f32x4.sub(f32x4.mul(first, c), f32x4.mul(second, s)));
    v128.store(out + other + at, f32x4.add(f32x4.mul(second, c), f32x4.mul(first, s)));
  }
  for (; i < half; i++) {
    const at: usize = i << 2;
    const c = load<f32>(cosine + at);
    const s = load<f32>(sine + at) * way;
    const first = load<f32>(x + at);
    const second = load<f32>(x + other + at);
    store<f32>(out + at, first * c - second * s);
    store<f32>(out + other + at, second * c + first * s);
  }
}

// A row is short: a call of memory.copy would cost more than it moves.
function moveFloats(count: i32, from: usize, to: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (i << 2), v128.load(from + (i << 2)));
  for (; i < count; i++) store<f32>(to + (i << 2), load<f32>(from + (i << 2)));
}

/**
 * out[batch, seq, width] = padded at t + Σ_j kernel[j] * padded at t - 1 - j
 *
 * @param padded [batch, taps + seq, width]
 * @param kernel [taps, width]
 */
export function convolution(
  batch: i32,
  seq: i32,
  taps: i32,
  width: i32,
  padded: usize,
  kernel: usize,
  out: usize,
): void {
  const bytes: usize = width << 2;
  for (let row = 0; row < batch; row++) {
    padded += <usize>taps * bytes;
    for (let t = 0; t < seq; t++) {
      moveFloats(width, padded, out);
      for (let j = 0; j < taps; j++) addProduct(width, padded - <usize>(j + 1) * bytes, kernel + <usize>j * bytes, out);
      padded += bytes;
      out += bytes;
    }
  }
}

/**
 * @param dPadded [batch, taps + seq, width], set here
 * @param dKernel [taps, width], set here
 */
export function convolutionGrad(
  batch: i32,
  seq: i32,
  taps: i32,
  width: i32,
  dy: usize,
  padded: usize,
  kernel: usize,
  dPadded: usize,
  dKernel: usize,
): void {
  const bytes: usize = width << 2;
  memory.fill(dKernel, 0, <usize>taps * bytes);
  memory.fill(dPadded, 0, <usize>(batch * (taps + seq)) * bytes);
  for (let row = 0; row < batch; row++) {
    padded += <usize>taps * bytes;
    dPadded += <usize>taps * bytes;
    for (let t = 0; t < seq; t++) {
      addTo(width, dy, dPadded);
      for (let j = 0; j < taps; j++) {
        const back = <usize>(j + 1) * bytes;
        addProduct(width, dy, kernel + <usize>j * bytes, dPadded - back);
        addProduct(width, dy, padded - back, dKernel + <usize>j * bytes);
      }
      padded += bytes;
      dPadded += bytes;
      dy += bytes;
    }
  }
}

/** out[i] += x[i] * y[i] */
function addProduct(count: i32, x: usize, y: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at: usize = i << 2;
    v128.store(out + at, f32x4.add(v128.load(out + at), f32x4.mul(v128.load(x + at), v128.load(y + at))));
  }
  for (; i < count; i++) {
    const at: usize = i << 2;
    store<f32>(out + at, load<f32>(out + at) + load<f32>(x + at) * load<f32>(y + at));
  }
}
