/** @file The one inner loop of all products: 4 x 8 sums in registers, over operands packed in the order they are read. */

/** How a tile meets what stands at its place. */
export const STORE = 0;
export const ADD = 1;

/** Rows and columns of a tile. */
export const ROWS = 4;
export const COLUMNS = 8;

/**
 * out[4, 8] (+)= Σ_k a[k, 4] * b[k, 8]
 *
 * @param a packed, 4 floats a k
 * @param b packed, 8 floats a k
 * @param stride bytes from row to row of `out`
 * @param bias 8 floats added to each row, or 0
 */
export function tile(a: usize, b: usize, k: i32, out: usize, stride: usize, mode: i32, bias: usize): void {
  let left0 = bias ? v128.load(bias) : f32x4.splat(0);
  let right0 = bias ? v128.load(bias, 16) : f32x4.splat(0);
  let left1 = left0;
  let right1 = right0;
  let left2 = left0;
  let right2 = right0;
  let left3 = left0;
  let right3 = right0;
  // Twice by hand: a shorter loop waits for its own counter.
  const end = a + (((<usize>k) >> 1) << 5);
  while (a < end) {
    let left = v128.load(b);
    let right = v128.load(b, 16);
    let x = v128.load32_splat(a);
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
    left = v128.load(b, 32);
    right = v128.load(b, 48);
    x = v128.load32_splat(a, 16);
    left0 = f32x4.add(left0, f32x4.mul(x, left));
    right0 = f32x4.add(right0, f32x4.mul(x, right));
    x = v128.load32_splat(a, 20);
    left1 = f32x4.add(left1, f32x4.mul(x, left));
    right1 = f32x4.add(right1, f32x4.mul(x, right));
    x = v128.load32_splat(a, 24);
    left2 = f32x4.add(left2, f32x4.mul(x, left));
    right2 = f32x4.add(right2, f32x4.mul(x, right));
    x = v128.load32_splat(a, 28);
    left3 = f32x4.add(left3, f32x4.mul(x, left));
    right3 = f32x4.add(right3, f32x4.mul(x, right));
    a += 32;
    b += 64;
  }
  if (k & 1) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
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
  }
  writeRow(out, mode, left0, right0);
  out += stride;
  writeRow(out, mode, left1, right1);
  out += stride;
  writeRow(out, mode, left2, right2);
  out += stride;
  writeRow(out, mode, left3, right3);
}

function writeRow(out: usize, mode: i32, left: v128, right: v128): void {
  if (mode === ADD) {
    left = f32x4.add(left, v128.load(out));
    right = f32x4.add(right, v128.load(out, 16));
  }
  v128.store(out, left);
  v128.store(out, right, 16);
}

/**
 * The same for a tile of which only `rows` x `columns` exist in `out`.
 *
 * @param spare 32 floats
 * @param bias `columns` floats, or 0
 */
export function partTile(
  a: usize,
  b: usize,
  k: i32,
  out: usize,
  stride: usize,
  mode: i32,
  bias: usize,
  rows: i32,
  columns: i32,
  spare: usize,
): void {
  if (rows >= ROWS && columns >= COLUMNS) {
    tile(a, b, k, out, stride, mode, bias);
    return;
  }
  tile(a, b, k, spare, COLUMNS * 4, STORE, 0);
  for (let row = 0; row < min(rows, ROWS); row++)
    for (let column = 0; column < min(columns, COLUMNS); column++) {
      const place = out + <usize>row * stride + (column << 2);
      let value = load<f32>(spare + ((row * COLUMNS + column) << 2));
      if (bias) value += load<f32>(bias + (column << 2));
      if (mode === ADD) value += load<f32>(place);
      store<f32>(place, value);
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

/** Packs up to 8 lanes, side by side: one panel of the right side. */
export function packPanel(src: usize, laneStride: usize, kStride: usize, lanes: i32, count: i32, dst: usize): void {
  pack(src, laneStride, kStride, lanes, count, dst, COLUMNS * 4);
  pack(src + 4 * laneStride, laneStride, kStride, max(0, lanes - 4), count, dst + 16, COLUMNS * 4);
}
