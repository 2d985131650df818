/** @file When each stage is trained: the paper's schedules in epochs, and the ladders in steps by which small models learn. */

import type { ThoughtStage } from '../../trace/config/config';
import { InputError } from '../../util/assert';
import type { CurriculumRule } from './curriculum';
import { TASK_LEVELS } from '../tasks/generatedTasks';

/** [Coconut §4.3, App. B, args/*.yaml] */
export interface EpochSchedule {
  readonly curriculum: CurriculumRule;
  readonly epochsPerStage: number;
  /** Epochs of plain chain of thought before, from whose weights the run starts. */
  readonly chainOfThoughtEpochs: number;
  /** Where the count of epochs begins. */
  readonly firstEpoch: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly batch: number;
}

const PAPER = { learningRate: 1e-4, weightDecay: 0.01, batch: 128 } as const;
const SIX_STAGES = {
  ...PAPER,
  curriculum: { thoughtsPerStep: 1, lastStage: 6, padToLast: true },
  epochsPerStage: 5,
  chainOfThoughtEpochs: 0,
  firstEpoch: 0,
  epochs: 50,
} as const;

export const PAPER_SCHEDULES: Readonly<Record<'gsm8k' | 'prontoqa' | 'prosqa', EpochSchedule>> = {
  gsm8k: {
    ...PAPER,
    curriculum: { thoughtsPerStep: 2, lastStage: 3, padToLast: true },
    epochsPerStage: 3,
    chainOfThoughtEpochs: 6,
    firstEpoch: 3,
    epochs: 50,
  },
  prontoqa: SIX_STAGES,
  prosqa: SIX_STAGES,
};

export function stageAtEpoch(schedule: EpochSchedule, epoch: number): number {
  return Math.floor(epoch / schedule.epochsPerStage);
}

/** One rung of a ladder: so many steps at one stage, on problems of these levels in turn. */
export type Rung = ThoughtStage;

/** The share of the loss that earlier stages keep, in the ladders. */
const EARLIER_STAGE_WEIGHT = 0.3;

/**
 * Each step adds up the losses of the stage and of all earlier ones, so that the model can still be asked after fewer
 * thoughts; a mix of whole batches does the same with more noise.
 *
 * @returns [stage + 1] weight of the loss with 0, 1, ... stage thoughts
 */
export function stageWeights(stage: number, earlierWeight = EARLIER_STAGE_WEIGHT): number[] {
  return Array.from({ length: stage + 1 }, (_, earlier) => (earlier < stage ? earlierWeight : 1));
}

const LEVELS_OF_ALL = [...new Set(Object.values(TASK_LEVELS).flat())];

/** `micro:0:400,micro+micro3:2:450,official:2:900:frontier`: levels, stage, steps, and what the first word is taught, of each rung. */
export function parsePlan(text: string): Rung[] {
  return text.split(',').map((part) => {
    const match = /^([a-z0-9+]+):(\d+):(\d+)(:frontier)?$/.exec(part.trim());
    if (!match)
      throw new InputError(
        `"${part}" is not of the form level:stage:steps or level:stage:steps:frontier, such as micro:2:500.`,
      );
    const levels = (match[1] ?? '').split('+');
    const unknown = levels.find((name) => !LEVELS_OF_ALL.includes(name));
    if (unknown !== undefined)
      throw new InputError(`"${unknown}" is not a level; choose one of ${LEVELS_OF_ALL.join(', ')}.`);
    return {
      levels,
      stage: Number(match[2]),
      steps: Number(match[3]),
      ...(match[4] === undefined ? {} : { firstWord: 'frontier' }),
    };
  });
}

export function planSteps(plan: readonly Rung[]): number {
  return plan.reduce((sum, rung) => sum + rung.steps, 0);
}

/** The rung of a step and the steps taken in it before; undefined after the end. */
export function rungAt(plan: readonly Rung[], step: number): { rung: Rung; index: number; done: number } | undefined {
  let start = 0;
  for (const [index, rung] of plan.entries()) {
    if (step < start + rung.steps) return { rung, index, done: step - start };
    start += rung.steps;
  }
  return undefined;
}

/**
 * The ladders' rate: up over the first steps, held, then down in a straight line.
 *
 * @returns fraction of the peak, 0..1
 */
export function heldRate(step: number, steps: number, warmupSteps = 50, held = 0.4, finalFraction = 0.03): number {
  const done = step / steps;
  const decayed = done < held ? 1 : Math.max(finalFraction, 1 - (done - held) / (1 - held));
  return decayed * Math.min(1, (step + 1) / warmupSteps);
}
