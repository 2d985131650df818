/** @file Figure 7: accuracy against the mean loss of a set of tokens, one series a set, each with its fit. */

import { extent, scaleLinear } from 'd3';
import { accuracyAt, fitAccuracy, type AccuracyFit } from '../../core/rho1/fits';
import { pathOf, plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count, nats, share } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface LossAccuracySeries {
  /** The step whose selection it is. */
  readonly chosenAtStep: number;
  /** nats, [checkpoint] mean over the set */
  readonly lossNats: readonly number[];
}

export interface AccuracyByLossData {
  /** `selected` or `unselected` tokens. */
  readonly of: string;
  readonly steps: readonly number[];
  /** 0..1, [checkpoint] */
  readonly accuracy: readonly number[];
  readonly series: readonly LossAccuracySeries[];
}

export interface LossAccuracyMark {
  readonly chosenAtStep: number;
  /** 0 first .. 1 last, for its colour. */
  readonly age: number;
  readonly dots: readonly { readonly xPx: number; readonly yPx: number }[];
  readonly fitPath: string;
  readonly fit: AccuracyFit | undefined;
}

export interface AccuracyByLossMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly series: readonly LossAccuracyMark[];
}

/** Points of a fitted curve. */
const CURVE_POINTS = 24;

export function accuracyByLossLayout(data: AccuracyByLossData, size: SizePx): AccuracyByLossMarks {
  const plot = plotBox(size);
  const [low = 0, high = 1] = extent(data.series.flatMap(({ lossNats }) => lossNats.filter(Number.isFinite)));
  const x = scaleLinear([low, Math.max(high, low + 0.02)], [plot.leftPx, plot.rightPx]).nice(4);
  const most = Math.max(0.1, ...data.accuracy.filter(Number.isFinite));
  const y = scaleLinear([0, most], [plot.bottomPx, plot.topPx]).nice(4);
  const last = Math.max(1, data.series.length - 1);
  return {
    plot,
    xTicks: ticksOf(x, String, 60),
    yTicks: ticksOf(y, (value) => `${Math.round(100 * value)} %`, 44),
    series: data.series.map(({ chosenAtStep, lossNats }, i) => {
      const points = measuredPoints(lossNats, data.accuracy);
      const fit = fitOf(points);
      return {
        chosenAtStep,
        age: i / last,
        dots: points.map(({ loss, accuracy }) => ({ xPx: x(loss), yPx: y(accuracy) })),
        fitPath: fit ? curve(fit, extentOf(points), x, y) : '',
        fit,
      };
    }),
  };
}

interface Point {
  readonly loss: number;
  readonly accuracy: number;
}

function measuredPoints(lossNats: readonly number[], accuracy: readonly number[]): Point[] {
  return lossNats
    .map((loss, i) => ({ loss, accuracy: accuracy[i] ?? NaN }))
    .filter((point) => Number.isFinite(point.loss) && Number.isFinite(point.accuracy));
}

function fitOf(points: readonly Point[]): AccuracyFit | undefined {
  return fitAccuracy(
    points.map(({ loss }) => loss),
    points.map(({ accuracy }) => accuracy),
  );
}

function extentOf(points: readonly Point[]): readonly [number, number] {
  const [low = 0, high = 0] = extent(points.map(({ loss }) => loss));
  return [low, high];
}

type Scale = (value: number) => number;

function curve(fit: AccuracyFit, [low, high]: readonly [number, number], x: Scale, y: Scale): string {
  const losses = Array.from({ length: CURVE_POINTS }, (_, i) => low + ((high - low) * i) / (CURVE_POINTS - 1));
  return pathOf(
    losses.map(x),
    losses.map((loss) => y(accuracyAt(fit, loss))),
  );
}

/** Pearson's r over the series: its range, since each set has its own. */
export function correlationWords(data: AccuracyByLossData): string {
  const r = data.series.flatMap(({ lossNats }) => {
    const fit = fitOf(measuredPoints(lossNats, data.accuracy));
    return fit && Number.isFinite(fit.correlation) ? [fit.correlation] : [];
  });
  if (r.length === 0) return 'r needs at least two different accuracies';
  const [low, high] = [nats(Math.min(...r)), nats(Math.max(...r))];
  return low === high ? `r = ${low}` : `r = ${low} to ${high}`;
}

export function accuracyByLossSentence(data: AccuracyByLossData): string {
  return `Accuracy against the mean loss on ${data.of} tokens, ${count(data.series.length)} selections; ${correlationWords(data)}.`;
}

export function accuracyByLossTable(data: AccuracyByLossData): Table {
  return {
    columns: [
      'selected at step',
      'measured at step',
      `loss on ${data.of} tokens (nats)`,
      'accuracy',
      'a of log(aL + c)',
      'c',
    ],
    rows: data.series.flatMap(({ chosenAtStep, lossNats }) => {
      const fit = fitOf(measuredPoints(lossNats, data.accuracy));
      return data.steps.map((step, i) => [
        chosenAtStep,
        step,
        lossNats[i] ?? NaN,
        share(data.accuracy[i] ?? NaN),
        fit?.a ?? NaN,
        fit?.c ?? NaN,
      ]);
    }),
  };
}
