/** @file What a person chooses before a model is taught to think: plain data. The config follows in `teachConfig.ts`. */

import type { PresetName, ThoughtMethod, ThoughtTask } from '../../core/trace/config';

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
