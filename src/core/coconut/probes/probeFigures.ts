/** @file What a probe comes to: accuracy and classes, how wide the search is, what thoughts are near, what changes do. Derived, never shipped. */

import type { InterventionKind } from '../../trace/config/config';
import type { EndedColumns, GradedColumns, IntervenedColumns, ThoughtColumns } from '../../trace/thoughtsFold';
import { mean, proportionInterval95 } from '../../util/statistics';
import { frontierValues, outcomeOf, searched, valuedFrontier } from './findings';
import type { GradeSummary } from './gradeSummary';
import type { InterventionEffect } from './interventionEffect';
import { effectOf } from './interventionFindings';
import { meanByGroup, nodeGroups, type NodeGroup } from './nodeGroups';
import { type HeightGroup, parallelism, valueByHeight } from './parallelism';
import { type Problem, stepCount } from '../problems/problem';
import { parseProblems } from '../problems/problemJson';

/** The problems of a trace in the words in which the model was asked them: answers are graded against these. */
export function askedProblems({ askedJson, pinnedJson }: ThoughtColumns): Problem[] {
  const json = askedJson ?? pinnedJson;
  return json === '[]' ? [] : parseProblems(json);
}

/** Right answers among the problems whose chain has so many steps. */
export interface HopsRow {
  readonly hops: number;
  readonly problems: number;
  readonly accuracy: number;
}

export interface ThoughtRow {
  readonly thoughts: number;
  readonly summary: GradeSummary;
  /** In order of steps. */
  readonly byHops: readonly HopsRow[];
  /** Mean number of nodes in the frontier, over the problems that have one; none where no problem has. */
  readonly meanFrontier?: number;
  /** Mean sum of the largest 1, 2, 3 values in the frontier; none where no problem has one. [Coconut Fig 8] */
  readonly cumulativeValues?: readonly number[];
  /** [Coconut Fig 9] */
  readonly valueByHeight: readonly HeightGroup[];
}

/** One row for each number of thoughts that the weights after `step` steps were asked with. */
export function thoughtRows(trace: ThoughtColumns, step: number, problems: readonly Problem[]): ThoughtRow[] {
  const all = problems.map(searched);
  return trace.graded
    .filter((row) => row.step === step)
    .map((graded) => {
      const { thoughts } = graded;
      const probed = trace.probed.filter((row) => row.step === step);
      const values = frontierValues(all, probed, thoughts);
      const sizes = values.map(({ length }) => length).filter((size) => size > 0);
      return {
        thoughts,
        summary: outcomeOf(graded),
        byHops: hopsRows(graded, probed, problems),
        ...(sizes.length > 0 ? { cumulativeValues: parallelism(values).mean, meanFrontier: mean(sizes) } : {}),
        valueByHeight: valueByHeight(valuedFrontier(all, probed, thoughts)),
      };
    });
}

/** @param probed rows of the same step: they tell which problems were asked */
function hopsRows(
  { answerRight }: GradedColumns,
  probed: readonly { readonly problem: number }[],
  problems: readonly Problem[],
): HopsRow[] {
  const asked = [...new Set(probed.map(({ problem }) => problem))];
  const rights = new Map<number, number[]>();
  for (const [at, index] of asked.entries()) {
    const problem = problems[index];
    if (!problem) continue;
    const hops = stepCount(problem);
    rights.set(hops, [...(rights.get(hops) ?? []), answerRight[at] ?? 0]);
  }
  return [...rights]
    .sort(([a], [b]) => a - b)
    .map(([hops, right]) => ({ hops, problems: right.length, accuracy: mean(right) }));
}

export interface ThoughtFigures {
  /** Counts from 1. */
  readonly thought: number;
  readonly meanNorm: number;
  /** Mean length of the embeddings of the problems' names, to hold it against. */
  readonly meanNameNorm: number;
  /** Mean inner product of the thought with the embedding of a node's name, by the node's group. [arXiv 2505.12514 §5] */
  readonly innerProducts: Readonly<Record<NodeGroup, number | undefined>>;
}

