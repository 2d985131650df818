/** @file First and last loss of each token: below the diagonal it was learned, above it was forgotten. */

import { scaleLinear, type ScaleLinear } from 'd3';
import { CATEGORIES as NAMES } from '../../core/rho1/categories';
import { plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count, nats } from '../format';
import { categoryName } from '../tokenPaint';
import { categoryShares, countCategories } from '../shares';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface ScatterData {
  /** nats, [token]; NaN is left out */
  readonly firstNats: Float32Array;
  readonly lastNats: Float32Array;
  readonly category: Uint8Array;
  /** [token] 1 where the filter lets it through; the others are ghosts */
  readonly shown?: Uint8Array | undefined;
  readonly thresholdNats: number;
  /** nats, what separates L→L from H→H */
  readonly lastMeanNats: number;
}

/** A rectangle of losses in nats. */
export interface Brush {
  readonly first: readonly [low: number, high: number];
  readonly last: readonly [low: number, high: number];
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface BoxPx {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface ScatterMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** [token] each; NaN where there is no loss */
  readonly xPx: Float32Array;
  readonly yPx: Float32Array;
  /** Where the loss did not change, and the threshold to both sides. */
  readonly diagonal: Segment;
  readonly thresholds: readonly Segment[];
  readonly meanYPx: number;
}

export function scatterLayout(data: ScatterData, size: SizePx): ScatterMarks {
  const plot = plotBox(size);
  const high = highest(data);
  const { x, y } = lossScales(high, plot);
  const count = data.firstNats.length;
  const xPx = new Float32Array(count);
  const yPx = new Float32Array(count);
  const [toX, toY] = [affine(x), affine(y)];
  for (let token = 0; token < count; token++) {
    xPx[token] = toX(data.firstNats[token] ?? NaN);
    yPx[token] = toY(data.lastNats[token] ?? NaN);
  }
  const [, top = 1] = x.domain();
  const parallel = (shiftNats: number): Segment => {
    const from = Math.max(0, -shiftNats);
    const to = top - Math.max(0, shiftNats);
    return { x1: x(from), y1: y(from + shiftNats), x2: x(to), y2: y(to + shiftNats) };
  };
  return {
    plot,
    xTicks: ticksOf(x, String),
    yTicks: ticksOf(y, String, 44),
    xPx,
    yPx,
    diagonal: parallel(0),
    thresholds: [parallel(-data.thresholdNats), parallel(data.thresholdNats)],
    meanYPx: y(data.lastMeanNats),
  };
}

export function brushToBox(brush: Brush, data: ScatterData, size: SizePx): BoxPx {
  const { x, y } = lossScales(highest(data), plotBox(size));
  const [x0, x1] = [x(brush.first[0]), x(brush.first[1])];
  const [y0, y1] = [y(brush.last[1]), y(brush.last[0])];
  return { xPx: x0, yPx: y0, widthPx: x1 - x0, heightPx: y1 - y0 };
}

/** The losses between two corners in pixels. */
export function brushBetween(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  data: ScatterData,
  size: SizePx,
): Brush {
  const { x, y } = lossScales(highest(data), plotBox(size));
  const sorted = (a: number, b: number): readonly [number, number] => (a < b ? [a, b] : [b, a]);
  return {
    first: sorted(x.clamp(true).invert(ax), x.invert(bx)),
    last: sorted(y.clamp(true).invert(ay), y.invert(by)),
  };
}

/** Moves a brush by keys, in tenths of a nat; a brush that is not there starts as the whole. */
export function brushAfterKey(key: string, isResizing: boolean, brush: Brush | undefined, data: ScatterData) {
  const shifts: Readonly<Record<string, readonly [number, number]>> = {
    ArrowRight: [0.1, 0],
    ArrowLeft: [-0.1, 0],
    ArrowUp: [0, 0.1],
    ArrowDown: [0, -0.1],
  };
  const shift = shifts[key];
  if (!shift) return undefined;
  const high = highest(data);
  const { first, last } = brush ?? { first: [0, high / 2], last: [0, high / 2] };
  const moved = ([low, top]: readonly [number, number], by: number): readonly [number, number] =>
    isResizing ? [low, Math.max(low + 0.1, top + by)] : [low + by, top + by];
  return { first: moved(first, shift[0]), last: moved(last, shift[1]) };
}

/** The token nearest to a place, within `reachPx`. */
export function tokenNear(
  { xPx, yPx }: Pick<ScatterMarks, 'xPx' | 'yPx'>,
  shown: Uint8Array | undefined,
  [px, py]: readonly [number, number],
  reachPx = 10,
): number | undefined {
  let nearest: number | undefined;
  let nearestPx = reachPx * reachPx;
  for (let token = 0; token < xPx.length; token++) {
    const awayPx = ((xPx[token] ?? NaN) - px) ** 2 + ((yPx[token] ?? NaN) - py) ** 2;
    if (!(awayPx < nearestPx) || shown?.[token] === 0) continue;
    nearest = token;
    nearestPx = awayPx;
  }
  return nearest;
}

export function scatterSentence({ category, thresholdNats, lastMeanNats }: ScatterData): string {
  const shares = categoryShares(countCategories(category)).map(
    ({ look, count: tokens }) => `${look.name} ${count(tokens)}`,
  );
  return (
    `First and last loss of ${count(category.length)} tokens: ${shares.join(', ')}. ` +
    `Threshold ±${nats(thresholdNats)} about the diagonal, mean last loss ${nats(lastMeanNats)} nats.`
  );
}

export function scatterTable({ firstNats, lastNats, category, shown }: ScatterData): Table {
  const rows: (string | number)[][] = [];
  for (let token = 0; token < firstNats.length; token++)
    if (shown?.[token] !== 0)
      rows.push([
        token,
        firstNats[token] ?? NaN,
        lastNats[token] ?? NaN,
        categoryName(category[token] ?? NAMES.length),
      ]);
  return { columns: ['token', 'first loss (nats)', 'last loss (nats)', 'category'], rows };
}

function highest({ firstNats, lastNats }: ScatterData): number {
  let high = 1;
  for (let token = 0; token < firstNats.length; token++) {
    const first = firstNats[token] ?? NaN;
    const last = lastNats[token] ?? NaN;
    if (first > high) high = first;
    if (last > high) high = last;
  }
  return high;
}

// Both axes have one domain, so that the diagonal is the diagonal.
function lossScales(high: number, plot: Plot) {
  const x = scaleLinear([0, high], [plot.leftPx, plot.rightPx]).nice(6);
  const y = scaleLinear(x.domain(), [plot.bottomPx, plot.topPx]);
  return { x, y };
}

/** A linear scale as two numbers: a million calls of a d3 scale would hold up a frame. */
function affine(scale: ScaleLinear<number, number>): (value: number) => number {
  const from = scale(0);
  const slope = scale(1) - from;
  return (value) => from + slope * value;
}
