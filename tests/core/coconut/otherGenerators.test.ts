import { describe, expect, test } from 'vitest';
import {
  ARITHMETIC_WORDS,
  arithmeticProblem,
  LONG_ARITHMETIC,
  SMALL_ARITHMETIC,
} from '../../../src/core/coconut/tasks/arithmeticGenerator';
import { evaluateExpression } from '../../../src/core/coconut/problems/expression';
import { namePools } from '../../../src/core/coconut/problems/names';
import { parseProblem, problemToJson } from '../../../src/core/coconut/problems/problemJson';
import { OFFICIAL_PRONTOQA, prontoqaProblem, SMALL_PRONTOQA } from '../../../src/core/coconut/tasks/prontoqaGenerator';
import { problemText } from '../../../src/core/coconut/problems/problemText';
import { compactText } from '../../../src/core/coconut/curriculum/sequence';

const pools = namePools(8, 40, 24);

describe.each([
  ['official', OFFICIAL_PRONTOQA],
  ['small', SMALL_PRONTOQA],
] as const)('ProntoQA, %s', (name, rule) => {
  const problems = Array.from({ length: 400 }, (_, i) => prontoqaProblem(rule, pools, 'train', 1, i));

  test('the words say the problem, and its proof is as long as the rule says', () => {
    for (const [i, problem] of problems.entries()) {
      expect(parseProblem(problemToJson(problem), i)).toEqual(problem);
      expect(problem.proof).toHaveLength(rule.hops + 1);
      expect(problemText(problem).steps).toHaveLength(rule.hops + 1);
      expect(compactText(problem).steps).toHaveLength(rule.hops + 1);
    }
  });

  test('True and False are even, whether the claim is negated or not', () => {
    for (const negated of [false, true]) {
      const some = problems.filter((problem) => problem.claim.predicate.negated === negated);
      const right = some.filter((problem) => problem.answer).length;
      expect(Math.abs(right - some.length / 2)).toBeLessThan(4 * Math.sqrt(some.length / 4));
    }
  });

  test('the property and its lack are both told, once each', () => {
    for (const { facts, claim } of problems) {
      const told = facts.filter((fact) => fact.predicate.name === claim.predicate.name);
      expect(told.map((fact) => fact.predicate.negated).sort()).toEqual([false, true]);
    }
  });

  // The official problems have 25 sentences and the claim.
  const sentences = { official: 25, small: 6 }[name];
  test(`${sentences} sentences before the claim`, () => {
    for (const { facts } of problems) expect(facts).toHaveLength(sentences);
  });
});

describe('arithmetic', () => {
  const problems = Array.from({ length: 500 }, (_, i) => arithmeticProblem(LONG_ARITHMETIC, pools, 'train', 1, i));

  test('each step is right, goes on from the one before, and the last is the answer', () => {
    for (const { question, steps, answer } of problems) {
      let known = Number(/has (\d+) /.exec(question)![1]);
      for (const step of steps) {
        const [, left, sum, result] = /^<<(\d+)([-+*/]\d+)=(\d+)>>$/.exec(step)!;
        expect(Number(left)).toBe(known);
        expect(evaluateExpression(left! + sum!)).toBe(Number(result));
        known = Number(result);
      }
      expect(answer).toBe(String(known));
    }
  });

  test('numbers keep within bounds, all signs and lengths come up, and the door accepts them', () => {
    const numbers = problems.flatMap(({ question, steps }) => `${question}${steps.join()}`.match(/\d+/g)!.map(Number));
    expect(Math.max(...numbers)).toBeLessThanOrEqual(99);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(new Set(problems.map(({ steps }) => steps.length))).toEqual(new Set([2, 3, 4, 5]));
    expect(new Set(problems.flatMap(({ steps }) => steps.map((step) => /\d([-+*/])\d/.exec(step)![1])))).toEqual(
      new Set(['+', '-', '*', '/']),
    );
    for (const [i, problem] of problems.entries()) expect(parseProblem(problemToJson(problem), i)).toEqual(problem);
  });

  test('the word list covers the sentences', () => {
    const known = new Set([...ARITHMETIC_WORDS, ...pools.people]);
    const words = problems.flatMap(({ question }) => question.match(/[A-Za-z]+/g)!);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });
});

test('training and testing share no chain of steps and no chain of names, even from tiny pools', () => {
  const few = namePools(2, 5, 1);
  const draw = (split: 'train' | 'test', seed: number, count: number): Set<string> =>
    new Set(
      Array.from({ length: count }, (_, i) => [
        arithmeticProblem(SMALL_ARITHMETIC, few, split, seed, i).steps.join(),
        compactText(prontoqaProblem(SMALL_PRONTOQA, few, split, seed, i))
          .steps.join()
          .replaceAll(' not', ''),
      ]).flat(),
    );
  const train = draw('train', 1, 800);
  const test = draw('test', 2, 200);
  expect(train.size).toBeLessThan(1600);
  expect([...test].filter((chain) => train.has(chain))).toEqual([]);
});
