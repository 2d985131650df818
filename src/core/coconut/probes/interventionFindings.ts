/** @file What replacing a thought does over many problems: to the answer, and to the values of the nodes. Pure. */

import { assertNever } from '../../util/assert';
import type { SearchedProblem, ValueRow } from './findings';
import { grade } from './grade';
import { choiceOf, interventionEffect, valueChange, type Choice, type InterventionEffect } from './interventionEffect';
import type { InterventionKind } from '../../trace/config/config';
import { narrowestGroup, nodeGroups, type NodeGroup } from './nodeGroups';
import type { Problem } from '../problems/problem';
import { readChain } from './writtenChain';

export interface WrittenRow extends ValueRow {
  readonly written: string;
}

export interface ChangedRow extends WrittenRow {
  readonly intervention: { readonly kind: InterventionKind; readonly thought: number };
}

/**
 * What each kind is compared with: as large a change that lacks what the kind is about. `fewer` is no replacement: it is
 * the model asked with one thought less.
 */
export const NULL_OF: Readonly<Partial<Record<InterventionKind, InterventionKind | 'fewer'>>> = {
  // The same graph's thought about the other root, against a thought about a graph that is not there.
  twin: 'transplant',
  // Nothing at all, against what this thought is on average: both say nothing of the problem.
  zero: 'mean',
  // The thought's own numbers in another order, against any direction of its length.
  shuffle: 'noise',
  skip: 'fewer',
};

/** What an answer went to, whatever the task: two candidates, true or false, or one number. */
export function choiceFrom(problem: Problem, written: string): Choice {
  switch (problem.task) {
    case 'prosqa':
      return choiceOf(problem, readChain(written).answer?.object);
    case 'prontoqa': {
      if (grade(problem, written).answerRight) return 'right';
      return grade({ ...problem, answer: !problem.answer }, written).answerRight ? 'other' : 'neither';
    }
    case 'arithmetic':
      return grade(problem, written).answerRight ? 'right' : 'neither';
    default:
      return assertNever(problem);
  }
}

/**
 * The answers of the problems in `changed`, compared with those of the same problems in `clean`.
 *
 * @param clean after the number of thoughts of the answers that are compared
 */
export function effectOf(
  problems: readonly SearchedProblem[],
  clean: readonly WrittenRow[],
  changed: readonly WrittenRow[],
): InterventionEffect {
  const pairs = paired(problems, clean, changed);
  return interventionEffect(
    pairs.map(({ problem, before }) => choiceFrom(problem, before.written)),
    pairs.map(({ problem, after }) => choiceFrom(problem, after.written)),
  );
}

export interface GroupChange {
  readonly group: NodeGroup;
  readonly nodes: number;
  readonly mean: number;
  readonly halfWidth: number;
  readonly meanAbsolute: number;
}

/** Change of the value of each node, by its group after as many thoughts as the rows were asked with. */
export function valueChanges(
  problems: readonly SearchedProblem[],
  clean: readonly ValueRow[],
  changed: readonly ValueRow[],
): GroupChange[] {
  const before: Record<NodeGroup, number[]> = { notReachable: [], reachable: [], frontier: [], optimal: [] };
  const after: Record<NodeGroup, number[]> = { notReachable: [], reachable: [], frontier: [], optimal: [] };
  for (const pair of paired(problems, clean, changed)) {
    const { question } = pair;
    const groups = narrowestGroup(nodeGroups(question, pair.after.thoughts), question.nodes);
    for (const [node, group] of groups.entries()) {
      before[group].push(pair.before.nodeValue[node] ?? 0);
      after[group].push(pair.after.nodeValue[node] ?? 0);
    }
  }
  return (['optimal', 'frontier', 'reachable', 'notReachable'] as const).map((group) => ({
    group,
    nodes: before[group].length,
    ...valueChange(before[group], after[group]),
  }));
}

/** Each changed row with the clean row of its problem; a row without a partner is left out. */
function paired<T extends ValueRow>(problems: readonly SearchedProblem[], clean: readonly T[], changed: readonly T[]) {
  const cleanOf = new Map(clean.map((row) => [row.problem, row]));
  return changed.flatMap((after) => {
    const own = problems[after.problem];
    const before = cleanOf.get(after.problem);
    return own && before ? [{ ...own, before, after }] : [];
  });
}
