import { expect, test } from 'vitest';
import { overSeeds } from '../../../src/core/rho1/seeds';

test('one seed has no interval', () => {
  expect(overSeeds([0.4])).toEqual({ mean: 0.4, seeds: 1 });
});

test('three seeds: t(2) = 4.303 times the standard error', () => {
  // Mean 2, sample variance 1, standard error 1/√3.
  const { mean, plusMinus, seeds } = overSeeds([1, 2, 3]);
  expect(mean).toBe(2);
  expect(seeds).toBe(3);
  expect(plusMinus).toBeCloseTo(4.303 / Math.sqrt(3), 6);
});

test('equal seeds have an interval of nothing', () => {
  expect(overSeeds([0.5, 0.5]).plusMinus).toBe(0);
});
