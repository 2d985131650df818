/** @file Which steps are written and how many slots there are, at each stage. [Coconut §3, dataset.py] */

import { assertNever } from '../../util/assert';
import type { Rng } from '../../util/rng';
import type { Method } from './methods';

export interface CurriculumRule {
  /** Thoughts that take the place of one step: c. */
  readonly thoughtsPerStep: number;
  /** Stages after stage 0: S. A stage beyond it takes away all steps that are left. */
  readonly lastStage: number;
  /** Beyond the last stage, whether short chains get as many slots as long ones. */
  readonly padToLast: boolean;
}

/** One sequence in plan: what is around the slots and what is left in writing. */
export interface SequenceShape {
  readonly markers: boolean;
  readonly slots: number;
  readonly fill: 'thought' | 'pause';
  /** Steps taken away from the start. */
  readonly droppedSteps: number;
  /** Tokens taken away from the start of the steps that are left: iCoT alone. */
  readonly droppedTokens: number;
}

/**
 * @param stage 0, 1, ...; for iCoT the number of tokens taken away
 * @param steps of this problem's chain
 */
export function shapeAt(method: Method, rule: CurriculumRule, stage: number, steps: number): SequenceShape {
  const { markers, slots, removal } = method;
  const plan = {
    markers,
    slots: 0,
    fill: slots === 'pause' ? ('pause' as const) : ('thought' as const),
    droppedSteps: 0,
    droppedTokens: 0,
  };
  const filled = (count: number): number => (slots === 'none' ? 0 : count);
  switch (removal) {
    case 'none':
      return plan;
    case 'tokens':
      return { ...plan, droppedTokens: stage };
    case 'all':
      return { ...plan, droppedSteps: steps, slots: filled(slotsAt(rule, rule.lastStage + 1, steps)) };
    case 'steps':
      return { ...plan, droppedSteps: droppedAt(rule, stage, steps), slots: filled(slotsAt(rule, stage, steps)) };
    default:
      return assertNever(removal);
  }
}

/** A stage takes its slots even from a chain that is shorter than the stage. */
function slotsAt({ thoughtsPerStep, lastStage, padToLast }: CurriculumRule, stage: number, steps: number): number {
  const replaced = stage <= lastStage ? stage : padToLast ? lastStage : Math.min(steps, lastStage);
  return replaced * thoughtsPerStep;
}

function droppedAt({ lastStage }: CurriculumRule, stage: number, steps: number): number {
  return stage > lastStage ? steps : Math.min(stage, steps);
}

/**
 * What a trained model is asked with: the number of thoughts is forced, and what it then writes is its own.
 * Methods without slots take no thoughts.
 */
export function forcedShape(method: Method, thoughts: number): SequenceShape {
  const fill = method.slots === 'pause' ? 'pause' : 'thought';
  return {
    markers: method.markers,
    slots: method.slots === 'none' ? 0 : thoughts,
    fill,
    droppedSteps: 0,
    droppedTokens: 0,
  };
}

/**
 * The uniform mix: with probability p a sample takes a stage from 0 to its own number of steps, beyond the scheduled
 * stage too. [Coconut §5.1; p is .3 in the paper, 0 in its main runs]
 */
export function drawStage(scheduled: number, mixProbability: number, steps: number, rng: Rng): number {
  return rng.uniform() < mixProbability ? rng.integer(steps + 1) : scheduled;
}

/**
 * Tokens that iCoT has taken away: one more after every so many steps, and now and then some more, so that a sudden
 * end of the chain is no surprise. [Deng et al. 2024, removal smoothing with rate 4]
 */
export function removedTokens(step: number, firstStep: number, stepsPerToken: number, rng: Rng): number {
  let removed = step < firstStep ? 0 : 1 + Math.floor((step - firstStep) / stepsPerToken);
  while (rng.uniform() < Math.exp(-4)) removed++;
  return removed;
}
