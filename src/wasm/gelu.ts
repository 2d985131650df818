/** @file GELU by its tanh approximation, x * σ(x (A + B x²)), and its gradient. Nothing but x is kept between the two. */

import { exp4 } from './math';

const LINEAR: f32 = 1.5957691216057308; // 2 sqrt(2 / π)
const CUBIC: f32 = 0.07135481627260025; // 0.044715 of it

function gate(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const argument = f32x4.mul(x, f32x4.add(f32x4.mul(square, f32x4.splat(CUBIC)), f32x4.splat(LINEAR)));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(argument))));
}

function value(x: v128): v128 {
  return f32x4.mul(x, gate(x));
}

function slope(dy: v128, x: v128): v128 {
  const g = gate(x);
  const y = f32x4.mul(x, g);
  const inner = f32x4.add(f32x4.mul(f32x4.mul(x, x), f32x4.splat(3 * CUBIC)), f32x4.splat(LINEAR));
  return f32x4.mul(dy, f32x4.add(g, f32x4.mul(f32x4.sub(y, f32x4.mul(y, g)), inner)));
}

/** out[count] = gelu(x[count]) */
export function gelu(count: i32, x: usize, out: usize): void {
  for (let i = 0; i < count; i += 4) storeSome(count - i, value(v128.load(x + (i << 2))), out + (i << 2));
}

/** dx[count] = dy[count] * gelu'(x[count]) */
export function geluGrad(count: i32, dy: usize, x: usize, dx: usize): void {
  for (let i = 0; i < count; i += 4)
    storeSome(count - i, slope(v128.load(dy + (i << 2)), v128.load(x + (i << 2))), dx + (i << 2));
}

/** The first `count` lanes. Reading past the end of a tensor is harmless, writing is not. */
function storeSome(count: i32, values: v128, out: usize): void {
  if (count >= 4) v128.store(out, values);
  else {
    store<f32>(out, f32x4.extract_lane(values, 0));
    if (count > 1) store<f32>(out, f32x4.extract_lane(values, 1), 4);
    if (count > 2) store<f32>(out, f32x4.extract_lane(values, 2), 8);
  }
}
