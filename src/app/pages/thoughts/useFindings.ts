/** @file What a run found out over many problems, at the step that is looked at. Derived from its trace, never stored. */

import { useMemo } from 'react';
import { outcomeOf, searched, type SearchedProblem } from '../../../core/coconut/findings';
import type { GradeSummary } from '../../../core/coconut/gradeSummary';
import type { ThoughtMethod } from '../../../core/trace/config';
import type { GradedColumns, ProbedColumns, Trace } from '../../../core/trace/trace';
import { useApp } from '../../AppContext';
import { shownCheckpoint } from '../../state/cursor';
import { pinnedProblems } from '../../state/problems';
import type { RunEntry } from '../../state/runEntry';

export interface Findings {
  readonly step: number;
  readonly method: ThoughtMethod | undefined;
  readonly problems: readonly SearchedProblem[];
  /** [thoughts asked] of this step */
  readonly outcomes: readonly { readonly thoughts: number; readonly summary: GradeSummary }[];
  readonly probed: readonly ProbedColumns[];
}

export function useFindings({ trace, version }: RunEntry): Findings | undefined {
  const checkpoint = useApp(({ cursor }) => cursor.checkpoint);
  const pinnedJson = trace.thoughts?.pinnedJson;
  // Trees are worked out once for all steps.
  const problems = useMemo(() => pinnedProblems(pinnedJson).map(searched), [pinnedJson]);
  return useMemo(() => {
    void version; // The trace is folded in place.
    return findingsAt(trace, problems, checkpoint);
  }, [trace, version, problems, checkpoint]);
}

function findingsAt(
  trace: Trace,
  problems: readonly SearchedProblem[],
  checkpoint: number | undefined,
): Findings | undefined {
  const steps = gradedSteps(trace);
  const step = steps[shownCheckpoint({ checkpoint }, steps.length)];
  if (step === undefined) return undefined;
  return {
    step,
    method: methodOf(trace),
    problems,
    outcomes: outcomesAt(trace, step),
    probed: trace.thoughts?.probed.filter((row) => row.step === step) ?? [],
  };
}

function gradedSteps({ thoughts }: Trace): number[] {
  return [...new Set(thoughts?.graded.map(({ step }) => step) ?? [])].sort((a, b) => a - b);
}

/** The outcome after each number of thoughts, as they were at the end of the run. */
export function lastOutcomes(trace: Trace): Findings['outcomes'] {
  const last = gradedSteps(trace).at(-1);
  return last === undefined ? [] : outcomesAt(trace, last);
}

function outcomesAt({ thoughts }: Trace, step: number): Findings['outcomes'] {
  const rows: readonly GradedColumns[] = thoughts?.graded.filter((row) => row.step === step) ?? [];
  return rows
    .toSorted((a, b) => a.thoughts - b.thoughts)
    .map((row) => ({ thoughts: row.thoughts, summary: outcomeOf(row) }));
}

export function methodOf({ config }: Trace): ThoughtMethod | undefined {
  return config?.kind === 'thoughts' ? config.method : undefined;
}
