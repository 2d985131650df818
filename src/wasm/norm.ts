/** @file Layer norm over rows, and its gradient. */

import { dot, sum } from './math';

const EPSILON: f32 = 1e-5;

/**
 * out = (x - mean) * scale * gain + bias
 *
 * @param x [rows, width]
 * @param stats [rows, 2] gets mean and scale = 1 / sqrt(variance + epsilon)
 */
export function layerNorm(rows: i32, width: i32, x: usize, gain: usize, bias: usize, out: usize, stats: usize): void {
  for (let row = 0; row < rows; row++) {
    const mean: f32 = sum(width, x) / <f32>width;
    const scale: f32 = 1 / sqrt<f32>(squaresAround(width, x, mean) / <f32>width + EPSILON);
    store<f32>(stats, mean);
    store<f32>(stats, scale, 4);
    const means = f32x4.splat(mean);
    const scales = f32x4.splat(scale);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const at: usize = i << 2;
      const normed = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
      v128.store(out + at, f32x4.add(f32x4.mul(normed, v128.load(gain + at)), v128.load(bias + at)));
    }
    for (; i < width; i++) {
      const at: usize = i << 2;
      store<f32>(out + at, (load<f32>(x + at) - mean) * scale * load<f32>(gain + at) + load<f32>(bias + at));
    }
    x += width << 2;
    out += width << 2;
    stats += 8;
  }
}

/** Σ (x[i] - mean)² */
function squaresAround(width: i32, x: usize, mean: f32): f32 {
  const means = f32x4.splat(mean);
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= width; i += 4) {
    const difference = f32x4.sub(v128.load(x + (i << 2)), means);
    sums = f32x4.add(sums, f32x4.mul(difference, difference));
  }
  let total: f32 = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  total += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; i < width; i++) {
    const difference = load<f32>(x + (i << 2)) - mean;
    total += difference * difference;
  }
  return total;
}

/**
 * @param dy, x, dx [rows, width]
 * @param stats [rows, 2] of the forward pass
 * @param residual [rows, width], added to dx, or 0
 * @param dGain, dBias [width], set here; or 0, for whoever calls `gainGrad`
 * @param scratch [2, width]
 */
export function layerNormGrad(
  rows: i32,
  width: i32,
  dy: usize,
  x: usize,
  gain: usize,
  stats: usize,
  residual: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  scratch: usize,
): void {
  const normed = scratch;
  const scaled = scratch + (width << 2);
  if (dGain) {
    memory.fill(dGain, 0, width << 2);
    memory.fill(dBias, 0, width << 2);
  }
  for (let row = 0; row < rows; row++) {
    const mean = load<f32>(stats);
    const scale = load<f32>(stats, 4);
    spread(width, dy, x, gain, mean, scale, normed, scaled, dGain, dBias);
    const level: f32 = sum(width, scaled) / <f32>width;
    const along: f32 = dot(width, scaled, normed) / <f32>width;
    const levels = f32x4.splat(level);
    const alongs = f32x4.splat(along);
    const scales = f32x4.splat(scale);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const at: usize = i << 2;
      const across = f32x4.sub(f32x4.sub(v128.load(scaled + at), levels), f32x4.mul(v128.load(normed + at), alongs));
      const own = f32x4.mul(across, scales);
      v128.store(dx + at, residual ? f32x4.add(own, v128.load(residual + at)) : own);
    }
    for (; i < width; i++) {
      const at: usize = i << 2;
      const own = (load<f32>(scaled + at) - level - load<f32>(normed + at) * along) * scale;
      store<f32>(dx + at, residual ? own + load<f32>(residual + at) : own);
    }
    x += width << 2;
    dy += width << 2;
    dx += width << 2;
    if (residual) residual += width << 2;
    stats += 8;
  }
}

/** normed = (x - mean) * scale, scaled = dy * gain; where there is a dGain, dGain += dy * normed, dBias += dy */
function spread(
  width: i32,
  dy: usize,
  x: usize,
  gain: usize,
  mean: f32,
  scale: f32,
  normed: usize,
  scaled: usize,
  dGain: usize,
  dBias: usize,
): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= width; i += 4) {
    const at: usize = i << 2;
    const d = v128.load(dy + at);
    const n = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
    v128.store(normed + at, n);
    v128.store(scaled + at, f32x4.mul(d, v128.load(gain + at)));
    if (dGain) {
      v128.store(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(d, n)));
      v128.store(dBias + at, f32x4.add(v128.load(dBias + at), d));
    }
  }
  for (; i < width; i++) {
    const at: usize = i << 2;
    const d = load<f32>(dy + at);
    const n = (load<f32>(x + at) - mean) * scale;
    store<f32>(normed + at, n);
    store<f32>(scaled + at, d * load<f32>(gain + at));
    if (dGain) {
      store<f32>(dGain + at, load<f32>(dGain + at) + d * n);
      store<f32>(dBias + at, load<f32>(dBias + at) + d);
    }
  }
}

/** dGain and dBias of `layerNormGrad`, for the columns [from, to) alone: the same sums in the same order. */
export function gainGrad(
  rows: i32,
  width: i32,
  from: i32,
  to: i32,
  dy: usize,
  x: usize,
  stats: usize,
  dGain: usize,
  dBias: usize,
): void {
  const count = to - from;
  const first: usize = from << 2;
  memory.fill(dGain + first, 0, count << 2);
  memory.fill(dBias + first, 0, count << 2);
  for (let row = 0; row < rows; row++) {
    addGains(count, dy + first, x + first, load<f32>(stats), load<f32>(stats, 4), dGain + first, dBias + first);
    dy += width << 2;
    x += width << 2;
    stats += 8;
  }
}

/** dGain += dy * (x - mean) * scale, dBias += dy */
function addGains(count: i32, dy: usize, x: usize, mean: f32, scale: f32, dGain: usize, dBias: usize): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at: usize = i << 2;
    const d = v128.load(dy + at);
    const n = f32x4.mul(f32x4.sub(v128.load(x + at), means), scales);
    v128.store(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(d, n)));
    v128.store(dBias + at, f32x4.add(v128.load(dBias + at), d));
  }
  for (; i < count; i++) {
    const at: usize = i << 2;
    const d = load<f32>(dy + at);
    store<f32>(dGain + at, load<f32>(dGain + at) + d * ((load<f32>(x + at) - mean) * scale));
    store<f32>(dBias + at, load<f32>(dBias + at) + d);
  }
}
