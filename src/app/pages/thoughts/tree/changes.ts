/** @file What a change of a thought did to one problem, as rows: the answer, the candidates' values, and how much moved. */

import type { Choice } from '../../../../core/coconut/probes/interventionEffect';
import { choiceFrom } from '../../../../core/coconut/probes/interventionFindings';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { searchQuestionOf } from '../../../../core/coconut/tasks/taskTree';
import type { Intervention } from '../../../../core/trace/config/config';
import type { Table } from '../../../../views/table';
import { INTERVENTION_WORDS } from './interventionWords';
import type { ChangedProblem, ProbedProblem, ProbedThoughts } from '../ask/probed';

export interface ChangeRow {
  /** Absent for the problem as it is. */
  readonly intervention?: Intervention | undefined;
  readonly name: string;
  readonly written: string;
  readonly choice: Choice;
  /** Of the target and the other candidate after so many thoughts. */
  readonly targetValue: number;
  readonly otherValue: number;
  /** Half the sum of all absolute changes: how much of the next word has moved. */
  readonly moved: number;
}

/** @param thought the changed one, @param thoughts after how many the answers are compared */
export function changeRows(
  problem: Problem,
  clean: ProbedProblem,
  changed: readonly ChangedProblem[],
  thought: number,
  thoughts: number,
): ChangeRow[] {
  const before = clean.byThoughts[thoughts];
  if (!before) return [];
  return [
    rowOf(problem, before, before, { name: 'as it is' }),
    ...changed
      .filter(({ intervention }) => intervention.thought === thought)
      .flatMap(({ intervention, byThoughts }) => {
        const after = byThoughts[thoughts];
        const { name } = INTERVENTION_WORDS[intervention.kind];
        return after ? [rowOf(problem, before, after, { name, intervention })] : [];
      }),
  ];
}

function rowOf(
  problem: Problem,
  before: ProbedThoughts,
  after: ProbedThoughts,
  named: Pick<ChangeRow, 'name' | 'intervention'>,
): ChangeRow {
  const { target, negTarget } = searchQuestionOf(problem);
  return {
    ...named,
    written: after.written,
    choice: choiceFrom(problem, after.written),
    targetValue: after.values[target] ?? NaN,
    otherValue: negTarget === undefined ? NaN : (after.values[negTarget] ?? NaN),
    moved: movedShare(before.values, after.values),
  };
}

/** Half the sum of absolute differences: 1 where the whole of it went elsewhere. */
export function movedShare(before: ArrayLike<number>, after: ArrayLike<number>): number {
  return Array.from(before, (value, i) => Math.abs((after[i] ?? 0) - value)).reduce((sum, each) => sum + each, 0) / 2;
}

export const CHOICE_WORDS: Readonly<Record<Choice, string>> = {
  right: 'right',
  other: 'the other candidate',
  neither: 'neither',
};

export function changeTable(rows: readonly ChangeRow[]): Table {
  return {
    columns: ['in place of the thought', 'writes', 'answer', 'value of the target', 'value of the other', 'moved'],
    rows: rows.map(({ name, written, choice, targetValue, otherValue, moved }) => [
      name,
      written,
      CHOICE_WORDS[choice],
      targetValue,
      otherValue,
      moved,
    ]),
  };
}

/** Nodes whose value changed by at least a hundredth, most changed first. */
export function changedNodes(problem: Problem, before: ProbedThoughts, after: ProbedThoughts) {
  const question = searchQuestionOf(problem);
  return question.symbols
    .map((name, node) => ({
      node,
      name,
      before: before.values[node] ?? NaN,
      after: after.values[node] ?? NaN,
    }))
    .filter((row) => Math.abs(row.after - row.before) >= 0.01)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}
