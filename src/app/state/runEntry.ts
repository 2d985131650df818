/** @file A run as the page holds it: a mutable trace behind a version number, and what the engine says of it. */

import type { RunId, RunState } from '../../core/trace/messages/commands';
import type { ProbedProblems, ProblemSource, RunConfig, ThoughtsConfig } from '../../core/trace/config/config';
import { stepsOf, watchedText } from '../../core/trace/config/configFacts';
import type { Trace } from '../../core/trace/trace';
import { observePace, type Pace } from './pace';
import { METHOD_WORDS, TASK_WORDS } from '../../core/coconut/curriculum/methodWords';

export type RunOrigin =
  /** Shipped with the page. */
  | 'recorded'
  /** Computed in this browser. */
  | 'here'
  /** Read from a file. */
  | 'imported';

export interface RunEntry {
  readonly run: RunId;
  readonly origin: RunOrigin;
  readonly title: string;
  /** Folded in place; watch `version`. */
  readonly trace: Trace;
  readonly version: number;
  readonly state: RunState;
  /** The last thing that the engine said about it to a person. */
  readonly sentence?: string | undefined;
  readonly pace?: Pace;
  /** What a run of this browser reads with, beside its trace: the words of ids that its text does not hold. */
  readonly tokenizerJson?: string | undefined;
}

export type RunEntries = Readonly<Record<RunId, RunEntry>>;

export function newEntry(run: RunId, origin: RunOrigin, title: string, trace: Trace, state: RunState): RunEntry {
  return { run, origin, title, trace, version: trace.version, state };
}

/** Work done so far, from 0 to 1, and in words of its own unit. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: 'step' | 'token';
}

/** Training counts steps; scoring counts tokens over all checkpoints known so far. */
export function progressOf(trace: Trace): Progress | undefined {
  const steps = trace.config && stepsOf(trace.config);
  if (steps !== undefined) return { done: trace.arms[0]?.lossNats.length ?? 0, total: steps, unit: 'step' };
  const checkpoints = trace.arms[0]?.checkpoints ?? [];
  const tokens = trace.document?.ids.length;
  if (tokens === undefined || checkpoints.length === 0) return undefined;
  const done = checkpoints.reduce((sum, checkpoint) => sum + checkpoint.scored, 0);
  return { done, total: tokens * checkpoints.length, unit: 'token' };
}

/** The entry after its trace was folded further at `atMs`. */
export function refreshed(entry: RunEntry, atMs: number): RunEntry {
  const progress = progressOf(entry.trace);
  const pace = progress && observePace(entry.pace, progress.done, atMs);
  const title = entry.trace.document ? titleOf(entry.trace) : entry.title;
  return { ...entry, title, version: entry.trace.version, ...(pace ? { pace } : {}) };
}

/** States in which the engine works on the run or holds it in memory. */
export function isUnderWay(state: RunState): boolean {
  return !['idle', 'done', 'stopped', 'failed'].includes(state);
}

/** What a person would call the run: the text that is watched, or who was taught or asked what. */
export function titleOf(trace: Trace): string {
  const thinking = trace.config && thinkingTitle(trace.config, trace);
  if (thinking !== undefined) return thinking;
  const name = trace.document?.name ?? 'a run without a text';
  return isFromText(trace.config) ? name : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function thinkingTitle(config: RunConfig, { thoughts }: Trace): string | undefined {
  if (config.kind === 'thoughts') return teachingTitle(config);
  if (config.kind !== 'probe') return undefined;
  const method = thoughts?.asked?.method;
  return `${method ? METHOD_WORDS[method].name : 'A model'} asked ${problemsWords(config.problems)}`;
}

export function teachingTitle({ method, problems, preset }: ThoughtsConfig): string {
  return `${METHOD_WORDS[method].name} on ${problemsWords(problems)}, ${preset}`;
}

function problemsWords(problems: ProblemSource | ProbedProblems): string {
  return problems.kind === 'file' ? problems.name : TASK_WORDS[problems.task];
}

/** A person's file keeps its name to the letter. */
function isFromText(config: RunConfig | undefined): boolean {
  return config !== undefined && watchedText(config)?.kind === 'text';
}
