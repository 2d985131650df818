/** @file Figure 5: what is answered, and which class the written path falls in, without thoughts and after k of them. */

import { scaleBand, scaleLinear } from 'd3';
import type { GradeSummary } from '../../core/coconut/probes/gradeSummary';
import { plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count, share } from '../format';
import { PATH_LOOKS, type PathLook } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface OutcomeRow extends GradeSummary {
  /** `CoT`, `No-CoT`, `k = 0` */
  readonly name: string;
  /** The number of thoughts that is looked at in the other pictures. */
  readonly isShown?: boolean | undefined;
}

export interface AccuracyMark {
  readonly name: string;
  readonly isShown: boolean;
  readonly xPx: number;
  readonly yPx: number;
  readonly lowYPx: number;
  readonly highYPx: number;
  readonly words: string;
}

export interface AccuracyMarks {
  readonly plot: Plot;
  readonly yTicks: readonly Tick[];
  /** Where guessing stands; absent where the answer is no choice of two. */
  readonly chanceYPx: number | undefined;
  readonly points: readonly AccuracyMark[];
}

export interface ClassPiece {
  readonly look: PathLook;
  readonly topPx: number;
  readonly heightPx: number;
  /** Where there is room for it. */
  readonly words: string;
}

export interface ClassBar {
  readonly name: string;
  readonly isShown: boolean;
  readonly xPx: number;
  readonly widthPx: number;
  readonly pieces: readonly ClassPiece[];
}

export interface ClassMarks {
  readonly plot: Plot;
  readonly yTicks: readonly Tick[];
  readonly bars: readonly ClassBar[];
}

const COLUMN_PADDING = 0.24;
const WIDEST_BAR_PX = 64;
/** A percentage fits into a piece of a bar from here on. */
const WORDS_HEIGHT_PX = 15;
const WORDS_WIDTH_PX = 26;
/** Columns narrower than this show the value of the looked-at row alone. */
const POINT_WORDS_PX = 40;

function scales(rows: readonly OutcomeRow[], size: SizePx) {
  const plot = plotBox(size, { bottom: 26 });
  const x = scaleBand(
    rows.map(({ name }) => name),
    [plot.leftPx, plot.rightPx],
  ).padding(COLUMN_PADDING);
  const y = scaleLinear([0, 1], [plot.bottomPx, plot.topPx]);
  return { plot, x, y, yTicks: ticksOf(y, (value) => `${Math.round(value * 100)} %`, 44) };
}

export function accuracyLayout(rows: readonly OutcomeRow[], size: SizePx, chance?: number): AccuracyMarks {
  const { plot, x, y, yTicks } = scales(rows, size);
  const hasRoom = x.step() >= POINT_WORDS_PX;
  return {
    plot,
    yTicks,
    chanceYPx: chance === undefined ? undefined : y(chance),
    points: rows.map(({ name, accuracy, isShown = false }) => ({
      name,
      isShown,
      xPx: (x(name) ?? plot.leftPx) + x.bandwidth() / 2,
      yPx: y(accuracy.share),
      lowYPx: y(accuracy.low),
      highYPx: y(accuracy.high),
      words: hasRoom || isShown ? share(accuracy.share) : '',
    })),
  };
}

export function classLayout(rows: readonly OutcomeRow[], size: SizePx): ClassMarks {
  const { plot, x, y, yTicks } = scales(rows, size);
  const widthPx = Math.min(WIDEST_BAR_PX, x.bandwidth());
  return {
    plot,
    yTicks,
    bars: rows.map(({ name, classes, isShown = false }) => ({
      name,
      isShown,
      xPx: (x(name) ?? plot.leftPx) + (x.bandwidth() - widthPx) / 2,
      widthPx,
      pieces: stacked(classes, y, widthPx),
    })),
  };
}

function stacked(classes: GradeSummary['classes'], y: (value: number) => number, widthPx: number): ClassPiece[] {
  let below = 0;
  return PATH_LOOKS.flatMap((look) => {
    const part = classes[look.name];
    const topPx = y(below + part);
    const heightPx = y(below) - topPx;
    below += part;
    const hasRoom = heightPx >= WORDS_HEIGHT_PX && widthPx >= WORDS_WIDTH_PX;
    return part > 0 ? [{ look, topPx, heightPx, words: hasRoom ? `${Math.round(part * 100)}` : '' }] : [];
  });
}

/** The row under a place on the x axis. */
export function outcomeNear(xPx: number, rows: readonly OutcomeRow[], plot: Plot): number {
  const fraction = (xPx - plot.leftPx) / (plot.rightPx - plot.leftPx);
  return Math.max(0, Math.min(rows.length - 1, Math.floor(fraction * rows.length)));
}

export function accuracySentence(rows: readonly OutcomeRow[]): string {
  const parts = rows.map(
    ({ name, accuracy, problems }) =>
      `${name} ${share(accuracy.share)} (${share(accuracy.low)} to ${share(accuracy.high)}, n = ${count(problems)})`,
  );
  return `Accuracy of the answer with its 95 % interval: ${parts.join('; ')}.`;
}

export function classSentence(rows: readonly OutcomeRow[]): string {
  const parts = rows.map(({ name, classes }) => {
    const present = PATH_LOOKS.filter((look) => classes[look.name] > 0);
    return `${name}: ${present.map((look) => `${look.words} ${share(classes[look.name])}`).join(', ')}`;
  });
  return `Classes of the written paths. ${parts.join('; ')}.`;
}

export function outcomeTable(rows: readonly OutcomeRow[]): Table {
  return {
    columns: [
      'setting',
      'problems',
      'accuracy',
      'accuracy, 95 % from',
      'accuracy, 95 % to',
      'generated tokens (mean)',
      ...PATH_LOOKS.map(({ words }) => words),
    ],
    rows: rows.map(({ name, problems, accuracy, classes, meanGeneratedTokens }) => [
      name,
      problems,
      accuracy.share,
      accuracy.low,
      accuracy.high,
      meanGeneratedTokens,
      ...PATH_LOOKS.map((look) => classes[look.name]),
    ]),
  };
}
