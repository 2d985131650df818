/** @file What an intervention changed, over many problems: who won the answers that were lost. */

import { mean, meanInterval95, proportionInterval95 } from '../../util/statistics';
import { assert } from '../../util/assert';
import type { ProsqaProblem } from '../problems/problem';

/** What an answer went to. */
export type Choice = 'right' | 'other' | 'neither';

export const CHOICES: readonly Choice[] = ['right', 'other', 'neither'];

export function choiceOf(problem: ProsqaProblem, concept: string | undefined): Choice {
  if (concept === problem.symbols[problem.target]) return 'right';
  return concept === problem.symbols[problem.negTarget] ? 'other' : 'neither';
}

export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export type ChoiceShares = Readonly<Record<Choice, Share>>;

export function choiceShares(choices: readonly Choice[]): ChoiceShares {
  const share = (choice: Choice): Share =>
    proportionInterval95(choices.filter((made) => made === choice).length, choices.length);
  return { right: share('right'), other: share('other'), neither: share('neither') };
}

export interface InterventionEffect {
  readonly problems: number;
  readonly before: ChoiceShares;
  readonly after: ChoiceShares;
  /** Change of the share that is right, with the half-width of its 95 % interval over the same problems. */
  readonly rightChange: { readonly mean: number; readonly halfWidth: number };
  /** Answers that changed at all. */
  readonly changed: Share;
}

/** Both lists hold the same problems in the same order. */
export function interventionEffect(before: readonly Choice[], after: readonly Choice[]): InterventionEffect {
  assert(before.length === after.length, 'an intervention is compared on the same problems');
  const gained = before.map((choice, i) => Number(after[i] === 'right') - Number(choice === 'right'));
  const changes = before.filter((choice, i) => after[i] !== choice).length;
  return {
    problems: before.length,
    before: choiceShares(before),
    after: choiceShares(after),
    rightChange: meanInterval95(gained),
    changed: proportionInterval95(changes, before.length),
  };
}

/**
 * Change of node values, for nodes that are grouped by the caller (on the way to the target, beside it, other root's).
 *
 * @param before [node] values without, @param after [node] values with the intervention
 */
export function valueChange(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): { mean: number; halfWidth: number; meanAbsolute: number } {
  const changes = Array.from(before, (value, i) => (after[i] ?? 0) - value);
  return { ...meanInterval95(changes), meanAbsolute: mean(changes.map(Math.abs)) };
}
