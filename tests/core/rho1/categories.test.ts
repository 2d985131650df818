import { describe, expect, test } from 'vitest';
import {
  CATEGORIES,
  categorize,
  categoryShares,
  categoryTrajectories,
  fluctuating,
  PAPER_RULE,
  tokenTrend,
  UNSCORED,
  type CategoryRule,
} from '../../../src/core/rho1/categories';
import { rng, shuffled } from '../../../src/core/util/rng';

/** [checkpoint][token] from the trajectories of single tokens. */
const columnsOf = (tokens: readonly (readonly number[])[]) =>
  tokens[0]!.map((_, checkpoint) => Float32Array.from(tokens, (losses) => losses[checkpoint]!));
const namesOf = (tokens: readonly (readonly number[])[], rule: Partial<CategoryRule> = {}) =>
  [...categorize(columnsOf(tokens), { ...PAPER_RULE, ...rule }).category].map((c) => CATEGORIES[c] ?? 'unscored');

/** Tokens that wander: [token][checkpoint]. */
function wanderers(count: number, checkpoints: number): number[][] {
  const chance = rng(5, 'wanderers');
  return Array.from({ length: count }, () => {
    const level = 6 * chance.uniform();
    const slope = 0.1 * chance.normal();
    return Array.from({ length: checkpoints }, (_, i) => Math.max(0, level + slope * i + 0.2 * chance.normal()));
  });
}

describe('the fitted line', () => {
  test('a straight fall is met exactly: 4, 3, 2, 1', () => {
    const trend = tokenTrend([4, 3, 2, 1]);
    expect(trend.startNats).toBeCloseTo(4, 6);
    expect(trend.endNats).toBeCloseTo(1, 6);
    expect(trend.deltaNats).toBeCloseTo(-3, 6);
    expect(trend.residualSd).toBeCloseTo(0, 5);
  });

  test('by hand: 1, 3, 2, 4 has slope .8 and intercept 1.3; residuals -.3 .9 -.9 .3', () => {
    const trend = tokenTrend([1, 3, 2, 4]);
    expect(trend.startNats).toBeCloseTo(1.3, 6);
    expect(trend.endNats).toBeCloseTo(3.7, 6);
    expect(trend.deltaNats).toBeCloseTo(2.4, 6);
    expect(trend.residualSd).toBeCloseTo(Math.sqrt((0.09 + 0.81 + 0.81 + 0.09) / 2), 6);
  });

  test('agrees with the normal equations on any trajectory', () => {
    for (const losses of wanderers(50, 16)) {
      const n = losses.length;
      const sx = (n * (n - 1)) / 2;
      const sxx = ((n - 1) * n * (2 * n - 1)) / 6;
      const sy = losses.reduce((s, l) => s + l, 0);
      const sxy = losses.reduce((s, l, i) => s + i * l, 0);
      const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
      const start = (sy - slope * sx) / n;
      const sse = losses.reduce((s, l, i) => s + (l - start - slope * i) ** 2, 0);
      const trend = tokenTrend(losses);
      expect(trend.startNats).toBeCloseTo(start, 5);
      expect(trend.deltaNats).toBeCloseTo(slope * (n - 1), 5);
      expect(trend.residualSd).toBeCloseTo(Math.sqrt(sse / (n - 2)), 5);
    }
  });

  test('one checkpoint has no change, two have no residual', () => {
    expect(tokenTrend([2])).toEqual({ startNats: 2, endNats: 2, deltaNats: 0, residualSd: 0 });
    expect(tokenTrend([2, 3])).toEqual({ startNats: 2, endNats: 3, deltaNats: 1, residualSd: 0 });
  });
});

