/** @file What of the paper's Table 1 shows here and what does not: sentences that follow from the two tables' numbers. */

import type { ThoughtMethod, ThoughtTask } from '../../../../core/trace/config/config';
import { METHOD_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import { PAPER_TABLE, PAPER_TASKS } from './paperThoughts';

export interface MeasuredMethod {
  readonly method: ThoughtMethod;
  /** 0..1 */
  readonly accuracy: number;
  /** 95 % over seeds; absent for one seed */
  readonly plusMinus?: number | undefined;
}

export interface Comparison {
  readonly isReproduced: boolean;
  readonly sentence: string;
}

type Side = 'above' | 'below' | 'level with';

/** Methods closer than this are level, whatever their intervals: seeds alone move small models by as much. */
const LEVEL_POINTS = 3;

/** Coconut against each other method that was measured, in the order of the rows. */
export function comparisons(task: ThoughtTask, rows: readonly MeasuredMethod[]): Comparison[] {
  const coconut = rows.find(({ method }) => method === 'coconut');
  if (!coconut) return [];
  return rows.filter(({ method }) => method !== 'coconut').map((other) => compared(task, coconut, other));
}

function compared(task: ThoughtTask, coconut: MeasuredMethod, other: MeasuredMethod): Comparison {
  const paper = [PAPER_TABLE.coconut[task], PAPER_TABLE[other.method][task]] as const;
  const there = side(paper[0].accuracy, paper[1].accuracy, (paper[0].plusMinus ?? 0) + (paper[1].plusMinus ?? 0));
  const here = side(
    100 * coconut.accuracy,
    100 * other.accuracy,
    100 * ((coconut.plusMinus ?? 0) + (other.plusMinus ?? 0)),
  );
  const { name } = METHOD_WORDS[other.method];
  const paperNumbers = `${paper[0].accuracy.toFixed(1)} against ${paper[1].accuracy.toFixed(1)} % on ${PAPER_TASKS[task]}`;
  const hereNumbers = `${(100 * coconut.accuracy).toFixed(1)} against ${(100 * other.accuracy).toFixed(1)} %`;
  const isReproduced = here === there;
  return {
    isReproduced,
    sentence: isReproduced
      ? `Coconut is ${here} ${name}, as in the paper: ${hereNumbers} here, ${paperNumbers} there.`
      : `Not reproduced: Coconut is ${here} ${name} here (${hereNumbers}), and ${there} it in the paper (${paperNumbers}).`,
  };
}

/** Points apart, beyond both intervals. */
function side(coconut: number, other: number, bothIntervals: number): Side {
  const apart = coconut - other;
  if (Math.abs(apart) <= Math.max(LEVEL_POINTS, bothIntervals)) return 'level with';
  return apart > 0 ? 'above' : 'below';
}

/** Methods whose accuracy cannot be told from a coin, where the answer is one of two. */
export function chanceWords(task: ThoughtTask, rows: readonly MeasuredMethod[]): string | undefined {
  if (task === 'arithmetic') return undefined;
  const names = rows
    .filter(
      ({ accuracy, plusMinus }) => Math.abs(100 * accuracy - 50) <= Math.max(LEVEL_POINTS, 100 * (plusMinus ?? 0)),
    )
    .map(({ method }) => METHOD_WORDS[method].name);
  return names.length > 0
    ? `At chance here: ${names.join(', ')}. Candidates are balanced in our problems, so a model that does not search is right in half of them; the official files allow shortcuts.`
    : undefined;
}
