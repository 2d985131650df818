/** @file A training curve: the loss of every step, faint, and smoothed from those very numbers. */

import { scaleLinear, scaleLog } from 'd3';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { count, nats, short } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface LossSeries {
  readonly name: string;
  /** nats, [step], from step 0 */
  readonly lossNats: Float32Array;
}

export interface LossCurveData {
  readonly series: readonly LossSeries[];
  /** Steps of the run, so that the curve shows how far it is. */
  readonly totalSteps: number;
  /** Steps at which weights were kept. */
  readonly checkpoints?: readonly number[] | undefined;
  /** Where the run was interrupted and went on. */
  readonly gaps?: readonly { readonly step: number; readonly words: string }[] | undefined;
  readonly isLog?: boolean | undefined;
  /** The step that is looked at, in all pictures of the run. */
  readonly atStep?: number | undefined;
}

/** Where a curve stands now, and its label, which keeps clear of the others. */
export interface EndMark {
  readonly xPx: number;
  readonly yPx: number;
  readonly labelYPx: number;
  readonly words: string;
}

export interface CurveMark {
  readonly name: string;
  /** Outline of the lowest and highest loss in each pixel column, or the line itself where steps are few. */
  readonly rawPath: string;
  readonly isBand: boolean;
  readonly smoothPath: string;
  readonly end: EndMark | undefined;
}

export interface LossCurveMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly curves: readonly CurveMark[];
  readonly checkpointsPx: readonly number[];
  readonly cursorPx: number | undefined;
  readonly gaps: readonly { readonly xPx: number; readonly words: string }[];
}

/** A raw loss counts half after this share of the steps there are. */
const HALF_LIFE_FRACTION = 0.01;

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

export function lossCurveLayout(data: LossCurveData, size: SizePx): LossCurveMarks {
  const plot = plotBox(size, { right: data.series.length > 1 ? 80 : 52 });
  const x = scaleLinear([0, Math.max(1, data.totalSteps)], [plot.leftPx, plot.rightPx]);
  const [low, high] = lossExtent(data.series);
  const range = [plot.bottomPx, plot.topPx];
  const y = data.isLog
    ? scaleLog([Math.max(0.01, low), Math.max(high, low * 1.05, 0.02)], range).clamp(true)
    : scaleLinear([Math.min(low, 0), Math.max(high, 0.1)], range).nice(4);
  return {
    plot,
    xTicks: ticksOf(x, short),
    yTicks: data.isLog ? logTicks(y) : ticksOf(y, String, 44),
    curves: withRoom(
      data.series.map((series) => curveMark(series, x, y, plot)),
      plot,
    ),
    checkpointsPx: (data.checkpoints ?? []).map(x),
    cursorPx: data.atStep === undefined ? undefined : x(data.atStep),
    gaps: (data.gaps ?? []).map(({ step, words }) => ({ xPx: x(step), words })),
  };
}

/** Names the curves where there are several, and moves their labels apart. */
function withRoom(curves: CurveMark[], plot: Plot): CurveMark[] {
  const labels = spread(
    curves.map(({ end }) => end?.yPx ?? plot.topPx),
    15,
    plot.topPx,
    plot.bottomPx,
  );
  return curves.map((curve, i) => {
    if (!curve.end) return curve;
    const words = curves.length > 1 ? `${curve.name} ${curve.end.words}` : curve.end.words;
    return { ...curve, end: { ...curve.end, words, labelYPx: labels[i] ?? curve.end.yPx } };
  });
}

type Scale = (value: number) => number;

function curveMark({ name, lossNats }: LossSeries, x: Scale, y: Scale, plot: Plot): CurveMark {
  const smooth = smoothed(lossNats, Math.max(2, lossNats.length * HALF_LIFE_FRACTION));
  const stepsPerPx = lossNats.length / Math.max(1, x(lossNats.length) - plot.leftPx);
  const stride = Math.max(1, Math.floor(stepsPerPx));
  const sampled = sampleSteps(lossNats.length, stride);
  const lastStep = lossNats.length - 1;
  const last = smooth[lastStep] ?? NaN;
  const isBand = stepsPerPx > 2;
  return {
    name,
    isBand,
    rawPath: isBand
      ? bandPath(lossNats, stride, x, y)
      : pathOf(
          sampled.map(x),
          sampled.map((step) => y(lossNats[step] ?? NaN)),
        ),
    smoothPath: pathOf(
      sampled.map(x),
      sampled.map((step) => y(smooth[step] ?? NaN)),
    ),
    end: Number.isNaN(last) ? undefined : { xPx: x(lastStep), yPx: y(last), labelYPx: y(last), words: nats(last) },
  };
}

/** Every `stride`-th step, and the last. */
function sampleSteps(steps: number, stride: number): number[] {
  const sampled = Array.from({ length: Math.ceil(steps / stride) }, (_, i) => i * stride);
  if (steps > 0 && sampled.at(-1) !== steps - 1) sampled.push(steps - 1);
  return sampled;
}

/** The area between the lowest and the highest loss of each `stride` steps. */
function bandPath(lossNats: Float32Array, stride: number, x: Scale, y: Scale): string {
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

function lossExtent(series: readonly LossSeries[]): [number, number] {
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
function logTicks(y: Scale & { domain(): number[] }): Tick[] {
  const [low = 0.01, high = 10] = y.domain();
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
    for (const digit of [1, 2, 3, 5]) values.push(Number((digit * 10 ** power).toPrecision(3)));
  return values
    .filter((value) => value >= low && value <= high)
    .map((value) => ({ px: y(value), words: String(value) }));
}

export function lossCurveSentence({ series, totalSteps, gaps = [] }: LossCurveData): string {
  const parts = series.map(({ name, lossNats }) => {
    const smooth = smoothed(lossNats, Math.max(2, lossNats.length * HALF_LIFE_FRACTION));
    return `${name}: step ${count(lossNats.length)} of ${count(totalSteps)}, loss from ${nats(lossNats[0])} to ${nats(smooth.at(-1))} nats`;
  });
  return [...parts, ...gaps.map(({ step, words }) => `${words} at step ${count(step)}`)].join('; ').concat('.');
}

export function lossCurveTable({ series }: LossCurveData): Table {
  const steps = Math.max(0, ...series.map(({ lossNats }) => lossNats.length));
  return {
    columns: ['step', ...series.map(({ name }) => `loss of ${name} (nats)`)],
    rows: Array.from({ length: steps }, (_, step) => [
      step + 1,
      ...series.map(({ lossNats }) => lossNats[step] ?? NaN),
    ]),
  };
}
