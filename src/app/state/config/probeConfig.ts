/** @file The config of a run that asks a model one problem, or many. */

import { INTERVENTION_KINDS } from '../../../core/coconut/probes/interventions';
import type { Problem } from '../../../core/coconut/problems/problem';
import type {
  Intervention,
  ModelRef,
  ProbeConfig,
  ProbedProblems,
  RunConfig,
  ThoughtTask,
} from '../../../core/trace/config/config';

/** The name under which the problem travels beside the config. */
export const ONE_PROBLEM = 'problem.json';

/** Whose thoughts make up the mean and are transplanted: held-out problems of the easiest level. */
const DONORS: Readonly<Record<ThoughtTask, Extract<ProbedProblems, { kind: 'generated' }>>> = {
  prosqa: { kind: 'generated', task: 'prosqa', level: 'micro', count: 48, seed: 2 },
  prontoqa: { kind: 'generated', task: 'prontoqa', level: 'small', count: 48, seed: 2 },
  arithmetic: { kind: 'generated', task: 'arithmetic', level: 'small', count: 48, seed: 2 },
};

/** Each thought in each way. */
function everyChange(thoughts: number): Intervention[] {
  return Array.from({ length: thoughts }, (_, i) =>
    INTERVENTION_KINDS.map((kind) => ({ kind, thought: i + 1 })),
  ).flat();
}

export function probeOf(model: ModelRef, task: ThoughtTask, thoughts: number, hasChanges: boolean): ProbeConfig {
  return {
    kind: 'probe',
    model,
    checkpoints: 'last',
    problems: { kind: 'file', name: ONE_PROBLEM, limit: 1 },
    thoughts,
    detailed: 1,
    interventions: hasChanges ? everyChange(thoughts) : [],
    ...(hasChanges ? { donors: DONORS[task] } : {}),
    seed: 1,
  };
}

/** A question that was asked in passing, of one problem that is looked at: no run that somebody set up. */
export function isSingleQuestion(config: RunConfig | undefined): boolean {
  const problems = config?.kind === 'probe' ? config.problems : undefined;
  return problems?.kind === 'file' && problems.name === ONE_PROBLEM && problems.limit === 1;
}

/** Held-out problems of a level, or a list that travels beside the config. */
export type ManyProblems =
  | { readonly task: ThoughtTask; readonly level: string; readonly count: number }
  | { readonly name: string; readonly problems: readonly Problem[] };

/** So many are read in full, for the groups of nodes; the others are only asked. */
const READ_IN_FULL = 40;
/** Of problems that are asked many at a time: others than those of the training's own evaluations. */
const MANY_SEED = 11;

export function probeMany(model: ModelRef, many: ManyProblems, thoughts: number, hasChanges: boolean): ProbeConfig {
  const isList = 'problems' in many;
  return {
    kind: 'probe',
    model,
    checkpoints: 'last',
    problems: isList
      ? { kind: 'file', name: many.name, limit: many.problems.length }
      : { kind: 'generated', ...many, seed: MANY_SEED },
    thoughts,
    detailed: READ_IN_FULL,
    interventions: hasChanges ? everyChange(thoughts) : [],
    seed: 1,
  };
}