describe('the rule of the paper', () => {
  test('one of each, by hand: the mean of the last losses is (1 + 0 + 3 + 4) / 4 = 2', () => {
    expect(
      namesOf([
        [3, 2, 1],
        [0, 0, 0],
        [3, 3, 3],
        [2, 3, 4],
      ]),
    ).toEqual(['H→L', 'L→L', 'H→H', 'L→H']);
  });

  test('a change of exactly the threshold is no change', () => {
    const quarter = { thresholdNats: 0.25 }; // exact in binary
    expect(
      namesOf(
        [
          [1, 0.75],
          [0.75, 1],
        ],
        quarter,
      ),
    ).toEqual(['L→L', 'H→H']);
    expect(
      namesOf(
        [
          [1, 0.75 - 2 ** -20],
          [0.75, 1 + 2 ** -20],
        ],
        quarter,
      ),
    ).toEqual(['H→L', 'L→H']);
    const nearest = Math.fround(0.2); // .2 itself is no 32-bit number; a loss of .2 is stored as this one.
    expect(
      namesOf([
        [nearest, 0],
        [0, nearest],
      ]),
    ).toEqual(['L→L', 'H→H']);
  });

  test('a last loss of exactly the mean is L→L', () => {
    expect(
      namesOf([
        [2, 2],
        [2, 2],
        [2, 2],
      ]),
    ).toEqual(['L→L', 'L→L', 'L→L']);
    expect(
      namesOf([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ).toEqual(['L→L', 'L→L', 'H→H']);
  });

  test('change is asked before level: a low token that fell is H→L, a high one that rose is L→H', () => {
    expect(
      namesOf([
        [0.5, 0.1],
        [9, 9.5],
      ]),
    ).toEqual(['H→L', 'L→H']);
  });

  test('the last loss is the measured one, not the fitted end', () => {
    // Fitted end of the first token: 1.0; its last loss: 1.5, above the mean (1.5 + 1.2) / 2.
    const spike = [0.5, 1.3, 0.5, 0.5, 0.5, 1.5];
    const still = [1.2, 1.2, 1.2, 1.2, 1.2, 1.2];
    expect(tokenTrend(spike).endNats).toBeLessThan(1.35);
    expect(namesOf([spike, still], { thresholdNats: 1 })).toEqual(['H→H', 'L→L']);
  });

  test('end points instead of the fit', () => {
    const bump = [1, 0, 0, 0, 1]; // The line is flat, and so are the ends.
    const late = [0, 0, 0, 0, 1]; // The line rises by .8, the ends by 1.
    expect(namesOf([bump, late], { thresholdNats: 0.9 })).toEqual(['L→L', 'L→L']);
    expect(namesOf([bump, late], { thresholdNats: 0.9, trend: 'endPoints' })).toEqual(['L→L', 'L→H']);
  });

  test('the median instead of the mean: one very hard token moves the mean over the rest', () => {
    const flat = [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [90, 90],
    ];
    expect(namesOf(flat)).toEqual(['L→L', 'L→L', 'L→L', 'L→L', 'H→H']);
    expect(namesOf(flat, { level: 'median' })).toEqual(['L→L', 'L→L', 'L→L', 'H→H', 'H→H']);
  });

  test('a token with a missing loss is unscored, and leaves the mean alone', () => {
    const { category, lastMeanNats, deltaNats, residualSd } = categorize(
      columnsOf([
        [1, 1, 1],
        [NaN, 50, 50],
        [2, NaN, 50],
        [3, 3, NaN],
        [3, 3, 3],
      ]),
      PAPER_RULE,
    );
    expect([...category]).toEqual([1, UNSCORED, UNSCORED, UNSCORED, 2]);
    expect(lastMeanNats).toBe(2);
    expect([...deltaNats].map(Number.isNaN)).toEqual([false, true, true, true, false]);
    expect([...residualSd].map(Number.isNaN)).toEqual([false, true, true, true, false]);
    expect([...categorize([Float32Array.of(NaN, 1)], PAPER_RULE).category]).toEqual([UNSCORED, 1]);
  });

  test('what of a long text is not scored yet changes nothing of the rest', () => {
    const [scored, tokens] = [5000, 20_000];
    const column = (checkpoint: number, length: number) =>
      Float32Array.from({ length }, (_, token) => (token < scored ? ((token * 7 + checkpoint * 3) % 11) / 4 : NaN));
    const whole = categorize([column(0, tokens), column(1, tokens), column(2, tokens)], PAPER_RULE);
    const cut = categorize([column(0, scored), column(1, scored), column(2, scored)], PAPER_RULE);
    expect(whole.lastMeanNats).toBe(cut.lastMeanNats);
    for (const name of ['category', 'startNats', 'endNats', 'deltaNats', 'residualSd'] as const) {
      expect(whole[name].slice(0, scored), name).toEqual(cut[name]);
      const rest = whole[name].slice(scored);
      expect(new Set(rest), name).toEqual(new Set([name === 'category' ? UNSCORED : NaN]));
    }
  });

  test('an empty text has no categories', () => {
    const { category, lastMeanNats } = categorize([new Float32Array(0)], PAPER_RULE);
    expect(category.length).toBe(0);
    expect(lastMeanNats).toBeNaN();
  });

  test('the order of the tokens does not matter', () => {
    const tokens = wanderers(5000, 8); // more than one block
    const order = shuffled(Array.from(tokens.keys()), rng(1));
    const straight = namesOf(tokens);
    expect(namesOf(order.map((token) => tokens[token]!))).toEqual(order.map((token) => straight[token]));
  });

  test('a larger threshold never adds a change, and none remains without bound', () => {
    const tokens = wanderers(2000, 8);
    const changed = [0, 0.1, 0.2, 0.5, 1, 100].map(
      (thresholdNats) => namesOf(tokens, { thresholdNats }).filter((name) => name === 'H→L' || name === 'L→H').length,
    );
    expect(changed).toEqual([...changed].sort((a, b) => b - a));
    expect(changed.at(-1)).toBe(0);
  });

  test('100,000 tokens with 16 checkpoints are categorised between two frames of a drag', () => {
    const chance = rng(1, 'speed');
    const checkpoints = Array.from({ length: 16 }, () => Float32Array.from({ length: 100_000 }, chance.uniform));
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      categorize(checkpoints, PAPER_RULE);
      return performance.now() - start;
    });
    // 30 ms is wanted; the test allows for a machine that does other things.
    expect(Math.min(...times)).toBeLessThan(60);
  });
});

