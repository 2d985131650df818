/** @file Runs a generator to its end in a shell: folds its events, keeps its weights, shows its progress. */

import type { FinishedRun } from './finishedRun';
import { METHODS } from '../core/coconut/curriculum/methods';
import { countUnasked } from '../core/coconut/problems/refusals';
import type { RunConfig, Stamp } from '../core/trace/config/config';
import { stepsOf } from '../core/trace/config/configFacts';
import type { Pull, Run } from '../core/trace/events';
import { appendEvent, emptyTrace, type Trace } from '../core/trace/trace';
import type { RunPorts, WeightsAt } from '../core/train/ports';
import { InputError } from '../core/util/assert';
import type { ChosenBackend } from '../engine/backends/chooseBackend';
import { folderLibrary } from './modelFolders';
import type { SavedTraining, Unfinished } from './savedTraining';
import type { Terminal } from './terminal';

/** Steps between two read-backs: enough to hide them, few enough to show progress. */
const STEPS_PER_PULL = 8;

export function portsFor({ name, adapter }: ChosenBackend, texts: RunPorts['texts'], commit: string): RunPorts {
  const stamp: Stamp = { backend: name, adapter, commit };
  return { models: folderLibrary, texts, stamp };
}

/** Where a training is saved on the way, and what was saved of it before. */
export interface Saving {
  readonly saved: SavedTraining;
  readonly unfinished?: Unfinished | undefined;
}

/** Between two saves of a training that is saved on the way. */
const SAVE_EVERY_MS = 60_000;

/** Refuses with the run's own sentence where it failed. */
export async function finishRun(
  run: Run,
  config: RunConfig,
  terminal: Terminal,
  saving?: Saving,
): Promise<FinishedRun> {
  const trace = saving?.unfinished?.trace ?? emptyTrace();
  const weights: WeightsAt[][] = saving?.unfinished ? [[...saving.unfinished.weights]] : [];
  let tokenizerJson = '';
  let savedAtMs = performance.now();
  let probed = { step: -1, answers: 0 };
  let answers = 0;
  const begunMs = performance.now();
  const pull = (): Pull => {
    const save = saving !== undefined && performance.now() - savedAtMs > SAVE_EVERY_MS;
    if (save) savedAtMs = performance.now();
    return { steps: STEPS_PER_PULL, ...(save ? { save } : {}) };
  };
  for (let next = await run.next(); !next.done; next = await run.next(pull())) {
    const event = next.value;
    appendEvent(trace, event);
    if (event.kind === 'tokenizer') tokenizerJson = event.json;
    if (event.kind === 'checkpoint')
      (weights[event.arm] ??= []).push({ step: event.step, weights: async () => event.weights });
    if (event.kind === 'checkpoint') await saving?.saved.keepWeights(event);
    if (event.kind === 'state')
      await saving?.saved.save(
        event,
        trace,
        tokenizerJson,
        (weights[0] ?? []).map(({ step }) => step),
      );
    if (event.kind === 'pinned') answers = answersOf(trace.thoughts, config);
    if (event.kind === 'probed' && config.kind === 'probe') {
      probed = { step: event.step, answers: event.step === probed.step ? probed.answers + 1 : 1 };
      terminal.progress(`probing the model of step ${event.step}`, probed.answers, answers, 'answers');
    }
    if (event.kind === 'failed') throw new InputError(event.sentence);
    if (event.kind === 'steps' || event.kind === 'scored') showProgress(trace, config, event.kind, terminal);
  }
  return { trace, tokenizerJson, weights, seconds: (performance.now() - begunMs) / 1000 };
}

/** Answers that a probe of one checkpoint asks for: each problem but the refused, after each number of thoughts. */
function answersOf(thoughts: Trace['thoughts'], config: RunConfig): number {
  if (!thoughts?.asked || config.kind !== 'probe') return 0;
  const problems = (JSON.parse(thoughts.pinnedJson) as readonly unknown[]).length - countUnasked(thoughts.refusals);
  const hasThoughts = METHODS[thoughts.asked.method].slots !== 'none';
  return problems * (hasThoughts ? config.thoughts + 1 : 1);
}

function showProgress(trace: Trace, config: RunConfig, kind: 'steps' | 'scored', terminal: Terminal): void {
  const steps = stepsOf(config);
  if (steps !== undefined) {
    if (kind === 'scored') return;
    const done = trace.arms.length === 0 ? 0 : Math.min(...trace.arms.map(({ lossNats }) => lossNats.length));
    terminal.progress(titleOf(config), done, steps, 'steps');
    return;
  }
  const tokens = trace.document?.ids.length ?? 0;
  const points = trace.arms[0]?.checkpoints ?? [];
  const done = points.length === 0 ? 0 : Math.min(...points.map(({ scored }) => scored));
  if (tokens > 0) terminal.progress('scoring', done, tokens, 'tokens');
}

function titleOf(config: RunConfig): string {
  if (config.kind === 'thoughts') return `training ${config.method}`;
  return config.kind === 'train' ? `training ${config.arms.map(({ name }) => name).join(' and ')}` : 'scoring';
}
