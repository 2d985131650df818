/** @file What a person chooses before a model is taught to think: plain data, and the config that follows from it. */

import { namePools } from '../../core/coconut/names';
import type { ThoughtMethod, ThoughtsConfig, ThoughtTask, PresetName } from '../../core/trace/config';
import { thoughtsPreset } from '../../core/trace/thoughtPresets';

/** `list`: the problems on the desk. */
export type TeachTask = ThoughtTask | 'list';

export interface Teach {
  readonly method: ThoughtMethod;
  readonly task: TeachTask;
  readonly preset: PresetName;
  readonly thoughtsPerStep: number;
  readonly seed: number;
}

export const START_TEACH: Teach = { method: 'coconut', task: 'prosqa', preset: 'tiny', thoughtsPerStep: 1, seed: 1 };

export const TEACH_TASKS: readonly TeachTask[] = ['prosqa', 'prontoqa', 'arithmetic', 'list'];
/** The paper trains with one and with two thoughts a step; three is unstable. [Coconut App. C] */
export const MOST_THOUGHTS_PER_STEP = 3;
/** A file is split in training and held-out problems; below that, too few would be left. */
export const FEWEST_TO_TRAIN = 20;

/** What may be changed of a preset before the start. */
export interface TeachChanges {
  /** [stage] */
  readonly steps?: readonly number[] | undefined;
  readonly learningRate?: number | undefined;
}

/** @param listName of the problems on the desk; they travel beside the config */
export function teachConfig(teach: Teach, listName = '', { steps, learningRate }: TeachChanges = {}): ThoughtsConfig {
  const { preset, method, task, seed, thoughtsPerStep } = teach;
  const problems = task === 'list' ? ({ kind: 'file', name: listName } as const) : task;
  const config = thoughtsPreset(preset, method, problems, {
    seed,
    ...(learningRate === undefined ? {} : { learningRate }),
  });
  if (!steps) return { ...config, thoughtsPerStep };
  const stages = config.stages.map((stage, i) => ({ ...stage, steps: steps[i] ?? stage.steps }));
  return { ...thoughtsPreset(preset, method, problems, { ...choicesOf(config), stages }), thoughtsPerStep };
}

function choicesOf({ seed, optimizer }: ThoughtsConfig) {
  return { seed, learningRate: optimizer.learningRate };
}

/** Names for problems that are made in the page: as many of each kind as the largest level needs. */
export const PAGE_NAMES = namePools(24, 80, 30);

export const METHOD_WORDS: Readonly<Record<ThoughtMethod, { readonly name: string; readonly words: string }>> = {
  coconut: { name: 'Coconut', words: 'thoughts take the place of written steps, stage by stage' },
  cot: { name: 'CoT', words: 'writes every step' },
  'no-cot': { name: 'No-CoT', words: 'answers at once' },
  icot: { name: 'iCoT', words: 'written steps go, token by token' },
  pause: { name: 'Pause token', words: 'waits at learned pauses, without a curriculum' },
  'coconut-no-curriculum': { name: 'Coconut, no curriculum', words: 'thoughts from the first step on' },
  'coconut-no-thought': { name: 'Coconut, no thought', words: 'steps go stage by stage, nothing comes instead' },
  'pause-as-thought': { name: 'Pause as thought', words: 'the curriculum, with pauses in place of thoughts' },
};

export const TASK_WORDS: Readonly<Record<ThoughtTask, string>> = {
  prosqa: 'ProsQA',
  prontoqa: 'ProntoQA',
  arithmetic: 'Arithmetic',
};
