/** @file Cross entropy of rows of logits, and its gradient, for which nothing is kept but the logits. */

import { exponentials, largest, scaleBy, sum4 } from './math';

/**
 * @param logits [rows, vocab]
 * @param targets [rows] int32
 * @param losses [rows] log Σ exp(logits) - logits[target]
 * @param scratch [vocab]
 */
export function crossEntropy(
  rows: i32,
  vocab: i32,
  logits: usize,
  targets: usize,
  losses: usize,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const most = largest(vocab, logits);
    const rest = load<f32>(logits + (load<i32>(targets) << 2)) - most;
    store<f32>(losses, <f32>logarithm(exponentials(vocab, logits, 1, most, scratch)) - rest);
    logits += vocab << 2;
    targets += 4;
    losses += 4;
  }
}

/**
 * Entropy of each row's chances: log Σ e^s - Σ e^s s / Σ e^s, where s = logit - the largest.
 *
 * @param logits [rows, vocab]
 * @param entropies [rows]
 * @param scratch [vocab]
 */
export function tokenEntropy(rows: i32, vocab: i32, logits: usize, entropies: usize, scratch: usize): void {
  for (let row = 0; row < rows; row++) {
    const most = largest(vocab, logits);
    const total = exponentials(vocab, logits, 1, most, scratch);
    // Σ e^s s = Σ e^s logit - the largest Σ e^s would lose the digits that the two have in common.
    store<f32>(entropies, <f32>(logarithm(total) - weighedBy(vocab, scratch, logits, most) / total));
    logits += vocab << 2;
    entropies += 4;
  }
}

/** Σ weights[i] (x[i] - shift) */
function weighedBy(count: i32, weights: usize, x: usize, shift: f32): f64 {
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4)
    sums = f32x4.add(sums, f32x4.mul(v128.load(weights + (i << 2)), f32x4.sub(v128.load(x + (i << 2)), shifts)));
  let total = sum4(sums);
  for (; i < count; i++) total += load<f32>(weights + (i << 2)) * (load<f32>(x + (i << 2)) - shift);
  return total;
}

/** dLogits[rows, vocab] = dy[row] * (chance - 1 at the target); rows with dy = 0 cost nothing but their zeros. */
export function crossEntropyGrad(
  rows: i32,
  vocab: i32,
  logits: usize,
  targets: usize,
  dy: usize,
  dLogits: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const d = load<f32>(dy);
    if (d === 0) memory.fill(dLogits, 0, vocab << 2);
    else {
      const total = exponentials(vocab, logits, 1, largest(vocab, logits), dLogits);
      scaleBy(vocab, dLogits, d / total);
      const place = dLogits + (load<i32>(targets) << 2);
      store<f32>(place, load<f32>(place) - d);
    }
    dy += 4;
    logits += vocab << 2;
    targets += 4;
    dLogits += vocab << 2;
  }
}

const LN2: f64 = 0.6931471805599453;

/** log x of a normal number: x = 2^n m with m around 1, and log m = 2 artanh((m - 1) / (m + 1)) as a series. */
function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let n = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000); // [1, 2)
  if (m > 1.4142135623730951) {
    m *= 0.5;
    n++;
  }
  const t = (m - 1) / (m + 1); // |t| < 0.172
  const t2 = t * t;
  const series = 1 + t2 * (1 / 3.0 + t2 * (1 / 5.0 + t2 * (1 / 7.0 + t2 * (1 / 9.0 + t2 / 11.0))));
  return <f64>n * LN2 + 2 * t * series;
}
