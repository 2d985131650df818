/** @file What charts share: the box they draw in, the ticks of an axis, lines through numbers. Pure. */

import { line, type ScaleContinuousNumeric } from 'd3';
import type { SizePx } from './size';

/** The part of a picture that the axes frame. */
export interface Plot {
  readonly leftPx: number;
  readonly rightPx: number;
  readonly topPx: number;
  readonly bottomPx: number;
}

export interface Tick {
  /** Along the axis. */
  readonly px: number;
  readonly words: string;
}

/** Room for ticks and the title of each axis; the y title stands above the plot, so the left side stays narrow. */
const MARGIN = { left: 40, right: 14, top: 26, bottom: 40 };

export function plotBox(size: SizePx, margin: Partial<typeof MARGIN> = {}): Plot {
  const { left, right, top, bottom } = { ...MARGIN, ...margin };
  return {
    leftPx: left,
    rightPx: Math.max(left + 1, size.widthPx - right),
    topPx: top,
    bottomPx: Math.max(top + 1, size.heightPx - bottom),
  };
}

/** Round ticks, about one in 70 pixels across and one in 40 down. */
export function ticksOf(
  scale: ScaleContinuousNumeric<number, number>,
  words: (value: number) => string,
  everyPx = 70,
): Tick[] {
  const [from = 0, to = 0] = scale.range();
  const count = Math.max(2, Math.floor(Math.abs(to - from) / everyPx));
  return scale.ticks(count).map((value) => ({ px: scale(value), words: words(value) }));
}

/** An SVG path through points; NaN breaks it. */
export function pathOf(xPx: readonly number[], yPx: readonly number[]): string {
  const draw = line<number>()
    .x((_, i) => xPx[i] ?? NaN)
    .y((y) => y)
    .defined((y) => Number.isFinite(y))
    .digits(2);
  return draw(yPx) ?? '';
}

/** A column at a time between two rows: interpolated, so that a cursor may stand anywhere. */
export function valueAt(values: ArrayLike<number>, time: number): number {
  const within = Math.max(0, Math.min(values.length - 1, time));
  const before = Math.floor(within);
  const low = values[before] ?? NaN;
  // At a checkpoint its own value stands, though the next one may not be scored yet.
  return within === before ? low : low + ((values[before + 1] ?? NaN) - low) * (within - before);
}

/** Moves labels apart so that none lies on another; keeps their order and stays in [topPx, bottomPx]. */
export function spread(wantedPx: readonly number[], gapPx: number, topPx: number, bottomPx: number): number[] {
  const order = wantedPx.map((_, i) => i).sort((a, b) => (wantedPx[a] ?? 0) - (wantedPx[b] ?? 0));
  const placed = [...wantedPx];
  let floorPx = topPx;
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? 0, floorPx);
    floorPx = (placed[i] ?? 0) + gapPx;
  }
  let ceilingPx = bottomPx;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? 0, ceilingPx);
    ceilingPx = (placed[i] ?? 0) - gapPx;
  }
  return placed;
}
