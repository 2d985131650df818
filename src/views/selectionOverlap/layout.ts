/** @file How far the selections of two checkpoints agree: Jaccard's index, each pair a square. */

import { scaleBand } from 'd3';
import type { Plot, Tick } from '../chart';
import { count, short } from '../format';
import { levelOf, SEQUENTIAL } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface OverlapData {
  readonly steps: readonly number[];
  /** [checkpoint][checkpoint] */
  readonly overlap: readonly ArrayLike<number>[];
  /** What two random selections of this size share. */
  readonly byChance: number;
}

export interface OverlapCell {
  readonly row: number;
  readonly column: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly sidePx: number;
  readonly fill: string;
  readonly words: string;
}

export interface OverlapMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly cells: readonly OverlapCell[];
}

const LEFT_PX = 40;
const TOP_PX = 22;
const BOTTOM_PX = 38;
/** A square of this side has room for its number. */
const NUMBER_PX = 26;

/** Jaccard's index expected of two random selections that each keep a fraction k: k / (2 - k). */
export function overlapByChance(keepFraction: number): number {
  return keepFraction / (2 - keepFraction);
}

export function overlapLayout({ steps, overlap }: OverlapData, size: SizePx): OverlapMarks {
  const side = Math.max(1, Math.min(size.widthPx - LEFT_PX - 8, size.heightPx - TOP_PX - BOTTOM_PX));
  const plot = { leftPx: LEFT_PX, rightPx: LEFT_PX + side, topPx: TOP_PX, bottomPx: TOP_PX + side };
  const places = steps.map((_, i) => i);
  const x = scaleBand(places, [plot.leftPx, plot.rightPx]).paddingInner(0.06);
  const y = scaleBand(places, [plot.topPx, plot.bottomPx]).paddingInner(0.06);
  const sidePx = x.bandwidth();
  const stride = Math.max(1, Math.ceil(30 / Math.max(1, x.step())));
  const ticks = (scale: typeof x): Tick[] =>
    places
      .filter((i) => i % stride === 0)
      .map((i) => ({ px: (scale(i) ?? 0) + sidePx / 2, words: short(steps[i] ?? 0) }));
  const cells = places.flatMap((row) =>
    places.map((column) => {
      const value = overlap[row]?.[column] ?? NaN;
      return {
        row,
        column,
        xPx: x(column) ?? 0,
        yPx: y(row) ?? 0,
        sidePx,
        fill: SEQUENTIAL[levelOf(value, [0, 1]) ?? 0] ?? '',
        words: sidePx >= NUMBER_PX ? value.toFixed(2).replace(/^0/, '') : '',
      };
    }),
  );
  return { plot, xTicks: ticks(x), yTicks: ticks(y), cells };
}

export function overlapSentence({ steps, overlap, byChance }: OverlapData): string {
  const before = steps.slice(1).map((step, i) => `step ${count(step)} ${(overlap[i + 1]?.[i] ?? NaN).toFixed(2)}`);
  return `Overlap of each selection with the one before: ${before.join(', ')}. Random selections would share ${byChance.toFixed(2)}.`;
}

export function overlapTable({ steps, overlap }: OverlapData): Table {
  return {
    columns: ['selected at step', ...steps.map((step) => `overlap with step ${step}`)],
    rows: steps.map((step, row) => [step, ...steps.map((_, column) => overlap[row]?.[column] ?? NaN)]),
  };
}
