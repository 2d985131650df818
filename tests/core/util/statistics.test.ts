import { expect, test } from 'vitest';
import { mean, meanInterval95, median, quantileSorted, standardDeviation } from '../../../src/core/util/statistics';

test('mean and sample standard deviation', () => {
  expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
  expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect(standardDeviation([1])).toBeNaN();
});

test('quantiles interpolate between order statistics (type 7)', () => {
  expect(quantileSorted([1, 2, 3, 4], 0.25)).toBeCloseTo(1.75, 12); // numpy.quantile([1,2,3,4], .25)
  expect(quantileSorted([5], 0.9)).toBe(5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('the 95 % interval of three seeds uses t with two degrees of freedom', () => {
  const { mean: center, halfWidth } = meanInterval95([1, 2, 3]);
  expect(center).toBe(2);
  expect(halfWidth).toBeCloseTo(4.303 / Math.sqrt(3), 6);
});