describe('summaries', () => {
  test('shares leave unscored tokens out', () => {
    const { counts, scored, fractions } = categoryShares(Uint8Array.of(0, 0, 1, 3, UNSCORED));
    expect([...counts]).toEqual([2, 1, 0, 1]);
    expect(scored).toBe(4);
    expect([...fractions]).toEqual([0.5, 0.25, 0, 0.25]);
  });

  test('mean trajectories by hand', () => {
    const tokens = [
      [4, 1],
      [2, 1],
      [5, 5],
      [NaN, 9],
    ];
    const columns = columnsOf(tokens);
    const means = categoryTrajectories(columns, Uint8Array.of(0, 0, 2, UNSCORED));
    expect([...means[0]!]).toEqual([3, 1]);
    expect([...means[2]!]).toEqual([5, 5]);
    expect([...means[1]!].every(Number.isNaN)).toBe(true);
  });

  test('the restless: flat tokens only, most restless first, ties by place', () => {
    const tokens = [
      [1, 1, 1, 1],
      [1, 2, 1, 1],
      [9, 5, 4, 0],
      [3, 8, 8, 3],
      [1, 1, 1, 1],
    ];
    const result = categorize(columnsOf(tokens), { ...PAPER_RULE, thresholdNats: 1 });
    expect(result.category[2]).toBe(0);
    expect([...fluctuating(result, 4)]).toEqual([3, 1, 0, 4]);
    expect([...fluctuating(result, 1)]).toEqual([3]);
  });
});
