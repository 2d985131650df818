import { describe, expect, test } from 'vitest';
import {
  excessLoss,
  rankTokens,
  SELECTION_SCORES,
  selectTokens,
  type ScoreColumns,
} from '../../../src/core/rho1/scores';
import type { SelectionScore } from '../../../src/core/trace/config/config';
import { rng } from '../../../src/core/util/rng';

const columns: ScoreColumns = {
  lossNats: Float32Array.of(5, 1, 3, 2),
  referenceLossNats: Float32Array.of(4, 2, 0.5, 2),
  referenceEntropyNats: Float32Array.of(1, 3, 2, 0.5),
};
const keptHalf = (score: SelectionScore, given: ScoreColumns = columns) => [
  ...selectTokens(given, { score, keepFraction: 0.5 }, rng(1)),
];

describe('each score keeps what it says', () => {
  test.each<[SelectionScore, number[]]>([
    ['excess', [1, 0, 1, 0]], // excess: 1, -1, 2.5, 0
    ['lowestExcess', [0, 1, 0, 1]],
    ['highestLoss', [1, 0, 1, 0]],
    ['referenceLoss', [0, 1, 1, 0]], // the lowest; 2 ties 2, the earlier stands
    ['referenceEntropy', [1, 0, 0, 1]],
    ['intersection', [0, 0, 0, 0]],
    ['union', [1, 1, 1, 1]],
  ])('%s', (score, kept) => {
    expect(keptHalf(score)).toEqual(kept);
  });

  test('excess and lowest excess split the tokens between them at a half', () => {
    const lowest = keptHalf('lowestExcess');
    expect(keptHalf('excess').map((kept, token) => kept + lowest[token]!)).toEqual([1, 1, 1, 1]);
  });

  test('random keeps the count, follows its seed, and prefers nobody', () => {
    const given = { lossNats: new Float32Array(1000).fill(1) };
    const draw = (seed: number) => selectTokens(given, { score: 'random', keepFraction: 0.3 }, rng(seed));
    expect(draw(1).reduce((sum, kept) => sum + kept, 0)).toBe(300);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const times = new Uint32Array(1000);
    for (let seed = 0; seed < 200; seed++) draw(seed).forEach((kept, token) => (times[token] = times[token]! + kept));
    // Binomial(200, .3): sd 6.5; five of them either way.
    expect(Math.min(...times)).toBeGreaterThan(60 - 33);
    expect(Math.max(...times)).toBeLessThan(60 + 33);
  });
});

test('excess may be negative and still be selected', () => {
  const lossNats = Float32Array.of(1, 1);
  const referenceLossNats = Float32Array.of(2, 3);
  expect([...excessLoss(lossNats, referenceLossNats)]).toEqual([-1, -2]);
  expect(keptHalf('excess', { lossNats, referenceLossNats })).toEqual([1, 0]);
});

test('padding is never chosen by any score, at any k', () => {
  const padded: ScoreColumns = {
    lossNats: Float32Array.of(NaN, 1, 2, 3),
    referenceLossNats: Float32Array.of(0, 1, 2, 3),
    referenceEntropyNats: Float32Array.of(0, 1, 2, 3),
  };
  for (const score of Object.keys(SELECTION_SCORES) as SelectionScore[]) {
    const kept = selectTokens(padded, { score, keepFraction: 1 }, rng(1));
    expect([...kept]).toEqual([0, 1, 1, 1]);
  }
});

test('at k = 1 every score keeps every token, as plain training does', () => {
  for (const score of Object.keys(SELECTION_SCORES) as SelectionScore[])
    expect([...selectTokens(columns, { score, keepFraction: 1 }, rng(1))]).toEqual([1, 1, 1, 1]);
});

test('a missing column is named', () => {
  const bare = { lossNats: Float32Array.of(1) };
  expect(() => rankTokens(bare, { score: 'excess' }, rng(1))).toThrow('referenceLossNats');
  expect(() => rankTokens(bare, { score: 'union' }, rng(1))).toThrow('referenceLossNats');
});

test('per sequence each row keeps its share', () => {
  const lossNats = Float32Array.of(9, 8, 7, 6, 1, 2, 3, 4);
  expect([...selectTokens({ lossNats }, { score: 'highestLoss', keepFraction: 0.25, groupSize: 4 }, rng(1))]).toEqual([
    1, 0, 0, 0, 0, 0, 0, 1,
  ]);
});
