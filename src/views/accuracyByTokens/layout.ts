/** @file Accuracy against what it costs to write: one dot for each method, and for each number of thoughts. [C3 Fig. 8] */

import { scaleLinear } from 'd3';
import { plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { share } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface TokensPoint {
  readonly name: string;
  /** Written before the end mark; thoughts are not counted. */
  readonly meanGeneratedTokens: number;
  readonly accuracy: number;
  /** 95 %; both are the accuracy itself where there is no interval. */
  readonly low: number;
  readonly high: number;
  /** Dots of one model are one colour. */
  readonly isSameModel: boolean;
}

export interface TokensMark extends TokensPoint {
  readonly xPx: number;
  readonly yPx: number;
  readonly lowYPx: number;
  readonly highYPx: number;
  readonly labelXPx: number;
  readonly labelYPx: number;
  readonly anchor: 'start' | 'end';
}

export interface AccuracyByTokensMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly points: readonly TokensMark[];
}

const LABEL_GAP_PX = 14;
const LABEL_OFFSET_PX = 9;

export function accuracyByTokensLayout(points: readonly TokensPoint[], size: SizePx): AccuracyByTokensMarks {
  const plot = plotBox(size, { right: 24 });
  const most = Math.max(1, ...points.map(({ meanGeneratedTokens }) => meanGeneratedTokens));
  const x = scaleLinear([0, most], [plot.leftPx, plot.rightPx]).nice(4);
  const y = scaleLinear([0, 1], [plot.bottomPx, plot.topPx]);
  const halfway = (x.domain()[1] ?? most) / 2;
  const isLeft = points.map(({ meanGeneratedTokens }) => meanGeneratedTokens <= halfway);
  const labels = points.map(({ accuracy }) => y(accuracy));
  // Labels on the two sides do not meet; those of one side keep clear of each other.
  for (const side of [true, false]) {
    const own = [...points.keys()].filter((i) => isLeft[i] === side);
    const placed = spread(
      own.map((i) => labels[i] ?? 0),
      LABEL_GAP_PX,
      plot.topPx,
      plot.bottomPx - 4,
    );
    for (const [at, i] of own.entries()) labels[i] = placed[at] ?? 0;
  }
  return {
    plot,
    xTicks: ticksOf(x, String),
    yTicks: ticksOf(y, (value) => `${Math.round(value * 100)} %`, 44),
    points: points.map((point, i) => ({
      ...point,
      xPx: x(point.meanGeneratedTokens),
      yPx: y(point.accuracy),
      lowYPx: y(point.low),
      highYPx: y(point.high),
      labelXPx: x(point.meanGeneratedTokens) + (isLeft[i] ? LABEL_OFFSET_PX : -LABEL_OFFSET_PX),
      labelYPx: labels[i] ?? 0,
      anchor: isLeft[i] ? 'start' : 'end',
    })),
  };
}

export function accuracyByTokensSentence(points: readonly TokensPoint[]): string {
  const parts = points.map(
    ({ name, accuracy, meanGeneratedTokens }) => `${name} ${share(accuracy)} with ${meanGeneratedTokens.toFixed(1)}`,
  );
  return `Accuracy against the mean number of generated tokens: ${parts.join('; ')}.`;
}

export function accuracyByTokensTable(points: readonly TokensPoint[]): Table {
  return {
    columns: ['setting', 'generated tokens (mean)', 'accuracy', '95 % from', '95 % to'],
    rows: points.map(({ name, meanGeneratedTokens, accuracy, low, high }) => [
      name,
      meanGeneratedTokens,
      accuracy,
      low,
      high,
    ]),
  };
}
