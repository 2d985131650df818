import { describe, expect, test } from 'vitest';
import { accuracyAt, correlation, fitAccuracy } from '../../../src/core/rho1/fits';
import { rng } from '../../../src/core/util/rng';

const LOSSES = [0.98, 0.95, 0.92, 0.89, 0.86];

describe('Acc = log(a·L + c)', () => {
  test.each([
    [-1.2, 2.3],
    [0.8, 0.4],
    [-0.05, 1.2],
  ])('points on the curve a = %f, c = %f give a and c back', (a, c) => {
    const fit = fitAccuracy(
      LOSSES,
      LOSSES.map((loss) => accuracyAt({ a, c }, loss)),
    )!;
    expect(fit.a).toBeCloseTo(a, 8);
    expect(fit.c).toBeCloseTo(c, 8);
    expect(fit.rmse).toBeLessThan(1e-9);
    expect(Math.sign(fit.correlation)).toBe(Math.sign(a));
  });

  test('no neighbour of the fit has a smaller error', () => {
    const chance = rng(1);
    for (let trial = 0; trial < 20; trial++) {
      const accuracy = LOSSES.map((loss) => 2 - 1.8 * loss + 0.1 * chance.normal());
      const fit = fitAccuracy(LOSSES, accuracy)!;
      const error = (a: number, c: number) =>
        LOSSES.reduce((sum, loss, i) => sum + (accuracy[i]! - accuracyAt({ a, c }, loss)) ** 2, 0);
      const least = error(fit.a, fit.c);
      expect(Math.sqrt(least / 5)).toBeCloseTo(fit.rmse, 12);
      for (const da of [-1e-3, 0, 1e-3])
        for (const dc of [-1e-3, 0, 1e-3]) expect(error(fit.a + da, fit.c + dc)).toBeGreaterThanOrEqual(least - 1e-12);
    }
  });

  test('the order of the checkpoints does not matter', () => {
    const accuracy = [0.05, 0.11, 0.13, 0.18, 0.22];
    const forward = fitAccuracy(LOSSES, accuracy)!;
    const backward = fitAccuracy([...LOSSES].reverse(), [...accuracy].reverse())!;
    expect(backward.a).toBeCloseTo(forward.a, 6);
    expect(forward.a).toBeLessThan(0); // Less loss, more accuracy.
  });

  test('losses that never vary have no curve; accuracies that never vary have a flat one', () => {
    expect(fitAccuracy([1, 1], [0.2, 0.3])).toBeUndefined();
    expect(fitAccuracy([1], [0.2])).toBeUndefined();
    const flat = fitAccuracy([1, 2, 3], [0.5, 0.5, 0.5])!;
    expect(flat.a).toBeCloseTo(0, 12);
    expect(flat.c).toBeCloseTo(Math.exp(0.5), 12);
    expect(flat.correlation).toBeNaN();
  });

  test('a far outlier is survived', () => {
    const fit = fitAccuracy([0.8, 0.81, 0.82, 0.83, 9], [0.9, 0.1, 0.1, 0.1, 0])!;
    expect(Number.isFinite(fit.a) && Number.isFinite(fit.c) && Number.isFinite(fit.rmse)).toBe(true);
  });
});

test('Pearson by hand: 1 2 3 against 2 1 3 is one half', () => {
  expect(correlation([1, 2, 3], [2, 1, 3])).toBeCloseTo(0.5, 12);
});
