import { describe, expect, test } from 'vitest';
import {
  cutScore,
  intersectRankings,
  keptAt,
  keptCount,
  rankDescending,
  selectTop,
  uniteRankings,
  UNRANKED,
} from '../../../src/core/rho1/ranking';
import { rng } from '../../../src/core/util/rng';

/** The same selection by other means: a comparison sort of indices. */
function keptBySort(scores: Float32Array, keepFraction: number): number[] {
  const valid = [...scores.keys()].filter((i) => !Number.isNaN(scores[i]));
  const sorted = valid.sort((i, j) => scores[j]! - scores[i]! || i - j);
  return sorted.slice(0, valid.length && Math.max(1, Math.round(keepFraction * valid.length))).sort((i, j) => i - j);
}
const indicesOf = (kept: Uint8Array) => [...kept.keys()].filter((i) => kept[i] === 1);

/** Scores of either sign with many ties and some gaps. */
function tiedScores(length: number, seed: number): Float32Array {
  const chance = rng(seed, 'ties');
  return Float32Array.from({ length }, () => (chance.uniform() < 0.05 ? NaN : Math.round(8 * chance.normal()) / 4));
}

describe('the top k', () => {
  test('by hand, with ties by place', () => {
    const scores = Float32Array.of(1, 3, 3, -2, 3, 0);
    expect([...rankDescending(scores).rank]).toEqual([3, 0, 1, 5, 2, 4]);
    expect(indicesOf(selectTop(scores, 1 / 3))).toEqual([1, 2]);
    expect(indicesOf(selectTop(scores, 0.5))).toEqual([1, 2, 4]);
  });

  test('for k from .01 to 1 it is what an independent sort keeps, ties and gaps included', () => {
    for (const seed of [1, 2, 3]) {
      const scores = tiedScores(1009, seed);
      const ranking = rankDescending(scores);
      for (let percent = 1; percent <= 100; percent++)
        expect(indicesOf(keptAt(ranking, percent / 100))).toEqual(keptBySort(scores, percent / 100));
    }
  });

  test('every kind of float has its place', () => {
    const scores = Float32Array.of(-0, 0, Infinity, -Infinity, 1e-45, -1e-45, NaN, 3.4e38, -3.4e38);
    // -0 equals 0: the earlier stands first.
    expect([...rankDescending(scores).rank]).toEqual([3, 4, 0, 7, 2, 5, UNRANKED, 1, 6]);
  });

  test('the count is max(1, round(k·N)), halves up', () => {
    expect([0, 0.01, 0.25, 0.35, 0.6, 1].map((k) => keptCount(10, k))).toEqual([1, 1, 3, 4, 6, 10]);
    expect(keptCount(0, 0.5)).toBe(0);
    expect(() => keptCount(10, 1.01)).toThrow('not within 0..1');
    expect(() => keptCount(10, NaN)).toThrow('not within 0..1');
  });

  test('more kept is never another choice: each cut holds the one before', () => {
    const ranking = rankDescending(tiedScores(500, 4));
    let before = keptAt(ranking, 0);
    for (let percent = 1; percent <= 100; percent++) {
      const kept = keptAt(ranking, percent / 100);
      expect(before.every((was, token) => !was || kept[token] === 1)).toBe(true);
      before = kept;
    }
  });

  test('nothing scored, nothing kept', () => {
    expect(indicesOf(selectTop(Float32Array.of(NaN, NaN), 1))).toEqual([]);
    expect(selectTop(new Float32Array(0), 0.5).length).toBe(0);
  });

  test('the order of different scores does not matter', () => {
    const scores = Float32Array.of(5, 1, 4, 2, 3);
    const reversed = scores.slice().reverse();
    expect([...selectTop(reversed, 0.4)].reverse()).toEqual([...selectTop(scores, 0.4)]);
  });
});

describe('per sequence', () => {
  test('each row keeps its own top, and the last may be shorter', () => {
    const scores = Float32Array.of(9, 8, 7, 6, /**/ 1, 2, 3, 4, /**/ 0, 5);
    expect(indicesOf(selectTop(scores, 0.5, 4))).toEqual([0, 1, 6, 7, 9]);
    expect(indicesOf(selectTop(scores, 0.5))).toEqual([0, 1, 2, 3, 9]);
  });

  test('a row is ranked as if it were alone', () => {
    const scores = tiedScores(256, 7);
    const grouped = rankDescending(scores, 64);
    for (let row = 0; row < 4; row++)
      expect(grouped.rank.subarray(64 * row, 64 * row + 64)).toEqual(
        rankDescending(scores.slice(64 * row, 64 * row + 64)).rank,
      );
  });
});

describe('two rankings', () => {
  const a = rankDescending(tiedScores(400, 8));
  const b = rankDescending(tiedScores(400, 9));

  test('at every k the intersection and the union are those of the sets', () => {
    for (const k of [0, 0.01, 0.3, 0.7, 0.9]) {
      const [inA, inB] = [keptAt(a, k), keptAt(b, k)];
      // Both score nearly as many tokens; where one has none, the larger number counts for the pair.
      if (keptCount(a.ranked[0]!, k) !== keptCount(b.ranked[0]!, k)) continue;
      expect(keptAt(intersectRankings(a, b), k)).toEqual(inA.map((kept, token) => kept & inB[token]!));
      expect(keptAt(uniteRankings(a, b), k)).toEqual(inA.map((kept, token) => kept | inB[token]!));
    }
  });

  test('70 % of both, independent, is near 49 %; the paper reports 60 % for its related scores', () => {
    const chance = rng(3);
    const uniform = () => rankDescending(Float32Array.from({ length: 20_000 }, chance.uniform));
    const share = (kept: Uint8Array) => indicesOf(kept).length / kept.length;
    const [x, y] = [uniform(), uniform()];
    expect(share(keptAt(intersectRankings(x, y), 0.7))).toBeCloseTo(0.49, 1);
    expect(share(keptAt(uniteRankings(x, y), 0.7))).toBeCloseTo(0.91, 1);
  });
});

test('the cut is the lowest kept score', () => {
  const scores = Float32Array.of(4, -1, NaN, 2, 0);
  const ranking = rankDescending(scores);
  expect(cutScore(scores, ranking, 0.5)).toBe(2);
  expect(cutScore(scores, ranking, 1)).toBe(-1);
  expect(cutScore(Float32Array.of(NaN), rankDescending(Float32Array.of(NaN)), 1)).toBeNaN();
});

test('a million tokens: ranked once, recut between two frames', () => {
  const chance = rng(1);
  const scores = Float32Array.from({ length: 1_000_000 }, chance.normal);
  const ranking = rankDescending(scores);
  const times = Array.from({ length: 5 }, (_, i) => {
    const start = performance.now();
    keptAt(ranking, i / 5);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(16);
});
