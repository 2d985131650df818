/** @file One problem at one step of a run: what its trace says of it, for each number of thoughts. Derived, never stored. */

import { grade, type Grade } from '../../../core/coconut/grade';
import type { Problem } from '../../../core/coconut/problem';
import { searchTree } from '../../../core/coconut/searchTree';
import { searchQuestionOf } from '../../../core/coconut/taskTree';
import { writtenEdges } from '../../../core/coconut/writtenEdges';
import type { ProbedColumns, ThoughtColumns } from '../../../core/trace/thoughtsFold';
import type { SearchTreeData } from '../../../views/searchTree/data';

export interface ProbedThoughts {
  readonly values: Float32Array;
  /** In the reader's names. */
  readonly written: string;
  readonly grade: Grade;
}

/** What is known of one problem at one step. */
export interface ProbedProblem {
  readonly problem: Problem;
  /** [thoughts] */
  readonly byThoughts: readonly ProbedThoughts[];
}

/** The steps at which problems were probed, ascending. */
export function probedSteps(columns: ThoughtColumns | undefined): readonly number[] {
  return [...new Set(columns?.probed.map(({ step }) => step) ?? [])].sort((a, b) => a - b);
}

/** Undefined where nothing is known of the problem at that step. */
export function probedProblem(
  columns: ThoughtColumns | undefined,
  problem: Problem,
  place: number,
  step: number,
): ProbedProblem | undefined {
  const rows = (columns?.probed ?? [])
    .filter((row) => row.step === step && row.problem === place)
    .sort((a, b) => a.thoughts - b.thoughts);
  return rows.length > 0 ? { problem, byThoughts: rows.map((row) => judged(problem, row)) } : undefined;
}

function judged(problem: Problem, { nodeValue, written }: ProbedColumns): ProbedThoughts {
  return { values: nodeValue, written, grade: grade(problem, written) };
}

/** The picture's data: with nothing known, the bare graph. */
export function treeOf(problem: Problem, probed: ProbedProblem | undefined): SearchTreeData {
  const question = searchQuestionOf(problem);
  const byThoughts = probed?.byThoughts ?? [];
  return {
    question,
    tree: searchTree(question),
    values: byThoughts.map(({ values }) => values),
    written: byThoughts.map(({ written }) => writtenEdges(question, written)),
  };
}
