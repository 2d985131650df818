/** @file What a person chooses before a model is taught to think: plain data. The config follows in `teachConfig.ts`. */

import { THOUGHT_TASKS } from '../../core/coconut/curriculum/methodWords';
import type { ThoughtMethod, ThoughtPreset, ThoughtTask } from '../../core/trace/config/config';

/** `list`: the problems on the desk. */
export type TeachTask = ThoughtTask | 'list';

export interface Teach {
  readonly method: ThoughtMethod;
  readonly task: TeachTask;
  readonly preset: ThoughtPreset;
  readonly thoughtsPerStep: number;
  readonly seed: number;
}

export const START_TEACH: Teach = { method: 'coconut', task: 'prosqa', preset: 'tiny', thoughtsPerStep: 1, seed: 1 };

export const TEACH_TASKS: readonly TeachTask[] = [...THOUGHT_TASKS, 'list'];
/** The paper trains with one and with two thoughts a step; three is unstable. [Coconut App. C] */
export const MOST_THOUGHTS_PER_STEP = 3;
/** A file is split in training and held-out problems; below that, too few would be left. */
export const FEWEST_TO_TRAIN = 20;
