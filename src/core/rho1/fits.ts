/** @file The curve of Figure 7: accuracy against loss. */

import { assert } from '../util/assert';
import { mean } from '../util/statistics';

/** Acc(L) = log(a·L + c). The paper states signs of a that contradict its picture, so a is free and its sign is shown. */
export interface AccuracyFit {
  readonly a: number;
  readonly c: number;
  /** Root of the mean squared residual, in units of accuracy. */
  readonly rmse: number;
  /** Pearson's r of accuracy and loss; NaN if either never varies. */
  readonly correlation: number;
}

export function accuracyAt({ a, c }: Pick<AccuracyFit, 'a' | 'c'>, lossNats: number): number {
  return Math.log(a * lossNats + c);
}

/**
 * Least squares on accuracy itself, by Gauss-Newton steps that are halved until they improve. exp(Acc) = a·L + c is
 * linear, so a line through exp(Acc) starts within a few steps of the end. Losses are centred meanwhile: they span a few
 * hundredths about a large mean, and a and c would otherwise be one direction.
 *
 * @param lossNats [checkpoint]
 * @param accuracy [checkpoint] 0..1
 * @returns undefined for fewer than two different losses
 */
export function fitAccuracy(lossNats: readonly number[], accuracy: readonly number[]): AccuracyFit | undefined {
  assert(lossNats.length === accuracy.length, 'as many accuracies as losses');
  if (new Set(lossNats).size < 2) return undefined;
  const centre = mean(lossNats);
  const x = lossNats.map((loss) => loss - centre);
  const best = descend(x, accuracy, startingLine(x, accuracy));
  return {
    a: best.slope,
    c: best.level - best.slope * centre,
    rmse: Math.sqrt(squaredError(x, accuracy, best) / x.length),
    correlation: correlation(lossNats, accuracy),
  };
}

/** exp(Acc) = slope·x + level */
interface Line {
  readonly slope: number;
  readonly level: number;
}

function startingLine(x: readonly number[], accuracy: readonly number[]): Line {
  const y = accuracy.map(Math.exp);
  const level = mean(y);
  const line = { slope: dot(x, y) / dot(x, x), level };
  // A far outlier may pull the line below zero, where the logarithm ends; a flat line is always above.
  return Number.isFinite(squaredError(x, accuracy, line)) ? line : { slope: 0, level };
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;

function descend(x: readonly number[], accuracy: readonly number[], start: Line): Line {
  let line = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const better = improved(x, accuracy, line);
    if (!better) return line;
    line = better;
  }
  return line;
}

/** One Gauss-Newton step, halved until the error falls; undefined where it cannot. */
function improved(x: readonly number[], accuracy: readonly number[], line: Line): Line | undefined {
  const error = squaredError(x, accuracy, line);
  const { slope, level } = gaussNewton(x, accuracy, line);
  for (let part = 1, tries = 0; tries < MOST_HALVINGS; part /= 2, tries++) {
    const next = { slope: line.slope + part * slope, level: line.level + part * level };
    if (squaredError(x, accuracy, next) < error) return next;
  }
  return undefined;
}

/** Solves JᵀJ δ = Jᵀr with J = [x/u, 1/u], u = slope·x + level. */
function gaussNewton(x: readonly number[], accuracy: readonly number[], { slope, level }: Line): Line {
  const u = x.map((at) => slope * at + level);
  const forSlope = x.map((at, i) => at / (u[i] as number));
  const forLevel = u.map((value) => 1 / value);
  const residual = accuracy.map((value, i) => value - Math.log(u[i] as number));
  const [ss, sl, ll] = [dot(forSlope, forSlope), dot(forSlope, forLevel), dot(forLevel, forLevel)];
  const [rs, rl] = [dot(forSlope, residual), dot(forLevel, residual)];
  const determinant = ss * ll - sl * sl;
  return { slope: (ll * rs - sl * rl) / determinant, level: (ss * rl - sl * rs) / determinant };
}

/** NaN, which is never an improvement, where the logarithm has no value. */
function squaredError(x: readonly number[], accuracy: readonly number[], { slope, level }: Line): number {
  return x.reduce((sum, at, i) => sum + ((accuracy[i] as number) - Math.log(slope * at + level)) ** 2, 0);
}

/** Pearson's r; NaN if either never varies. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  const dx = x.map((value) => value - meanX);
  const dy = y.map((value) => value - meanY);
  return dot(dx, dy) / Math.sqrt(dot(dx, dx) * dot(dy, dy));
}

const dot = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
