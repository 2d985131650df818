import { describe, expect, test } from 'vitest';
import { CATEGORIES, categorize, PAPER_RULE } from '../../../src/core/rho1/categories';
import { firstOfFit, fitStarts } from '../../../src/core/rho1/fitWindow';

describe('which checkpoints are fitted', () => {
  test('from random weights: all that are trained; from a pretrained model: all', () => {
    expect(firstOfFit([0, 40, 80, 120])).toBe(1);
    expect(firstOfFit([180, 240, 300])).toBe(0);
  });

  test('the step that is asked for, or the next one there is', () => {
    const steps = [0, 40, 80, 120];
    expect(firstOfFit(steps, 0)).toBe(0);
    expect(firstOfFit(steps, 80)).toBe(2);
    expect(firstOfFit(steps, 41)).toBe(2);
  });

  test('two checkpoints stay in the fit, whatever is asked for', () => {
    for (let count = 0; count < 6; count++) {
      const steps = Array.from({ length: count }, (_, i) => 40 * i);
      for (const asked of [undefined, 0, 39, 80, 1e8])
        expect(count - firstOfFit(steps, asked)).toBeGreaterThanOrEqual(Math.min(2, count));
    }
  });

  test('each step that is offered is the one that is taken', () => {
    const steps = [0, 40, 80, 120];
    expect(fitStarts(steps)).toEqual([0, 40, 80]);
    expect(fitStarts(steps).map((step) => steps[firstOfFit(steps, step)])).toEqual([0, 40, 80]);
  });

  test('of a run from random weights, four courses are four categories', () => {
    // nats, [checkpoint][token]; ln(512) = 6.24 before training.
    const losses = [
      [6.24, 6.24, 6.24, 6.24],
      [5, 1, 5, 1],
      [4, 1.05, 5.05, 2],
      [3, 1, 5, 3.5],
    ].map((nats) => Float32Array.from(nats));
    const names = (first: number) =>
      [...categorize(losses.slice(first), PAPER_RULE).category].map((code) => CATEGORIES[code]);
    expect(names(firstOfFit([0, 40, 80, 120]))).toEqual(['H→L', 'L→L', 'H→H', 'L→H']);
    expect(names(0)).toEqual(['H→L', 'H→L', 'H→L', 'H→L']);
  });
});
