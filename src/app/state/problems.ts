/** @file Which problems a run was probed with, which model answered, and how far it was made to think. */

import { parseProblems } from '../../core/coconut/problems/problemJson';
import type { Problem } from '../../core/coconut/problems/problem';
import { problemText } from '../../core/coconut/problems/problemText';
import type { ModelRef, ThoughtMethod } from '../../core/trace/config/config';
import type { ThoughtColumns } from '../../core/trace/thoughtsFold';
import type { RecordedRun } from './shipped/recorded';
import { recordedName } from './shipped/recorded';
import type { RunEntry } from './runEntry';
import { shownEntry } from './select';
import type { AppState } from './store';

const NONE: readonly Problem[] = [];
/** By their JSON: many pictures ask at each drawing, and to parse 200 problems takes milliseconds. */
const parsed = new Map<string, readonly Problem[]>();
const MOST_PARSED = 32;

/** The problems that a run was probed with, in the order of their numbers. The same JSON gives the same list. */
export function pinnedProblems(pinnedJson: string | undefined): readonly Problem[] {
  if (pinnedJson === undefined || pinnedJson === '[]') return NONE;
  const problems = parsed.get(pinnedJson) ?? parseProblems(pinnedJson);
  // What was asked for last goes last, so that what nobody asks for any more makes room.
  parsed.delete(pinnedJson);
  parsed.set(pinnedJson, problems);
  const [oldest] = parsed.keys();
  if (parsed.size > MOST_PARSED && oldest !== undefined) parsed.delete(oldest);
  return problems;
}

/** Two problems of the same words are the same problem. */
export function questionOf(problem: Problem): string {
  return problemText(problem).question;
}

/** The most thoughts that the run at hand was asked with. */
export function mostThoughts(state: Pick<AppState, 'cursor' | 'runs'>): number {
  const probed = shownEntry(state)?.trace.thoughts?.probed ?? [];
  return probed.reduce((most, { thoughts }) => Math.max(most, thoughts), 0);
}

/** How many thoughts the model of a run was taught: where the run does not say, as many as it was asked with. */
export function taughtThoughts({ trace }: Pick<RunEntry, 'trace'>): number {
  const { asked, probed = [], graded = [] } = trace.thoughts ?? {};
  return asked?.trainedThoughts ?? [...probed, ...graded].reduce((most, { thoughts }) => Math.max(most, thoughts), 0);
}

/** Whose answers a run holds. Undefined where its weights cannot be had. */
export function modelOf({ run, origin, trace }: RunEntry, recorded: readonly RecordedRun[] = []): ModelRef | undefined {
  const { config } = trace;
  if (config?.kind === 'probe') return config.model;
  if (config?.kind !== 'thoughts') return undefined;
  if (origin === 'here') return { kind: 'run', run, arm: 0 };
  const shipped = recorded.find(({ name }) => name === recordedName(run))?.model;
  return shipped === undefined ? undefined : { kind: 'shipped', name: shipped };
}

export function isSameModel(a: ModelRef | undefined, b: ModelRef | undefined): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

export function methodOf({ trace }: Pick<RunEntry, 'trace'>): ThoughtMethod {
  const { config, thoughts } = trace;
  return thoughts?.asked?.method ?? (config?.kind === 'thoughts' ? config.method : 'coconut');
}

/** A run that thinks, or that asks one that does. */
export function isThinking({ trace }: RunEntry): boolean {
  return trace.config?.kind === 'thoughts' || trace.config?.kind === 'probe';
}

/** The steps at which problems were probed, ascending. */
export function probedSteps(columns: ThoughtColumns | undefined): readonly number[] {
  return [...new Set(columns?.probed.map(({ step }) => step) ?? [])].sort((a, b) => a - b);
}

/** The run that tells what the model at hand answered while it was trained: the one looked at, or one of the same model. */
export function trainedRun(
  state: Pick<AppState, 'cursor' | 'runs' | 'recorded'>,
): { readonly entry: RunEntry; readonly steps: readonly number[] } | undefined {
  const shown = shownEntry(state);
  if (!shown) return undefined;
  const model = modelOf(shown, state.recorded);
  const others = Object.values(state.runs).filter((entry) => isSameModel(modelOf(entry, state.recorded), model));
  return [shown, ...others]
    .map((entry) => ({ entry, steps: probedSteps(entry.trace.thoughts) }))
    .find(({ steps }) => steps.length > 1);
}
