/** @file Figure 8: how much value the best one, two and three candidates hold together, over problems by percentile. */

import { scaleLinear } from 'd3';
import { atPercentiles, type Parallelism } from '../../core/coconut/probes/parallelism';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { count } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface TopLine {
  /** 1, 2 or 3 */
  readonly top: number;
  readonly path: string;
  readonly labelYPx: number;
  readonly label: string;
}

export interface ParallelismMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** The area between the best candidate and the best three: the paper's gap. */
  readonly gapPath: string;
  readonly gapWords: string;
  readonly lines: readonly TopLine[];
}

const LABEL_PX = 76;
const PERCENTILES = Array.from({ length: 101 }, (_, percent) => percent);

export function parallelismLayout({ sorted, mean }: Parallelism, size: SizePx): ParallelismMarks {
  const plot = plotBox(size, { right: LABEL_PX });
  const x = scaleLinear([0, 100], [plot.leftPx, plot.rightPx]);
  const y = scaleLinear([0, 1], [plot.bottomPx, plot.topPx]);
  const values = sorted.map((series) => atPercentiles(series, PERCENTILES));
  const xPx = PERCENTILES.map(x);
  const labels = spread(
    values.map((series) => y(series.at(-1) ?? 0)),
    15,
    plot.topPx,
    plot.bottomPx,
  );
  return {
    plot,
    xTicks: ticksOf(x, String, 60),
    yTicks: ticksOf(y, (value) => value.toFixed(1), 44),
    gapPath: between(xPx, values[0]?.map(y) ?? [], values.at(-1)?.map(y) ?? []),
    gapWords: `mean gap ${meanGap({ mean }).toFixed(2)}`,
    lines: values.map((series, i) => ({
      top: i + 1,
      path: pathOf(xPx, series.map(y)),
      labelYPx: labels[i] ?? plot.topPx,
      label: `top-${i + 1} ${(mean[i] ?? NaN).toFixed(2)}`,
    })),
  };
}

/** How far apart the best candidate and the best three are on average: what is left to look at in parallel. */
export function meanGap({ mean }: Pick<Parallelism, 'mean'>): number {
  return (mean.at(-1) ?? NaN) - (mean[0] ?? NaN);
}

function between(xPx: readonly number[], lowerPx: readonly number[], upperPx: readonly number[]): string {
  const back = pathOf(xPx.toReversed(), lowerPx.toReversed());
  return `${pathOf(xPx, upperPx)}L${back.slice(1)}Z`;
}

export function parallelismSentence(data: Parallelism, thoughts: number): string {
  const parts = data.mean.map((value, i) => `top-${i + 1} ${value.toFixed(2)}`);
  return (
    `Cumulative value of the best candidates after ${thoughts} thought${thoughts === 1 ? '' : 's'}, ` +
    `over ${count(data.problems)} problems; means ${parts.join(', ')}.`
  );
}

const TABLE_PERCENTILES = [0, 10, 25, 50, 75, 90, 100];

export function parallelismTable({ sorted, mean, problems }: Parallelism): Table {
  const columns = sorted.map((series) => atPercentiles(series, TABLE_PERCENTILES));
  return {
    columns: ['percentile', 'problems', ...sorted.map((_, i) => `top-${i + 1} value`)],
    rows: [
      ...TABLE_PERCENTILES.map((percent, at) => [percent, problems, ...columns.map((series) => series[at] ?? NaN)]),
      ['mean', problems, ...mean],
    ],
  };
}
