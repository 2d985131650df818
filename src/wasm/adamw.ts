/** @file AdamW in place. [Loshchilov and Hutter 2019, Algorithm 2] */

/** Σ x[i]², summed in doubles. */
export function squares(count: i32, x: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const four = v128.load(x + (i << 2));
    const a = f64x2.promote_low_f32x4(four);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sums = f64x2.add(low, high);
  let total = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < count; i++) {
    const value = <f64>load<f32>(x + (i << 2));
    total += value * value;
  }
  return total;
}

/**
 * m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g², θ = keep θ - rate m / (√v + ε), where g = clip * gradient.
 *
 * @param keep 1 - rate * decay
 * @param rate, epsilon with the bias corrections folded in
 */
export function adamw(
  count: i32,
  theta: usize,
  m: usize,
  v: usize,
  gradient: usize,
  clip: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  keep: f32,
  rate: f32,
  epsilon: f32,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at: usize = i << 2;
    const g = f32x4.mul(v128.load(gradient + at), f32x4.splat(clip));
    const newM = f32x4.add(f32x4.mul(v128.load(m + at), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(rest1)));
    const newV = f32x4.add(
      f32x4.mul(v128.load(v + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2)),
    );
    v128.store(m + at, newM);
    v128.store(v + at, newV);
    const direction = f32x4.div(newM, f32x4.add(f32x4.sqrt(newV), f32x4.splat(epsilon)));
    const kept = f32x4.mul(v128.load(theta + at), f32x4.splat(keep));
    v128.store(theta + at, f32x4.sub(kept, f32x4.mul(direction, f32x4.splat(rate))));
  }
  for (; i < count; i++) {
    const at: usize = i << 2;
    const g = load<f32>(gradient + at) * clip;
    const newM = load<f32>(m + at) * beta1 + g * rest1;
    const newV = load<f32>(v + at) * beta2 + g * g * rest2;
    store<f32>(m + at, newM);
    store<f32>(v + at, newV);
    store<f32>(theta + at, load<f32>(theta + at) * keep - (newM / (sqrt<f32>(newV) + epsilon)) * rate);
  }
}
