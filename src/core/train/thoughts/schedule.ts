/** @file When things happen in a run that thinks: stages, milestones, the learning rate. */

import { heldRate } from '../../coconut/curriculum/schedules';
import type { OptimizerConfig, ThoughtsConfig, ThoughtStage } from '../../trace/config/config';
import { stepsOf } from '../../trace/config/configFacts';
import { assert } from '../../util/assert';

export interface StageAt {
  readonly stage: ThoughtStage;
  readonly index: number;
  /** The first step of the stage. */
  readonly first: number;
}

/** The stage of a step; the last one at the end. */
export function stageAt({ stages }: ThoughtsConfig, step: number): StageAt {
  let first = 0;
  for (const [index, stage] of stages.entries()) {
    if (step < first + stage.steps || index === stages.length - 1) return { stage, index, first };
    first += stage.steps;
  }
  throw new Error('Bug: a run has at least one stage');
}

/** Steps after which the model is asked and kept: the start, the end of each stage, and every so many steps. */
export function milestones(config: ThoughtsConfig): number[] {
  const total = totalSteps(config);
  const due = new Set([0, total]);
  let end = 0;
  for (const { steps } of config.stages) due.add((end += steps));
  for (let step = config.evaluateEvery; step < total; step += config.evaluateEvery) due.add(step);
  return [...due].sort((a, b) => a - b);
}

export function totalSteps(config: ThoughtsConfig): number {
  const total = stepsOf(config);
  assert(total !== undefined, 'a run that thinks has steps');
  return total;
}

/** Up over the first steps, held at the peak, then down in a straight line. */
export function rateAt(
  config: ThoughtsConfig,
  { learningRate, warmupSteps, finalFraction }: OptimizerConfig,
  step: number,
): number {
  return (
    learningRate * heldRate(step, totalSteps(config), Math.max(1, warmupSteps), config.heldFraction, finalFraction)
  );
}

/** Numbers of thoughts that a model is asked with: all that its stages trained, from none on. */
export function forcedThoughts(config: ThoughtsConfig): number[] {
  const most = Math.max(...config.stages.map(({ stage }) => stage)) * config.thoughtsPerStep;
  return Array.from({ length: most + 1 }, (_, thoughts) => thoughts);
}
