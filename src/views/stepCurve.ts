/** @file A series of losses, one a step, as a line for the eye: smoothed from the raw points, never from what was drawn. */

import type { Tick } from './chart';

export type Scale = (value: number) => number;

/**
 * Mean of the raw losses with weights that halve with each `halfLifeSteps` to both sides. Two-sided, so that the curve
 * does not lag behind a falling loss; at the last step it is the usual running mean of what came before.
 *
 * @param lossNats [step]
 * @returns [step]
 */
export function smoothed(lossNats: Float32Array, halfLifeSteps: number): Float32Array {
  const keep = 0.5 ** (1 / halfLifeSteps);
  const steps = lossNats.length;
  const sums = new Float64Array(steps);
  const weights = new Float64Array(steps);
  const sweep = (step: number, before: { sum: number; weight: number }, isSecond: boolean) => {
    const loss = lossNats[step] ?? NaN;
    const isKnown = !Number.isNaN(loss);
    // The second sweep adds only what lies behind the step: its own loss is counted already.
    sums[step] = (sums[step] ?? 0) + keep * before.sum + (isKnown && !isSecond ? loss : 0);
    weights[step] = (weights[step] ?? 0) + keep * before.weight + (isKnown && !isSecond ? 1 : 0);
    before.sum = keep * before.sum + (isKnown ? loss : 0);
    before.weight = keep * before.weight + (isKnown ? 1 : 0);
  };
  const forward = { sum: 0, weight: 0 };
  for (let step = 0; step < steps; step++) sweep(step, forward, false);
  const backward = { sum: 0, weight: 0 };
  for (let step = steps - 1; step >= 0; step--) sweep(step, backward, true);
  return Float32Array.from(sums, (sum, step) => sum / (weights[step] ?? NaN));
}

/** Every `stride`-th step, and the last. */
export function sampleSteps(steps: number, stride: number): number[] {
  const sampled = Array.from({ length: Math.ceil(steps / stride) }, (_, i) => i * stride);
  if (steps > 0 && sampled.at(-1) !== steps - 1) sampled.push(steps - 1);
  return sampled;
}

/** The area between the lowest and the highest loss of each `stride` steps. */
export function bandPath(lossNats: Float32Array, stride: number, x: Scale, y: Scale): string {
  const upper: string[] = [];
  const lower: string[] = [];
  for (let first = 0; first < lossNats.length; first += stride) {
    let low = Infinity;
    let high = -Infinity;
    for (let step = first; step < Math.min(first + stride, lossNats.length); step++) {
      const loss = lossNats[step] ?? NaN;
      if (loss < low) low = loss;
      if (loss > high) high = loss;
    }
    if (low > high) continue;
    upper.push(`${x(first).toFixed(2)},${y(high).toFixed(2)}`);
    lower.unshift(`${x(first).toFixed(2)},${y(low).toFixed(2)}`);
  }
  return upper.length > 0 ? `M${upper.join('L')}L${lower.join('L')}Z` : '';
}

/** Lowest and highest of all losses; from 0 where there is none. */
export function lossExtent(series: readonly { readonly lossNats: Float32Array }[]): [number, number] {
  let low = Infinity;
  let high = 0;
  for (const { lossNats } of series)
    for (const loss of lossNats) {
      if (loss < low) low = loss;
      if (loss > high) high = loss;
    }
  return [Number.isFinite(low) ? low : 0, high];
}

/** 1, 2 and 5 of each power of ten. */
export function logTicks(y: Scale & { domain(): number[] }): Tick[] {
  const [low = 0.01, high = 10] = y.domain();
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const digit of [1, 2, 3, 5]) values.push(Number((digit * 10 ** power).toPrecision(3)));
  return values
    .filter((value) => value >= low && value <= high)
    .map((value) => ({ px: y(value), words: String(value) }));
}
