/** @file Figure 9: the mean value of nodes by their height, those on a shortest path apart from those beside it. */

import { scaleBand, scaleLinear } from 'd3';
import type { HeightGroup } from '../../core/coconut/probes/parallelism';
import { pathOf, plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface HeightMark {
  readonly key: string;
  readonly isCorrect: boolean;
  readonly xPx: number;
  readonly yPx: number;
  readonly lowYPx: number;
  readonly highYPx: number;
  readonly countWords: string;
}

export interface ValueByHeightMarks {
  readonly plot: Plot;
  readonly yTicks: readonly Tick[];
  readonly heights: readonly Tick[];
  readonly points: readonly HeightMark[];
  /** [incorrect, correct] */
  readonly paths: readonly [string, string];
}

/** The two series of one height stand beside each other, so that their intervals do not cover. */
const SHIFT = 0.18;

export function valueByHeightLayout(groups: readonly HeightGroup[], size: SizePx): ValueByHeightMarks {
  // Two lines of counts stand under the heights.
  const plot = plotBox(size, { bottom: 66 });
  const most = Math.max(0, ...groups.map(({ height }) => height));
  const heights = Array.from({ length: most + 1 }, (_, height) => height);
  const x = scaleBand(heights, [plot.leftPx, plot.rightPx]);
  const y = scaleLinear([0, highest(groups)], [plot.bottomPx, plot.topPx])
    .nice(4)
    .clamp(true);
  const centre = (height: number): number => (x(height) ?? 0) + x.bandwidth() / 2;
  const points = groups.map(({ height, isCorrect, mean, halfWidth, count: nodes }): HeightMark => {
    const spread = Number.isFinite(halfWidth) ? halfWidth : 0;
    return {
      key: `${height}${isCorrect}`,
      isCorrect,
      xPx: centre(height) + (isCorrect ? SHIFT : -SHIFT) * x.bandwidth(),
      yPx: y(mean),
      lowYPx: y(mean - spread),
      highYPx: y(mean + spread),
      countWords: count(nodes),
    };
  });
  return {
    plot,
    yTicks: ticksOf(y, String, 44),
    heights: heights.map((height) => ({ px: centre(height), words: String(height) })),
    points,
    paths: [pathThrough(points, false), pathThrough(points, true)],
  };
}

function highest(groups: readonly HeightGroup[]): number {
  return Math.max(0.1, ...groups.map(({ mean, halfWidth }) => mean + (Number.isFinite(halfWidth) ? halfWidth : 0)));
}

function pathThrough(points: readonly HeightMark[], isCorrect: boolean): string {
  const own = points.filter((point) => point.isCorrect === isCorrect);
  return pathOf(
    own.map(({ xPx }) => xPx),
    own.map(({ yPx }) => yPx),
  );
}

export function valueByHeightSentence(groups: readonly HeightGroup[], thoughts: number): string {
  const parts = groups.map(
    ({ height, isCorrect, mean, count: nodes }) =>
      `height ${height} ${isCorrect ? 'on' : 'off'} the way ${mean.toFixed(2)} (${count(nodes)} nodes)`,
  );
  return `Mean value after ${thoughts} thought${thoughts === 1 ? '' : 's'}: ${parts.join(', ')}.`;
}

export function valueByHeightTable(groups: readonly HeightGroup[]): Table {
  return {
    columns: ['height', 'on a shortest path', 'nodes', 'mean value', '95 % ±'],
    rows: groups.map(({ height, isCorrect, count: nodes, mean, halfWidth }) => [
      height,
      isCorrect ? 'yes' : 'no',
      nodes,
      mean,
      halfWidth,
    ]),
  };
}
