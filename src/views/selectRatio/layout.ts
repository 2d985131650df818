/** @file Figure 9: the final accuracy of arms against the fraction of tokens that each kept. */

import { scaleLinear } from 'd3';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { share } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface RatioPoint {
  /** The arm and the run that the number comes from. */
  readonly name: string;
  readonly keepFraction: number;
  /** 0..1 */
  readonly accuracy: number;
  /** Null arms stand beside the curve of excess loss. */
  readonly isNull: boolean;
}

export interface RatioMark extends RatioPoint {
  readonly xPx: number;
  readonly yPx: number;
  readonly labelYPx: number;
  readonly anchor: 'start' | 'end';
}

export interface SelectRatioMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly path: string;
  readonly points: readonly RatioMark[];
}

const LABEL_GAP_PX = 14;

export function selectRatioLayout(points: readonly RatioPoint[], size: SizePx): SelectRatioMarks {
  const plot = plotBox(size, { right: 20 });
  const x = scaleLinear([0, 1], [plot.leftPx, plot.rightPx]);
  const most = Math.max(0.1, ...points.map(({ accuracy }) => accuracy));
  const y = scaleLinear([0, most], [plot.bottomPx, plot.topPx]).nice(4);
  const curve = points.filter(({ isNull }) => !isNull).toSorted((a, b) => a.keepFraction - b.keepFraction);
  const labels = spread(
    points.map(({ accuracy }) => y(accuracy) - 8),
    LABEL_GAP_PX,
    plot.topPx,
    plot.bottomPx,
  );
  return {
    plot,
    xTicks: ticksOf(x, (value) => `${Math.round(value * 100)} %`, 60),
    yTicks: ticksOf(y, (value) => `${Math.round(value * 100)} %`, 44),
    path: pathOf(
      curve.map(({ keepFraction }) => x(keepFraction)),
      curve.map(({ accuracy }) => y(accuracy)),
    ),
    points: points.map((point, i) => ({
      ...point,
      xPx: x(point.keepFraction),
      yPx: y(point.accuracy),
      labelYPx: labels[i] ?? 0,
      anchor: point.keepFraction > 0.6 ? 'end' : 'start',
    })),
  };
}

export function selectRatioSentence(points: readonly RatioPoint[]): string {
  const parts = points.map(
    ({ name, keepFraction, accuracy }) => `${name} keeps ${share(keepFraction)}: ${share(accuracy)}`,
  );
  return `Final accuracy by the fraction kept. ${parts.join('; ')}.`;
}

export function selectRatioTable(points: readonly RatioPoint[]): Table {
  return {
    columns: ['arm', 'kept fraction', 'accuracy'],
    rows: points.map(({ name, keepFraction, accuracy }) => [name, keepFraction, accuracy]),
  };
}
