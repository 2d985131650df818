/** @file The stages of a method's curriculum for one problem, and which of them a step of training belongs to. */

import { shapeAt } from '../../../../core/coconut/curriculum/curriculum';
import { METHODS } from '../../../../core/coconut/curriculum/methods';
import { type Problem, stepCount } from '../../../../core/coconut/problems/problem';
import { compactText, encodeProblem } from '../../../../core/coconut/curriculum/sequence';
import { sequenceSegments } from '../../../../core/coconut/curriculum/sequenceSegments';
import { makeVocabulary } from '../../../../core/coconut/curriculum/vocabulary';
import type { ThoughtMethod, ThoughtStage } from '../../../../core/trace/config/config';
import type { RunEntry } from '../../../state/runEntry';
import type { CurriculumRow } from '../../../../views/curriculum/layout';

/** Rows of a curriculum that goes on for longer are thinned. */
const MOST_ROWS = 8;

export function curriculumRows(
  problem: Problem,
  name: ThoughtMethod,
  stages: readonly ThoughtStage[] | undefined,
): CurriculumRow[] {
  const method = METHODS[name];
  const count = stepCount(problem);
  const rule = { thoughtsPerStep: 1, lastStage: count, padToLast: false };
  const { question, steps, answer } = compactText(problem);
  const codec = makeVocabulary([...new Set([question, ...steps, answer].join(' ').split(/\s+/))]);
  const encoded = encodeProblem(problem, { codec, special: codec.special, style: 'compact' });
  const tokens = encoded.steps.flat().length;
  const all = method.removal === 'tokens' ? thinned(tokens + 1) : method.removal === 'steps' ? range(count + 1) : [0];
  return all.map((stage) => ({
    stage,
    name:
      method.removal === 'tokens' ? `${stage} tokens gone` : method.removal === 'steps' ? `stage ${stage}` : 'always',
    steps: method.removal === 'steps' ? stepsAt(stages, stage) : undefined,
    segments: sequenceSegments(encoded, shapeAt(method, rule, stage, count), codec.special),
  }));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function thinned(count: number): number[] {
  const every = Math.max(1, Math.ceil(count / MOST_ROWS));
  return range(count).filter((i) => i % every === 0 || i === count - 1);
}

/** The stages that a run trains; undefined for one that only asks. */
export function stagesOf({ trace }: RunEntry): readonly ThoughtStage[] | undefined {
  return trace.config?.kind === 'thoughts' ? trace.config.stages : undefined;
}

/** Steps of training at a stage, on all levels together. */
function stepsAt(stages: readonly ThoughtStage[] | undefined, stage: number): number | undefined {
  const own = stages?.filter((each) => each.stage === stage) ?? [];
  return own.length > 0 ? own.reduce((sum, { steps }) => sum + steps, 0) : undefined;
}

/** The stage whose training the model has behind it after so many steps. */
export function stageAtStep(stages: readonly ThoughtStage[], step: number): number {
  let end = 0;
  for (const { stage, steps } of stages) {
    end += steps;
    if (step <= end) return stage;
  }
  return stages.at(-1)?.stage ?? 0;
}

/** The last evaluation at a stage. */
export function lastOfStage(
  stages: readonly ThoughtStage[],
  steps: readonly number[],
  stage: number,
): number | undefined {
  const at = steps.findLastIndex((step) => step > 0 && stageAtStep(stages, step) === stage);
  return at < 0 ? undefined : at;
}
