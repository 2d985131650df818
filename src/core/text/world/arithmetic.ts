/** @file Sums of one or two small steps, and the rule that keeps some of them for the test. */

import type { Rng } from '../../util/rng';
import type { Span } from './labels';

/** a ± b, then ± c. One step has c = 0. */
export interface Sum {
  readonly a: number;
  readonly b: number;
  readonly plusB: boolean;
  readonly c: number;
  readonly plusC: boolean;
}

/**
 * `unit`: b and c are 1. The base corpus knows no more arithmetic than counting up and down. `large`: numbers that no
 * corpus has a sum of.
 */
export type SumRange = 'full' | 'unit' | 'large';

interface Bounds {
  /** Of a, both included. */
  readonly a: readonly [number, number];
  /** Of b and c. */
  readonly change: readonly [number, number];
}

const BOUNDS: Readonly<Record<SumRange, Bounds>> = {
  full: { a: [2, 15], change: [1, 5] },
  unit: { a: [2, 15], change: [1, 1] },
  large: { a: [30, 69], change: [6, 14] },
};

/**
 * Triples that never stand in a corpus and are all that a test may use: one in eleven. No weight is a multiple of 11, or
 * its number would not matter, and every one-step test would begin with an 11 that no corpus has shown.
 */
export function isHeldOut(a: number, b: number, c: number): boolean {
  return (7 * a + 5 * b + 13 * c) % 11 === 0;
}

export const firstResult = ({ a, b, plusB }: Sum): number => (plusB ? a + b : a - b);

export const lastResult = (sum: Sum): number => (sum.plusC ? firstResult(sum) + sum.c : firstResult(sum) - sum.c);

export const isTwoStep = (sum: Sum): boolean => sum.c > 0;

/** Numbers within the bounds, all results at least 1, on the side of the held-out rule that is asked for. */
export function drawSum(rng: Rng, options: { twoStep: boolean; heldOut: boolean; range: SumRange }): Sum {
  const { a, change } = BOUNDS[options.range];
  const within = ([low, high]: readonly [number, number]) => low + rng.integer(high - low + 1);
  for (;;) {
    const sum: Sum = {
      a: within(a),
      b: within(change),
      plusB: rng.uniform() < 0.5,
      c: options.twoStep ? within(change) : 0,
      plusC: rng.uniform() < 0.5,
    };
    if (firstResult(sum) < 1 || lastResult(sum) < 1) continue;
    if (isHeldOut(sum.a, sum.b, sum.c) === options.heldOut) return sum;
  }
}

/** The worked solution, with each number's source: ` 5 + 5 = 10. 10 - 2 = 8. The answer is 8.` */
export function solution(sum: Sum): readonly Span[] {
  return steps(sum, firstResult(sum), lastResult(sum), Infinity);
}

/** A solution with one step miscounted by up to five; what follows from the slip is wrong too. */
export function wrongSolution(sum: Sum, rng: Rng): readonly Span[] {
  const slip = (1 + rng.integer(5)) * (rng.uniform() < 0.5 ? 1 : -1);
  if (isTwoStep(sum) && rng.uniform() < 0.5) return steps(sum, firstResult(sum), slipped(lastResult(sum), slip), 1);
  const first = slipped(firstResult(sum), slip);
  const last = !isTwoStep(sum) ? first : sum.plusC ? first + sum.c : Math.max(0, first - sum.c);
  return steps(sum, first, last, 0);
}

/** The working of a one-step sum that ends at `value`, right or not. */
export function claim(sum: Sum, value: number): readonly Span[] {
  return steps(sum, value, value, value === lastResult(sum) ? Infinity : 0);
}

/** Never negative, and never back at the truth. */
const slipped = (truth: number, slip: number): number => (truth + slip < 0 ? truth - slip : truth + slip);

/** @param wrongFrom the step, counted from 0, whose result is the first wrong one */
function steps(sum: Sum, first: number, last: number, wrongFrom: number): readonly Span[] {
  const label = (isWrong: boolean) => (isWrong ? 'wrong' : 'answer');
  const spans: Span[] = [
    { text: ` ${sum.a} ${sign(sum.plusB)} ${sum.b} =`, label: 'answer' },
    { text: ` ${first}`, label: label(wrongFrom <= 0) },
    { text: '.', label: 'answer' },
  ];
  if (isTwoStep(sum))
    spans.push(
      { text: ` ${first} ${sign(sum.plusC)} ${sum.c} =`, label: label(wrongFrom <= 0) },
      { text: ` ${last}`, label: label(wrongFrom <= 1) },
      { text: '.', label: 'answer' },
    );
  return [...spans, ...answerIs(String(last), wrongFrom <= 1)];
}

/** ` The answer is 8.` */
export function answerIs(value: string, isWrong: boolean): readonly Span[] {
  return [
    { text: ' The answer is', label: 'answer' },
    { text: ` ${value}`, label: isWrong ? 'wrong' : 'answer' },
    { text: '.', label: 'answer' },
  ];
}

export const sign = (plus: boolean): string => (plus ? '+' : '-');

/** `5 + 5 - 2` */
export function expression(sum: Sum): string {
  const first = `${sum.a} ${sign(sum.plusB)} ${sum.b}`;
  return isTwoStep(sum) ? `${first} ${sign(sum.plusC)} ${sum.c}` : first;
}
