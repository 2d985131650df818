/**
 * @file A head that ends thinking: after each thought it says whether that was enough. [Coconut §4.1: "a binary classifier
 * on latent thoughts"; not in the authors' code]
 *
 * The paper does not say what it learns from. Here "enough" is as many thoughts as the problem has steps, the head sees
 * the hidden state alone, and the model itself stays as it is.
 */

import { fitLogistic, type LogisticHead, logisticChance } from '../../coconut/probes/logistic';
import { type Problem, stepCount } from '../../coconut/problems/problem';
import { InputError } from '../../util/assert';
import type { Thinker } from './ask';
import { thoughtVectors } from './interveneOn';

/** Fits on the states after 0, 1, ... thoughts of problems that the head is not tested on. */
export async function fitStoppingHead(
  thinker: Thinker,
  problems: readonly Problem[],
  thoughts: number,
): Promise<LogisticHead> {
  const states = await thoughtVectors(thinker, problems, thoughts + 1);
  const samples = states.flatMap((ofProblems, after) =>
    ofProblems.map((vector, row) => {
      const problem = problems[row];
      return { vector, isMember: problem !== undefined && after >= stepCount(problem) };
    }),
  );
  if (samples.every(({ isMember }) => isMember) || !samples.some(({ isMember }) => isMember))
    throw new InputError(
      `After up to ${thoughts} thoughts all problems behave alike, so there is nothing to learn about when to stop.`,
    );
  return fitLogistic(samples);
}

/** @returns [problem * (thoughts + 1)] chance that the thoughts so far are enough */
export async function enoughChances(
  thinker: Thinker,
  head: LogisticHead,
  problems: readonly Problem[],
  thoughts: number,
): Promise<Float32Array> {
  const states = await thoughtVectors(thinker, problems, thoughts + 1);
  const chances = new Float32Array(problems.length * states.length);
  for (const [after, ofProblems] of states.entries())
    for (const [row, vector] of ofProblems.entries())
      chances[row * states.length + after] = logisticChance(head, vector);
  return chances;
}
