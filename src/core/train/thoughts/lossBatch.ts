/** @file What one optimisation step is on: problems, at a stage of the curriculum, as ids. */

import { alignBatch } from '../../coconut/curriculum/alignBatch';
import {
  type CurriculumRule,
  drawStage,
  removedTokens,
  type SequenceShape,
  shapeAt,
} from '../../coconut/curriculum/curriculum';
import { METHODS, type Method } from '../../coconut/curriculum/methods';
import { type Problem, stepCount } from '../../coconut/problems/problem';
import { stageWeights } from '../../coconut/curriculum/schedules';
import {
  encodeProblem,
  sequenceParts,
  type SequenceFormat,
  type SequenceParts,
} from '../../coconut/curriculum/sequence';
import type { SpecialIds } from '../../coconut/curriculum/vocabulary';
import type { Branch, BranchedBatch, Prompts, ThinkingBatch } from '../../nn/thoughts/thoughtColumns';
import { askingFrontiers } from './frontierLabels';
import { branchedLoss, thinkingLoss } from '../../nn/thoughts/thoughts';
import type { Loss } from '../../nn/trainer';
import type { ModelConfig, ThoughtsConfig, ThoughtStage } from '../../trace/config/config';
import type { Rng } from '../../util/rng';

export type LossBatch =
  | { readonly kind: 'aligned'; readonly aligned: ThinkingBatch }
  /** The same problems at several stages. */
  | { readonly kind: 'branched'; readonly branched: BranchedBatch };

export function batchLoss(model: ModelConfig, batch: LossBatch): Loss {
  return batch.kind === 'aligned' ? thinkingLoss(model, batch.aligned) : branchedLoss(model, batch.branched);
}

/** @param step of the whole run: iCoT's schedule follows it, not the stage */
export function lossBatch(
  config: ThoughtsConfig,
  format: SequenceFormat,
  problems: readonly Problem[],
  { stage, firstWord = 'path' }: Pick<ThoughtStage, 'stage' | 'firstWord'>,
  step: number,
  chance: Rng,
): LossBatch {
  const method = METHODS[config.method];
  const rule = curriculumRule(config);
  const encoded = problems.map((problem) => ({ parts: encodeProblem(problem, format), steps: stepCount(problem) }));
  const rowsAt = (shapeOf: (steps: number) => SequenceShape): SequenceParts[] =>
    encoded.map(({ parts, steps }) => sequenceParts(parts, shapeOf(steps), format.special));
  const aligned = (rows: readonly SequenceParts[]): LossBatch => ({
    kind: 'aligned',
    aligned: onlyThoughts(rows, format.special),
  });

  if (method.removal === 'tokens') {
    const { firstStep, stepsPerToken } = config.tokenRemoval;
    return aligned(
      rowsAt((steps) => shapeAt(method, rule, removedTokens(step, firstStep, stepsPerToken, chance), steps)),
    );
  }
  // Without slots nothing tells a model which stage is asked of it: earlier ones would only contradict.
  const isMixed = method.removal === 'steps' && method.slots !== 'none';
  if (!isMixed || config.earlierWeight === 0 || stage === 0) {
    const mix = isMixed ? config.mixProbability : 0;
    return aligned(rowsAt((steps) => shapeAt(method, rule, drawStage(stage, mix, steps, chance), steps)));
  }
  const stages = stageWeights(stage, config.earlierWeight).map((weight, at) => ({
    weight,
    rows: rowsAt((steps) => shapeAt(method, rule, at, steps)),
  }));
  const branched = branchedBatch(stages, method, format.special);
  return {
    kind: 'branched',
    branched: firstWord === 'frontier' ? askingFrontiers(branched, problems, format) : branched,
  };
}

export function curriculumRule({ thoughtsPerStep, stages }: ThoughtsConfig): CurriculumRule {
  return { thoughtsPerStep, lastStage: Math.max(...stages.map(({ stage }) => stage)), padToLast: true };
}

/** A pause is a token like any other: only thoughts need passes of their own. */
function onlyThoughts(rows: readonly SequenceParts[], special: SpecialIds): ThinkingBatch {
  const aligned = alignBatch(rows, special);
  return { ...aligned, slots: aligned.slots.map((count, row) => (rows[row]?.fill === 'thought' ? count : 0)) };
}

interface StageRows {
  readonly weight: number;
  /** [problem], all with the same number of slots */
  readonly rows: readonly SequenceParts[];
}

function branchedBatch(stages: readonly StageRows[], method: Method, special: SpecialIds): BranchedBatch {
  const prompts = (stages[0]?.rows ?? []).map(({ prompt }) => prompt);
  return {
    ...padLeft(prompts, special.pad),
    ...(method.slots === 'pause' ? { slotId: special.pause } : {}),
    branches: stages.map(({ weight, rows }) => branchOf(rows, weight, special)),
  };
}

function branchOf(rows: readonly SequenceParts[], weight: number, special: SpecialIds): Branch {
  const seq = Math.max(...rows.map(({ opening, rest }) => opening.length + rest.length - 1));
  const padded = (ids: readonly number[], fill: number) => [...ids, ...Array<number>(seq - ids.length).fill(fill)];
  return {
    slots: rows[0]?.slots ?? 0,
    weight,
    tail: Int32Array.from(rows.flatMap(({ opening, rest }) => padded([...opening, ...rest.slice(0, -1)], special.pad))),
    labels: Int32Array.from(
      // `<eot>` is given, and the first word after it is asked of it.
      rows.flatMap(({ rest }) => padded(rest, -1)),
    ),
  };
}

/** Rows that end together. */
export function padLeft(rows: readonly (readonly number[])[], pad: number): Prompts {
  const seq = Math.max(...rows.map((row) => row.length));
  const starts = rows.map((row) => seq - row.length);
  const prompt = Int32Array.from(rows.flatMap((row, i) => [...Array<number>(starts[i] ?? 0).fill(pad), ...row]));
  return { batch: rows.length, prompt, starts };
}
