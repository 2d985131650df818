import { describe, expect, test } from 'vitest';
import { rng, shuffled } from '../../../src/core/util/rng';
import { mean, standardDeviation } from '../../../src/core/util/statistics';

const draws = (n: number, next: () => number) => Array.from({ length: n }, next);

describe('rng', () => {
  test('the same seed and path give the same numbers, another path others', () => {
    const first = draws(8, rng(7, 'batch', 3).uniform);
    expect(draws(8, rng(7, 'batch', 3).uniform)).toEqual(first);
    expect(draws(8, rng(7, 'batch', 4).uniform)).not.toEqual(first);
    expect(draws(8, rng(8, 'batch', 3).uniform)).not.toEqual(first);
  });

  test('neighbouring paths are uncorrelated', () => {
    const n = 4000;
    const a = Array.from({ length: n }, (_, i) => rng(1, 'batch', i).uniform() - 0.5);
    const lagged = mean(a.slice(1).map((value, i) => value * (a[i] as number))) / mean(a.map((value) => value ** 2));
    expect(Math.abs(lagged)).toBeLessThan(4 / Math.sqrt(n)); // four standard errors
  });

  test('uniform has mean 1/2 and sd 1/sqrt(12); normal has 0 and 1', () => {
    const n = 40_000;
    const uniform = draws(n, rng(1).uniform);
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * n));
    expect(standardDeviation(uniform)).toBeCloseTo(1 / Math.sqrt(12), 2);
    const normal = draws(n, rng(2).normal);
    expect(Math.abs(mean(normal))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(standardDeviation(normal) - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
    expect(normal.every(Number.isFinite)).toBe(true);
  });

  test('integer covers its range evenly', () => {
    const next = rng(3);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[next.integer(6)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(10_000));
  });

  test('shuffled keeps the members, leaves its argument, and makes each order equally likely', () => {
    const items = [1, 2, 3];
    const counts = new Map<string, number>();
    const next = rng(4);
    for (let i = 0; i < 6000; i++) {
      const key = shuffled(items, next).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(items).toEqual([1, 2, 3]);
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
  });
});
