/** @file Four floats at once: the exponential, sums, the largest. */

const LOG2_E: f32 = 1.44269504088896341;
// log 2 in two parts, so that x - n log 2 is exact. [Cephes expf]
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;
// Added and taken away again, it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f32 = 12582912;
const LEAST: f32 = -87;
const MOST: f32 = 88;

/** e^x within 2 units of the last place; x is clamped to -87 and 88, and NaN stays NaN. */
export function exp4(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LEAST)), f32x4.splat(MOST));
  const shifted = f32x4.add(f32x4.mul(inside, f32x4.splat(LOG2_E)), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = f32x4.sub(f32x4.sub(inside, f32x4.mul(n, f32x4.splat(LN2_HIGH))), f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23)); // times 2^n: n is added to the exponent
}

/** e^x of one float, by the same rule. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

export function sum4(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

export function max4(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** Σ x[i] */
export function sum(count: i32, x: usize): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) sums = f32x4.add(sums, v128.load(x + (i << 2)));
  let total = sum4(sums);
  for (; i < count; i++) total += load<f32>(x + (i << 2));
  return total;
}

/** Σ x[i] y[i] */
export function dot(count: i32, x: usize, y: usize): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) sums = f32x4.add(sums, f32x4.mul(v128.load(x + (i << 2)), v128.load(y + (i << 2))));
  let total = sum4(sums);
  for (; i < count; i++) total += load<f32>(x + (i << 2)) * load<f32>(y + (i << 2));
  return total;
}

/** The largest of x, at least one. */
export function largest(count: i32, x: usize): f32 {
  let most = v128.load32_splat(x);
  let i = 0;
  for (; i + 4 <= count; i += 4) most = f32x4.pmax(most, v128.load(x + (i << 2)));
  let result = max4(most);
  for (; i < count; i++) result = max(result, load<f32>(x + (i << 2)));
  return result;
}

/** out[i] = e^(scale * (x[i] - shift)), and their sum; `out` may be `x`. */
export function exponentials(count: i32, x: usize, scale: f32, shift: f32, out: usize): f32 {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const e = exp4(f32x4.mul(scales, f32x4.sub(v128.load(x + (i << 2)), shifts)));
    v128.store(out + (i << 2), e);
    sums = f32x4.add(sums, e);
  }
  let total = sum4(sums);
  for (; i < count; i++) {
    const e = exp1(scale * (load<f32>(x + (i << 2)) - shift));
    store<f32>(out + (i << 2), e);
    total += e;
  }
  return total;
}

/** x[i] *= factor */
export function scaleBy(count: i32, x: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(x + (i << 2), f32x4.mul(v128.load(x + (i << 2)), factors));
  for (; i < count; i++) store<f32>(x + (i << 2), load<f32>(x + (i << 2)) * factor);
}
