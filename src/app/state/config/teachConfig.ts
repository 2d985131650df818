/** @file The config that follows from a choice, and the names that problems made in the page have. */

import { namePools, type NamePools } from '../../../core/coconut/problems/names';
import { PROSQA_RULES } from '../../../core/coconut/tasks/prosqaGenerator';
import type { ThoughtsConfig } from '../../../core/trace/config/config';
import { thoughtsPreset } from '../../../core/trace/config/thoughtPresets';
import type { Teach } from '../teach';

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

/** Names for problems that are made in the page: as many as the largest graphs need. */
export const PAGE_NAMES = namePools(24, 80, 30);
/** Those that the shipped models know, where they suffice: names mean nothing, but ProntoQA's are not replaced. */
const KNOWN_NAMES = namePools(4, 14, 10);
const LARGE_LEVELS = ['small4', 'large', ...Object.keys(PROSQA_RULES)];

export function namesFor(level: string): NamePools {
  return LARGE_LEVELS.includes(level) ? PAGE_NAMES : KNOWN_NAMES;
}
