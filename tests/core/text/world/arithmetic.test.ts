import { describe, expect, test } from 'vitest';
import {
  claim,
  drawSum,
  firstResult,
  isHeldOut,
  isTwoStep,
  lastResult,
  solution,
  wrongSolution,
  type Sum,
} from '../../../../src/core/text/world/arithmetic';
import { rng } from '../../../../src/core/util/rng';

const chance = rng(1, 'sums');
const draw = (heldOut: boolean, range: 'full' | 'unit' = 'full') =>
  Array.from({ length: 500 }, (_, i) => drawSum(chance, { twoStep: i % 2 === 0, heldOut, range }));
const textOf = (spans: readonly { text: string }[]) => spans.map(({ text }) => text).join('');

describe('the held-out rule', () => {
  test('by hand: 7·4 + 5·1 = 33 is 3·11, and 7·5 + 5·5 + 13·2 = 86 is not a multiple', () => {
    expect(isHeldOut(4, 1, 0)).toBe(true);
    expect(isHeldOut(5, 5, 2)).toBe(false);
  });

  test('keeps about one triple in eleven out, with at least one for each c', () => {
    const triples = Array.from({ length: 14 * 5 * 5 }, (_, i) => [
      2 + (i % 14),
      1 + (Math.floor(i / 14) % 5),
      1 + Math.floor(i / 70),
    ]);
    const held = triples.filter(([a, b, c]) => isHeldOut(a!, b!, c!));
    expect(Math.abs(held.length / triples.length - 1 / 11)).toBeLessThan(0.03);
    expect(new Set(held.map(([, , c]) => c)).size).toBe(5);
  });

  test('draws stay on their side of it, in range, and above zero', () => {
    for (const heldOut of [true, false])
      for (const sum of draw(heldOut)) {
        expect(isHeldOut(sum.a, sum.b, sum.c)).toBe(heldOut);
        expect(sum.a >= 2 && sum.a <= 15 && sum.b >= 1 && sum.b <= 5 && sum.c >= 0 && sum.c <= 5).toBe(true);
        expect(Math.min(firstResult(sum), lastResult(sum))).toBeGreaterThanOrEqual(1);
      }
    for (const { b, c } of draw(false, 'unit')) expect([b, c === 0 ? 1 : c]).toEqual([1, 1]);
  });
});

describe('solutions', () => {
  test('as in the recipe', () => {
    const sum: Sum = { a: 5, b: 5, plusB: true, c: 2, plusC: false };
    expect(textOf(solution(sum))).toBe(' 5 + 5 = 10. 10 - 2 = 8. The answer is 8.');
    expect(solution(sum).every(({ label }) => label === 'answer')).toBe(true);
  });

  test('a wrong one ends on a wrong number, says so in its labels, and blames nothing that is right', () => {
    for (const sum of draw(false)) {
      const spans = wrongSolution(sum, chance);
      const said = Number(textOf(spans).match(/The answer is (\d+)\.$/)![1]);
      expect(said).not.toBe(lastResult(sum));
      expect(spans.at(-2)).toEqual({ text: ` ${said}`, label: 'wrong' });
      expect(spans[0]!.label).toBe('answer'); // the sum as it was asked
      const isFirstWrong = spans[1]!.text !== ` ${firstResult(sum)}`;
      expect(spans[1]!.label).toBe(isFirstWrong ? 'wrong' : 'answer');
      if (isTwoStep(sum)) expect(spans[3]!.label).toBe(isFirstWrong ? 'wrong' : 'answer');
    }
  });

  test('a claim is labelled by whether it holds', () => {
    const sum: Sum = { a: 8, b: 3, plusB: true, c: 0, plusC: true };
    expect(textOf(claim(sum, 10))).toBe(' 8 + 3 = 10. The answer is 10.');
    expect(claim(sum, 10).filter(({ label }) => label === 'wrong').length).toBe(2);
    expect(claim(sum, 11)).toEqual(solution(sum));
  });
});
