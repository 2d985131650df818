/**
 * @file The inner loops of all products: sums of 5 x 8 or 4 x 8 in registers, over operands packed in the order they are read.
 *
 * They are written for V8, which has fifteen registers to give and keeps the order of the locals: 58 GFLOP/s a core with five
 * rows, 50 with four (docs/log.md, 2026-11-26). Unrolled by hand (40), or joined with what follows the loop (27), sums spill to
 * memory at each turn. So these two stand alone, and store all they have. Attention takes four rows: its rows are short.
 */

/** How a tile meets what stands at its place. */
export const STORE = 0;
export const ADD = 1;

/** Rows of a short tile, and columns of both. */
export const ROWS = 4;
export const COLUMNS = 8;
/** Rows of a tall tile. */
export const TALL = 5;

/** Floats of the largest tile. */
export const TILE_FLOATS = TALL * COLUMNS;

/**
 * sums[4, 8] = Σ_k a[k, 4] * b[k, 8]
 *
 * @param a packed, 4 floats a k
 * @param b packed, 8 floats a k
 */
export function shortSums(a: usize, b: usize, k: i32, sums: usize): void {
  let left = f32x4.splat(0);
  let right = left;
  let x = left;
  let left0 = left;
  let right0 = left;
  let left1 = left;
  let right1 = left;
  let left2 = left;
  let right2 = left;
  let left3 = left;
  let right3 = left;
  const end = b + ((<usize>k) << 5);
  while (b < end) {
    left = v128.load(b);
    right = v128.load(b, 16);
    x = v128.load32_splat(a);
    left0 = f32x4.add(left0, f32x4.mul(x, left));
    right0 = f32x4.add(right0, f32x4.mul(x, right));
    x = v128.load32_splat(a, 4);
    left1 = f32x4.add(left1, f32x4.mul(x, left));
    right1 = f32x4.add(right1, f32x4.mul(x, right));
    x = v128.load32_splat(a, 8);
    left2 = f32x4.add(left2, f32x4.mul(x, left));
    right2 = f32x4.add(right2, f32x4.mul(x, right));
    x = v128.load32_splat(a, 12);
    left3 = f32x4.add(left3, f32x4.mul(x, left));
    right3 = f32x4.add(right3, f32x4.mul(x, right));
    a += 16;
    b += 32;
  }
  v128.store(sums, left0, 0);
  v128.store(sums, right0, 16);
  v128.store(sums, left1, 32);
  v128.store(sums, right1, 48);
  v128.store(sums, left2, 64);
  v128.store(sums, right2, 80);
  v128.store(sums, left3, 96);
  v128.store(sums, right3, 112);
}

/** The same with five rows: sums[5, 8], `a` with 5 floats a k. */
export function tallSums(a: usize, b: usize, k: i32, sums: usize): void {
  let left = f32x4.splat(0);
  let right = left;
  let x = left;
  let left0 = left;
  let right0 = left;
  let left1 = left;
  let right1 = left;
  let left2 = left;
  let right2 = left;
  let left3 = left;
  let right3 = left;
  let left4 = left;
  let right4 = left;
  const end = b + ((<usize>k) << 5);
  while (b < end) {
    left = v128.load(b);
    right = v128.load(b, 16);
    x = v128.load32_splat(a);
    left0 = f32x4.add(left0, f32x4.mul(x, left));
    right0 = f32x4.add(right0, f32x4.mul(x, right));
    x = v128.load32_splat(a, 4);
    left1 = f32x4.add(left1, f32x4.mul(x, left));
    right1 = f32x4.add(right1, f32x4.mul(x, right));
    x = v128.load32_splat(a, 8);
    left2 = f32x4.add(left2, f32x4.mul(x, left));
    right2 = f32x4.add(right2, f32x4.mul(x, right));
    x = v128.load32_splat(a, 12);
    left3 = f32x4.add(left3, f32x4.mul(x, left));
    right3 = f32x4.add(right3, f32x4.mul(x, right));
    x = v128.load32_splat(a, 16);
    left4 = f32x4.add(left4, f32x4.mul(x, left));
    right4 = f32x4.add(right4, f32x4.mul(x, right));
    a += 20;
    b += 32;
  }
  v128.store(sums, left0, 0);
  v128.store(sums, right0, 16);
  v128.store(sums, left1, 32);
  v128.store(sums, right1, 48);
  v128.store(sums, left2, 64);
  v128.store(sums, right2, 80);
  v128.store(sums, left3, 96);
  v128.store(sums, right3, 112);
  v128.store(sums, left4, 128);
  v128.store(sums, right4, 144);
}

