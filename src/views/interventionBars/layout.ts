/** @file What the model answers when a thought is changed: to the right candidate, to the other one, or to neither. */

import { scaleLinear } from 'd3';
import { CHOICES, type Choice, type ChoiceShares } from '../../core/coconut/probes/interventionEffect';
import { count, share } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface InterventionRow {
  /** `the twin’s`, or `as it was` */
  readonly name: string;
  readonly shares: ChoiceShares;
  /** Change of the share that is right, over the same problems; absent where nothing was changed. */
  readonly rightChange?: { readonly mean: number; readonly halfWidth: number } | undefined;
  /** The row is what the one above it is to be compared with. */
  readonly isNull: boolean;
}

export interface InterventionData {
  readonly thought: number;
  readonly problems: number;
  /** In the order in which they are drawn: each kind followed by its null. */
  readonly rows: readonly InterventionRow[];
}

export interface ChoicePiece {
  readonly choice: Choice;
  readonly xPx: number;
  readonly widthPx: number;
  readonly words: string;
}

export interface InterventionMark {
  readonly name: string;
  readonly isNull: boolean;
  readonly yPx: number;
  readonly barPx: number;
  readonly pieces: readonly ChoicePiece[];
  /** The 95 % interval of the share that is right. */
  readonly lowXPx: number;
  readonly highXPx: number;
  readonly words: string;
}

export interface InterventionMarks {
  readonly leftPx: number;
  readonly rightPx: number;
  readonly wordsXPx: number;
  readonly coinXPx: number;
  readonly bottomPx: number;
  readonly rows: readonly InterventionMark[];
}

const ROW_PX = 28;
const NULL_ROW_PX = 24;
const BAR_PX = 15;
/** A null is compared with the bar above it, and stands back. */
const NULL_BAR_PX = 7;
const TOP_PX = 20;
const NAME_PX = 132;
const WORDS_PX = 92;
const WORDS_WIDTH_PX = 28;

export function interventionHeightPx(rows: readonly InterventionRow[]): number {
  return TOP_PX + rows.reduce((sum, { isNull }) => sum + (isNull ? NULL_ROW_PX : ROW_PX), 0) + 4;
}

export function interventionLayout({ rows }: InterventionData, size: SizePx): InterventionMarks {
  const leftPx = NAME_PX;
  const rightPx = Math.max(leftPx + 1, size.widthPx - WORDS_PX);
  const x = scaleLinear([0, 1], [leftPx, rightPx]);
  let yPx = TOP_PX;
  const marks = rows.map((row, i): InterventionMark => {
    if (i > 0) yPx += row.isNull ? NULL_ROW_PX : ROW_PX;
    return {
      name: row.name,
      isNull: row.isNull,
      yPx,
      barPx: row.isNull ? NULL_BAR_PX : BAR_PX,
      pieces: piecesOf(row, x),
      lowXPx: x(row.shares.right.low),
      highXPx: x(row.shares.right.high),
      words: changeWords(row),
    };
  });
  return {
    leftPx,
    rightPx,
    wordsXPx: rightPx + 8,
    coinXPx: x(0.5),
    bottomPx: yPx + BAR_PX,
    rows: marks,
  };
}

function piecesOf({ shares, isNull }: InterventionRow, x: (value: number) => number): ChoicePiece[] {
  let before = 0;
  return CHOICES.map((choice) => {
    const xPx = x(before);
    before += shares[choice].share;
    const widthPx = x(before) - xPx;
    const words = widthPx >= WORDS_WIDTH_PX && !isNull ? `${Math.round(shares[choice].share * 100)}` : '';
    return { choice, xPx, widthPx, words };
  });
}

/** `−62 ± 4` percentage points; the share itself where nothing was changed. */
export function changeWords({ rightChange, shares }: InterventionRow): string {
  if (!rightChange) return `${share(shares.right.share)} right`;
  const points = Math.round(rightChange.mean * 100);
  const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
  const interval = Number.isFinite(rightChange.halfWidth) ? ` ± ${Math.ceil(rightChange.halfWidth * 100)}` : '';
  return `${sign}${Math.abs(points)}${interval} pts`;
}

export const CHOICE_WORDS: Readonly<Record<Choice, string>> = {
  right: 'right',
  other: 'the other candidate',
  neither: 'neither',
};

export function interventionSentence({ thought, problems, rows }: InterventionData): string {
  const parts = rows.map(
    ({ name, shares }) =>
      `${name}: ${CHOICES.map((choice) => `${share(shares[choice].share)} ${CHOICE_WORDS[choice]}`).join(', ')}`,
  );
  return `Thought ${thought} replaced, ${count(problems)} problems. ${parts.join('; ')}.`;
}

export function interventionTable({ thought, problems, rows }: InterventionData): Table {
  return {
    columns: [
      'thought',
      'fed in',
      'null',
      'problems',
      ...CHOICES.flatMap((choice) => [CHOICE_WORDS[choice], `${choice}, 95 % from`, `${choice}, 95 % to`]),
      'change of right',
      '95 % ±',
    ],
    rows: rows.map(({ name, isNull, shares, rightChange }) => [
      thought,
      name,
      isNull ? 'yes' : 'no',
      problems,
      ...CHOICES.flatMap((choice) => [shares[choice].share, shares[choice].low, shares[choice].high]),
      rightChange?.mean ?? NaN,
      rightChange?.halfWidth ?? NaN,
    ]),
  };
}
