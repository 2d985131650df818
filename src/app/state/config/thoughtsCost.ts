/** @file What it costs on this device to teach a model to think, before the start. An estimate, from a measured speed. */

import { LEVELS } from '../../../core/coconut/tasks/exchangeableGenerator';
import { heldOutProblems, isSmallLevel, taskVocabulary } from '../../../core/coconut/tasks/generatedTasks';
import { METHODS } from '../../../core/coconut/curriculum/methods';
import { namePools } from '../../../core/coconut/problems/names';
import { encodeProblem } from '../../../core/coconut/curriculum/sequence';
import type { ModelConfig, ThoughtsConfig, ThoughtStage } from '../../../core/trace/config/config';
import { mean } from '../../../core/util/statistics';
import { secondsOf } from './cost';

interface ProblemTokens {
  readonly question: number;
  readonly step: number;
  readonly steps: number;
  readonly answer: number;
}

const SAMPLE = 4;
/** By level of ProsQA's own generator; the official size: 36 edges and 3.8 steps. [measured on 800 official problems] */
const GENERATED_TOKENS: Readonly<Record<string, ProblemTokens>> = {
  official12: graphTokens({ edges: [12], hops: [2.4] }),
  official16: graphTokens({ edges: [18], hops: [3.2] }),
  official22: graphTokens({ edges: [27], hops: [3.5] }),
  official: graphTokens({ edges: [36], hops: [3.8] }),
};
/** A problem of a file: about the official ones. [measured on 800 of them] */
const FILE_TOKENS: ProblemTokens = { question: 215, step: 6, steps: 4, answer: 6 };

/** Positions through the network for one problem at a stage: the question once, its thoughts, and what is written after each. */
function positionsAt({ method, thoughtsPerStep, earlierWeight }: ThoughtsConfig, stage: number, of: ProblemTokens) {
  const { slots, removal } = METHODS[method];
  const written = (taken: number): number => Math.max(0, of.steps - taken) * of.step + of.answer + 1;
  if (removal === 'none' || removal === 'tokens') return of.question + written(0);
  if (removal === 'all') return of.question + of.steps * thoughtsPerStep + written(of.steps);
  const thoughts = slots === 'none' ? 0 : stage * thoughtsPerStep;
  const earlier = earlierWeight > 0 ? Array.from({ length: stage }, (_, taken) => written(taken)) : [];
  return of.question + thoughts + written(stage) + earlier.reduce((sum, tail) => sum + tail, 0);
}

function problemTokens({ problems }: ThoughtsConfig, { levels }: ThoughtStage): ProblemTokens {
  if (problems.kind === 'file') return FILE_TOKENS;
  const level = levels[0] ?? '';
  // Drawing small graphs takes too long for a guess, and their rule says how large they are.
  if (problems.task === 'prosqa')
    return isSmallLevel(level) ? graphTokens(LEVELS[level]) : (GENERATED_TOKENS[level] ?? FILE_TOKENS);
  const pools = namePools(problems.people, problems.concepts, problems.properties);
  const codec = taskVocabulary(problems.task, pools);
  const encoded = heldOutProblems({ task: problems.task, level, seed: 1 }, pools, SAMPLE).map((problem) =>
    encodeProblem(problem, { codec, special: codec.special, style: 'compact' }),
  );
  return {
    question: mean(encoded.map(({ question }) => question.length)),
    step: mean(encoded.flatMap(({ steps }) => steps.map((step) => step.length))),
    steps: mean(encoded.map(({ steps }) => steps.length)),
    answer: mean(encoded.map(({ answer }) => answer.length)),
  };
}

/** Four tokens a sentence, seven for the question itself. */
function graphTokens({ edges, hops }: { readonly edges: readonly number[]; readonly hops: readonly number[] }) {
  return { question: 4 * mean(edges) + 7, step: 4, steps: mean(hops), answer: 1 };
}

/**
 * Seconds for the whole run.
 *
 * @param measured the model whose speed was measured
 * @param tokensPerSecond its training speed
 */
export function thoughtsSeconds(config: ThoughtsConfig, measured: ModelConfig, tokensPerSecond: number): number {
  const { stages, batch, evaluateEvery, testProblems, finalProblems, model } = config;
  const trained = stages.reduce(
    (sum, stage) => sum + stage.steps * batch * positionsAt(config, stage.stage, problemTokens(config, stage)),
    0,
  );
  const last = stages.at(-1);
  const total = stages.reduce((sum, { steps }) => sum + steps, 0);
  const evaluations = Math.floor(total / evaluateEvery) + stages.length;
  const asked = evaluations * testProblems + finalProblems;
  // Asking is forward alone, a third of training; the question is read once for all numbers of thoughts.
  const answered = last ? (asked * positionsAt(config, last.stage, problemTokens(config, last))) / 3 : 0;
  return secondsOf(trained + answered, model, measured, tokensPerSecond);
}
