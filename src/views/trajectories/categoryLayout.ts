/** @file The mean loss of each category over the checkpoints, as in Figure 3a. */

import { max, scaleLinear } from 'd3';
import { pathOf, plotBox, spread, ticksOf, valueAt, type Plot, type Tick } from '../chart';
import { nats, share, short } from '../format';
import { categoryShares } from '../shares';
import { CATEGORIES, type CategoryLook } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface CategoryTrajectoriesData {
  /** Optimisation steps at each checkpoint, ascending. */
  readonly steps: readonly number[];
  /** nats, [category][checkpoint]; NaN where a category has no token. */
  readonly meanLossNats: readonly ArrayLike<number>[];
  /** Tokens per category. */
  readonly counts: readonly number[];
  /** Index of the checkpoint from which the categories are judged: the first, if left out. */
  readonly fitFirst?: number | undefined;
}

export interface CategoryCurve {
  readonly look: CategoryLook;
  /** From the first checkpoint of the fit on, and up to it: empty where there is no such part. */
  readonly path: string;
  readonly pathBefore: string;
  readonly cursorYPx: number;
  readonly labelYPx: number;
  readonly label: string;
}

export interface CategoryTrajectoriesMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly cursorPx: number;
  readonly curves: readonly CategoryCurve[];
}

const LABEL_PX = 86;

export function categoryTrajectoriesLayout(
  data: CategoryTrajectoriesData,
  time: number,
  size: SizePx,
): CategoryTrajectoriesMarks {
  const plot = plotBox(size, { right: LABEL_PX });
  const { steps, fitFirst = 0 } = data;
  const x = scaleLinear([0, Math.max(1, steps.at(-1) ?? 1)], [plot.leftPx, plot.rightPx]);
  const highest = max(data.meanLossNats.flatMap((means) => Array.from(means))) ?? 1;
  const y = scaleLinear([0, highest], [plot.bottomPx, plot.topPx]).nice(4).unknown(NaN);
  const present = categoryShares(data.counts).filter(({ count }) => count > 0);
  const ends = present.map(({ look }) => y(lastOf(data, look.code)));
  const xPx = steps.map(x);
  const labels = spread(ends, 15, plot.topPx, plot.bottomPx);
  return {
    plot,
    xTicks: ticksOf(x, short),
    yTicks: ticksOf(y, String, 44),
    cursorPx: x(valueAt(steps, time)),
    curves: present.map(({ look, fraction }, i) => {
      const means = data.meanLossNats[look.code] ?? [];
      const yPx = Array.from(means, y);
      return {
        look,
        path: pathOf(xPx.slice(fitFirst), yPx.slice(fitFirst)),
        pathBefore: fitFirst > 0 ? pathOf(xPx.slice(0, fitFirst + 1), yPx.slice(0, fitFirst + 1)) : '',
        cursorYPx: y(valueAt(means, time)),
        labelYPx: labels[i] ?? 0,
        label: `${look.name} ${share(fraction)}`,
      };
    }),
  };
}

/** Where a place on the x axis lies between checkpoints. */
export function timeAt(xPx: number, steps: readonly number[], plot: Plot): number {
  const step = ((xPx - plot.leftPx) / (plot.rightPx - plot.leftPx)) * (steps.at(-1) ?? 0);
  let nearest = 0;
  steps.forEach((at, checkpoint) => {
    if (Math.abs(at - step) < Math.abs((steps[nearest] ?? 0) - step)) nearest = checkpoint;
  });
  return nearest;
}

export function categoryTrajectoriesSentence(data: CategoryTrajectoriesData): string {
  const parts = categoryShares(data.counts).map(
    ({ look, fraction }) =>
      `${look.name} (${share(fraction)}) from ${nats(data.meanLossNats[look.code]?.[0])} to ${nats(lastOf(data, look.code))}`,
  );
  return `Mean loss in nats over training: ${parts.join('; ')}.`;
}

export function categoryTrajectoriesTable({ steps, meanLossNats }: CategoryTrajectoriesData): Table {
  return {
    columns: ['step', ...CATEGORIES.map(({ name }) => `mean loss of ${name} (nats)`)],
    rows: steps.map((step, checkpoint) => [
      step,
      ...CATEGORIES.map(({ code }) => meanLossNats[code]?.[checkpoint] ?? NaN),
    ]),
  };
}

function lastOf(data: CategoryTrajectoriesData, code: number): number {
  return data.meanLossNats[code]?.[data.steps.length - 1] ?? NaN;
}