/** ProsQA alone: the groups are those of a search for a target. */
export function thoughtFigures(
  trace: ThoughtColumns,
  step: number,
  problems: readonly Problem[],
  thoughts: number,
): ThoughtFigures[] {
  const read = trace.read.flatMap((row) => {
    const problem = problems[row.problem];
    return row.step === step && problem?.task === 'prosqa' && row.norm.length > 0 ? [{ ...row, asked: problem }] : [];
  });
  if (read.length === 0) return [];
  return Array.from({ length: Math.min(thoughts, ...read.map(({ norm }) => norm.length)) }, (_, slot) => {
    const groups = read.map(({ asked, nodeProduct }) => {
      const products = nodeProduct.subarray(slot * asked.nodes, (slot + 1) * asked.nodes);
      return meanByGroup(nodeGroups(asked, slot + 1), products);
    });
    return {
      thought: slot + 1,
      meanNorm: mean(read.map(({ norm }) => norm[slot] ?? NaN)),
      meanNameNorm: mean(read.flatMap(({ nameNorm }) => [...nameNorm])),
      innerProducts: {
        notReachable: meanKnown(groups.map((group) => group.notReachable)),
        reachable: meanKnown(groups.map((group) => group.reachable)),
        frontier: meanKnown(groups.map((group) => group.frontier)),
        optimal: meanKnown(groups.map((group) => group.optimal)),
      },
    };
  });
}

function meanKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? mean(known) : undefined;
}

export interface InterventionResult extends InterventionEffect {
  readonly kind: InterventionKind;
  readonly thought: number;
}

/** What each change did to the answers after so many thoughts. */
export function interventionResults(
  trace: ThoughtColumns,
  step: number,
  problems: readonly Problem[],
  thoughts: number,
): InterventionResult[] {
  const all = problems.map(searched);
  const isAsked = (row: { readonly step: number; readonly thoughts: number }): boolean =>
    row.step === step && row.thoughts === thoughts;
  const clean = trace.probed.filter(isAsked);
  const changed = new Map<string, IntervenedColumns[]>();
  for (const row of trace.intervened.filter(isAsked)) {
    const key = JSON.stringify(row.intervention);
    changed.set(key, [...(changed.get(key) ?? []), row]);
  }
  return [...changed.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const { kind, thought } = first.intervention;
    return [{ kind, thought, ...effectOf(all, clean, rows) }];
  });
}

/** Thinking that a head ended, beside the constant number that the model was trained with. */
export interface EndedThinking {
  readonly problems: number;
  readonly accuracy: number;
  readonly interval: readonly [low: number, high: number];
  readonly meanThoughts: number;
  /** Share of problems that were thought about for as many thoughts as they have steps. */
  readonly exactShare: number;
  readonly constant: { readonly thoughts: number; readonly accuracy: number };
}

/** Undefined where no head was asked. */
export function endedThinking(
  trace: ThoughtColumns,
  step: number,
  problems: readonly Problem[],
  constantThoughts: number,
): EndedThinking | undefined {
  const row = trace.ended.find((ended) => ended.step === step);
  const graded = trace.graded.filter((each) => each.step === step);
  const constant = graded.find(({ thoughts }) => thoughts === constantThoughts);
  if (!row || !constant) return undefined;
  const asked = [...new Set(trace.probed.filter((each) => each.step === step).map(({ problem }) => problem))];
  const chosen = asked.map((_, at) => chosenThoughts(row, at));
  const right = chosen.filter(
    (thoughts, at) => graded.find((each) => each.thoughts === thoughts)?.answerRight[at] === 1,
  );
  const exact = asked.filter((problem, at) => {
    const own = problems[problem];
    return own !== undefined && chosen[at] === stepCount(own);
  });
  const { share, low, high } = proportionInterval95(right.length, asked.length);
  return {
    problems: asked.length,
    accuracy: share,
    interval: [low, high],
    meanThoughts: mean(chosen),
    exactShare: exact.length / asked.length,
    constant: { thoughts: constantThoughts, accuracy: mean(constant.answerRight) },
  };
}

/** The first number of thoughts that is said to be enough; all, where none is. */
function chosenThoughts({ thoughts, enough }: EndedColumns, problem: number): number {
  const own = enough.subarray(problem * (thoughts + 1), (problem + 1) * (thoughts + 1));
  const first = own.findIndex((chance) => chance > 0.5);
  return first < 0 ? thoughts : first;
}

/** The last weights that were asked; 0 where none were. */
export function lastStep(graded: readonly GradedColumns[]): number {
  return graded.at(-1)?.step ?? 0;
}
