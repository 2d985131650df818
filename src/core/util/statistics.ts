/** @file Small statistics on plain arrays. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sample standard deviation (n - 1). NaN for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - center) ** 2;
  return values.length > 1 ? Math.sqrt(sum / (values.length - 1)) : NaN;
}

/** Linear interpolation between order statistics (the usual type 7). `sorted` ascends. */
export function quantileSorted(sorted: ArrayLike<number>, fraction: number): number {
  const position = (sorted.length - 1) * fraction;
  const low = Math.floor(position);
  const lower = sorted[low] as number;
  const upper = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (position - low);
}

export function median(values: ArrayLike<number>): number {
  return quantileSorted(Float64Array.from(values).sort(), 0.5);
}

// Two-sided 95 % quantiles of Student's t for 1..30 degrees of freedom; beyond that the normal is close enough.
const STUDENT_T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Mean with the half-width of its 95 % Student interval over independent values (seeds). */
export function meanInterval95(values: ArrayLike<number>): { mean: number; halfWidth: number } {
  const t = STUDENT_T95[values.length - 2] ?? 1.96;
  return { mean: mean(values), halfWidth: (t * standardDeviation(values)) / Math.sqrt(values.length) };
}

/** A share with its 95 % Wilson interval, which stays within 0..1 also for small counts. NaN for no cases. */
export function proportionInterval95(hits: number, count: number): { share: number; low: number; high: number } {
  const z2 = 1.96 ** 2;
  const share = hits / count;
  const center = (hits + z2 / 2) / (count + z2);
  const halfWidth = (1.96 * Math.sqrt((hits * (count - hits)) / count + z2 / 4)) / (count + z2);
  return { share, low: Math.max(0, center - halfWidth), high: Math.min(1, center + halfWidth) };
}
