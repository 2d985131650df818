/** @file A training curve: the loss of every step, faint, and smoothed from those very numbers. */

import { scaleLinear, scaleLog } from 'd3';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { count, nats, short } from '../format';
import type { SizePx } from '../size';
import { bandPath, logTicks, lossExtent, sampleSteps, type Scale, smoothed } from '../stepCurve';
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
