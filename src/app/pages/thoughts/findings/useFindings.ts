/** @file What a run found out over many problems, at the step that is looked at. Derived from its trace, never stored. */

import { useMemo } from 'react';
import { outcomeOf, searched, type SearchedProblem } from '../../../../core/coconut/probes/findings';
import type { GradeSummary } from '../../../../core/coconut/probes/gradeSummary';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import type { IntervenedColumns, ProbedColumns, ThoughtsReadColumns } from '../../../../core/trace/thoughtsFold';
import type { Trace } from '../../../../core/trace/trace';
import { useApp } from '../../../AppContext';
import { shownCheckpoint } from '../../../state/cursor';
import { isSameModel, methodOf, modelOf, pinnedProblems, taughtThoughts } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';

export interface Outcome {
  readonly thoughts: number;
  readonly summary: GradeSummary;
}

export interface Findings {
  readonly step: number;
  readonly method: ThoughtMethod;
  /** Thoughts that the last stage trained; as many as were asked where the run does not say. */
  readonly taught: number;
  /** In the model's own names: what it wrote is in those. */
  readonly problems: readonly SearchedProblem[];
  /** In order of thoughts. */
  readonly outcomes: readonly Outcome[];
  readonly probed: readonly ProbedColumns[];
  readonly read: readonly ThoughtsReadColumns[];
  readonly intervened: readonly IntervenedColumns[];
  /** `seed 1, WASM, 3,000 steps`: stands beside every number. */
  readonly stamp: string;
}

export function useFindings({ trace, version }: RunEntry): Findings | undefined {
  const checkpoint = useApp(({ cursor }) => cursor.checkpoint);
  const json = trace.thoughts?.askedJson ?? trace.thoughts?.pinnedJson;
  // Trees are worked out once for all steps.
  const problems = useMemo(() => pinnedProblems(json).map(searched), [json]);
  return useMemo(() => {
    void version; // The trace is folded in place.
    return findingsAt(trace, methodOf({ trace }), problems, checkpoint);
  }, [trace, version, problems, checkpoint]);
}

function findingsAt(
  trace: Trace,
  method: ThoughtMethod,
  problems: readonly SearchedProblem[],
  checkpoint: number | undefined,
): Findings | undefined {
  const steps = gradedSteps(trace);
  const step = steps[shownCheckpoint({ checkpoint }, steps.length)];
  if (step === undefined) return undefined;
  const at = <T extends { readonly step: number }>(rows: readonly T[] = []) => rows.filter((row) => row.step === step);
  const { thoughts } = trace;
  return {
    step,
    method,
    taught: taughtThoughts({ trace }),
    problems,
    outcomes: outcomesAt(trace, step),
    probed: at(thoughts?.probed),
    read: at(thoughts?.read),
    intervened: at(thoughts?.intervened),
    stamp: stampWords(trace, step),
  };
}

/** Of the runs of one model, the one that tells most; the one at hand where none tells more. */
export function useBestOfModel(entry: RunEntry, tells: (trace: Trace) => number): RunEntry {
  const runs = useApp((state) => state.runs);
  const recorded = useApp((state) => state.recorded);
  const model = modelOf(entry, recorded);
  const others = Object.values(runs).filter((other) => isSameModel(modelOf(other, recorded), model));
  return others.reduce((best, other) => (tells(other.trace) > tells(best.trace) ? other : best), entry);
}

function gradedSteps({ thoughts }: Trace): number[] {
  return [...new Set(thoughts?.graded.map(({ step }) => step) ?? [])].sort((a, b) => a - b);
}

/** As they were at the end of the run. */
export function lastOutcomes(trace: Trace): readonly Outcome[] {
  const last = gradedSteps(trace).at(-1);
  return last === undefined ? [] : outcomesAt(trace, last);
}

function outcomesAt({ thoughts }: Trace, step: number): Outcome[] {
  return (thoughts?.graded ?? [])
    .filter((row) => row.step === step)
    .toSorted((a, b) => a.thoughts - b.thoughts)
    .map((row) => ({ thoughts: row.thoughts, summary: outcomeOf(row) }));
}

function stampWords({ config, stamp }: Trace, step: number): string {
  const seed = config && 'seed' in config ? `seed ${config.seed}, ` : '';
  return `${seed}${stamp?.backend ?? ''}, after ${step} training steps`;
}
