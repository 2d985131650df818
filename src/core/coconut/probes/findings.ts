/** @file What holds over many problems, from the columns that a run leaves: Figures 5, 8 and 9. Pure. */

import { PATH_CLASSES } from './grade';
import { summariseGrades, type GradeSummary } from './gradeSummary';
import type { ValuedNode } from './parallelism';
import type { Problem } from '../problems/problem';
import { frontier, searchTree, type SearchTree } from './searchTree';
import { nextDepth, searchQuestionOf, type NamedSearchQuestion } from '../tasks/taskTree';

/** A problem with what there is to search in it, worked out once. */
export interface SearchedProblem {
  readonly problem: Problem;
  readonly question: NamedSearchQuestion;
  readonly tree: SearchTree;
}

export function searched(problem: Problem): SearchedProblem {
  const question = searchQuestionOf(problem);
  return { problem, question, tree: searchTree(question) };
}

/** The rows of a trace's column that these functions read. */
export interface GradedRow {
  /** [problem] 1 where the answer is right */
  readonly answerRight: Uint8Array;
  /** [problem] index into PATH_CLASSES; beyond them where the task has none */
  readonly pathClass: Uint8Array;
  /** [problem] */
  readonly generatedTokens: Int32Array;
}

export interface ValueRow {
  /** index into the problems */
  readonly problem: number;
  readonly thoughts: number;
  /** [node] */
  readonly nodeValue: Float32Array;
}

/** One column of Figure 5. */
export function outcomeOf({ answerRight, pathClass, generatedTokens }: GradedRow): GradeSummary {
  const grades = Array.from(answerRight, (right, problem) => {
    const name = PATH_CLASSES[pathClass[problem] ?? PATH_CLASSES.length];
    return { answerRight: right === 1, ...(name ? { pathClass: name } : {}) };
  });
  return summariseGrades(grades, Array.from(generatedTokens));
}

/**
 * Values of the candidates of each problem after so many thoughts: the nodes that the next step may be about.
 *
 * @returns [row][node]; empty for a problem whose layers end before
 */
export function frontierValues(
  problems: readonly SearchedProblem[],
  rows: readonly ValueRow[],
  thoughts: number,
): number[][] {
  return valued(problems, rows, thoughts).map(({ searched: { problem, tree }, row }) =>
    frontier(tree, nextDepth(problem.task, thoughts)).map((node) => row.nodeValue[node] ?? 0),
  );
}

/** The same candidates with their heights: the dots whose means Figure 9 draws. */
export function valuedFrontier(
  problems: readonly SearchedProblem[],
  rows: readonly ValueRow[],
  thoughts: number,
): ValuedNode[] {
  return valued(problems, rows, thoughts).flatMap(({ searched: { problem, tree }, row }) =>
    frontier(tree, nextDepth(problem.task, thoughts)).map((node) => ({
      height: tree.height[node] ?? 0,
      isCorrect: tree.onShortestPath[node] ?? false,
      value: row.nodeValue[node] ?? 0,
    })),
  );
}

/** Rows after so many thoughts whose problem has a graph that was valued. */
function valued(problems: readonly SearchedProblem[], rows: readonly ValueRow[], thoughts: number) {
  return rows.flatMap((row) => {
    const own = problems[row.problem];
    return own && row.thoughts === thoughts && row.nodeValue.length > 0 ? [{ searched: own, row }] : [];
  });
}
