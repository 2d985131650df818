/** @file The config of a run that asks a model one problem. */

import { INTERVENTION_KINDS } from '../../core/coconut/interventions';
import type { Intervention, ModelRef, ProbeConfig, ProbedProblems, ThoughtTask } from '../../core/trace/config';

/** The name under which the problem travels beside the config. */
export const ONE_PROBLEM = 'problem.json';

/** Whose thoughts make up the mean and are transplanted: held-out problems of the easiest level. */
const DONORS: Readonly<Record<ThoughtTask, Extract<ProbedProblems, { kind: 'generated' }>>> = {
  prosqa: { kind: 'generated', task: 'prosqa', level: 'micro', count: 48, seed: 2 },
  prontoqa: { kind: 'generated', task: 'prontoqa', level: 'small', count: 48, seed: 2 },
  arithmetic: { kind: 'generated', task: 'arithmetic', level: 'small', count: 48, seed: 2 },
};

/** Each thought in each way. */
export function everyChange(thoughts: number): Intervention[] {
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