/**
 * A short tile of a product: out[rows, columns] (+)= Σ_k a[k, 4] * b[k, 8] (+ bias)
 *
 * @param stride bytes from row to row of `out`
 * @param bias a float for each column, or 0
 * @param rows, columns that exist in `out`, if fewer than 4 and 8
 * @param sums TILE_FLOATS floats to work in
 */
export function shortTile(
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  stride: usize,
  mode: i32,
  bias: usize,
  rows: i32,
  columns: i32,
  sums: usize,
): void {
  shortSums(a, b, k, sums);
  writeTile(sums, out, stride, mode, bias, min(rows, ROWS), columns);
}

/** The same for five rows. */
export function tallTile(
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  stride: usize,
  mode: i32,
  bias: usize,
  rows: i32,
  columns: i32,
  sums: usize,
): void {
  tallSums(a, b, k, sums);
  writeTile(sums, out, stride, mode, bias, min(rows, TALL), columns);
}

function writeTile(sums: usize, out: usize, stride: usize, mode: i32, bias: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    if (columns >= COLUMNS) writeRow(sums, out, mode, bias);
    else writePart(sums, out, mode, bias, columns);
    sums += COLUMNS * 4;
    out += stride;
  }
}

function writeRow(sums: usize, out: usize, mode: i32, bias: usize): void {
  let left = v128.load(sums);
  let right = v128.load(sums, 16);
  if (bias) {
    left = f32x4.add(left, v128.load(bias));
    right = f32x4.add(right, v128.load(bias, 16));
  }
  if (mode === ADD) {
    left = f32x4.add(left, v128.load(out));
    right = f32x4.add(right, v128.load(out, 16));
  }
  v128.store(out, left);
  v128.store(out, right, 16);
}

function writePart(sums: usize, out: usize, mode: i32, bias: usize, columns: i32): void {
  for (let column = 0; column < columns; column++) {
    const at: usize = column << 2;
    let value = load<f32>(sums + at);
    if (bias) value += load<f32>(bias + at);
    if (mode === ADD) value += load<f32>(out + at);
    store<f32>(out + at, value);
  }
}

/**
 * Packs 4 lanes of a matrix: dst[k] = the 4 lanes at k, zeros where a lane does not exist.
 *
 * @param laneStride bytes from lane to lane
 * @param kStride bytes from k to k; one of the two strides is that of a float
 * @param lanes that exist, at most 4
 * @param step bytes from k to k in `dst`
 */
export function pack(
  src: usize,
  laneStride: usize,
  kStride: usize,
  lanes: i32,
  count: i32,
  dst: usize,
  step: usize,
): void {
  let k = 0;
  if (lanes >= 4 && laneStride === 4) {
    for (; k < count; k++) {
      v128.store(dst, v128.load(src));
      src += kStride;
      dst += step;
    }
    return;
  }
  if (lanes >= 4 && kStride === 4) {
    const src1 = src + laneStride;
    const src2 = src1 + laneStride;
    const src3 = src2 + laneStride;
    let offset: usize = 0;
    for (; k + 4 <= count; k += 4) {
      const a = v128.load(src + offset);
      const b = v128.load(src1 + offset);
      const c = v128.load(src2 + offset);
      const d = v128.load(src3 + offset);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(dst, v128.shuffle<f64>(ab, cd, 0, 2));
      v128.store(dst + step, v128.shuffle<f64>(ab, cd, 1, 3));
      v128.store(dst + 2 * step, v128.shuffle<f64>(ab2, cd2, 0, 2));
      v128.store(dst + 3 * step, v128.shuffle<f64>(ab2, cd2, 1, 3));
      dst += 4 * step;
      offset += 16;
    }
    src += offset;
  }
  for (; k < count; k++) {
    for (let lane = 0; lane < 4; lane++)
      store<f32>(dst + (lane << 2), lane < lanes ? load<f32>(src + <usize>lane * laneStride) : 0);
    src += kStride;
    dst += step;
  }
}

/** Packs up to 5 lanes: one tall tile of the left side. */
export function packTall(src: usize, laneStride: usize, kStride: usize, lanes: i32, count: i32, dst: usize): void {
  pack(src, laneStride, kStride, lanes, count, dst, TALL * 4);
  const fifth = src + 4 * laneStride;
  for (let k = 0; k < count; k++)
    store<f32>(dst + k * TALL * 4, lanes > 4 ? load<f32>(fifth + <usize>k * kStride) : 0, 16);
}

/** Packs up to 8 lanes, side by side: one panel of the right side. */
export function packPanel(src: usize, laneStride: usize, kStride: usize, lanes: i32, count: i32, dst: usize): void {
  pack(src, laneStride, kStride, lanes, count, dst, COLUMNS * 4);
  pack(src + 4 * laneStride, laneStride, kStride, max(0, lanes - 4), count, dst + 16, COLUMNS * 4);
}
