import { describe, expect, test } from 'vitest';
import { perplexityMatrix, preferenceLevels, splitLoss } from '../../../src/core/rho1/dynamics';
import { jaccard, keptByGroup, overlapMatrix } from '../../../src/core/rho1/overlap';
import { selectTop } from '../../../src/core/rho1/ranking';
import { rng } from '../../../src/core/util/rng';

describe('losses of kept and dropped tokens', () => {
  test('by hand, without the unscored', () => {
    const { keptNats, droppedNats } = splitLoss(Float32Array.of(1, 2, 6, NaN, 4), Uint8Array.of(1, 0, 1, 1, 0));
    expect([keptNats, droppedNats]).toEqual([3.5, 3]);
  });

  test('weighted by their numbers they give the mean of all', () => {
    const chance = rng(1);
    const loss = Float32Array.from({ length: 1000 }, () => 4 * chance.uniform());
    const { keptNats, droppedNats } = splitLoss(loss, selectTop(loss, 0.3));
    expect(0.3 * keptNats + 0.7 * droppedNats).toBeCloseTo(loss.reduce((s, l) => s + l, 0) / 1000, 9);
    expect(keptNats).toBeGreaterThan(droppedNats);
  });

  test('nothing dropped has no mean', () => {
    expect(splitLoss(Float32Array.of(1), Uint8Array.of(1)).droppedNats).toBeNaN();
  });
});

test('perplexity is exp of the mean loss, for each selection at each checkpoint', () => {
  const checkpoints = [Float32Array.of(Math.log(2), Math.log(8), 0), Float32Array.of(0, Math.log(4), Math.log(9))];
  const [first, second] = perplexityMatrix(checkpoints, [Uint8Array.of(1, 1, 0), Uint8Array.of(0, 0, 1)]);
  expect(first![0]).toBeCloseTo(4, 5); // the geometric mean of 2 and 8
  expect(first![1]).toBeCloseTo(2, 5);
  expect(second![0]).toBeCloseTo(1, 5);
  expect(second![1]).toBeCloseTo(9, 5);
});

describe('preference', () => {
  test('five levels of a fifth each, the highest score in level 0', () => {
    expect([...preferenceLevels(Float32Array.of(0, 9, 8, 7, 6, 5, 4, 3, 2, 1))]).toEqual([
      4, 0, 0, 1, 1, 2, 2, 3, 3, 4,
    ]);
  });

  test('levels differ by at most one token, and what has no score has no level', () => {
    const chance = rng(2);
    const levels = preferenceLevels(Float32Array.from({ length: 103 }, (_, i) => (i < 2 ? NaN : chance.normal())));
    const counts = [0, 1, 2, 3, 4].map((level) => levels.filter((l) => l === level).length);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(101);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect([...levels.subarray(0, 2)]).toEqual([255, 255]);
  });
});

describe('overlap', () => {
  const a = Uint8Array.of(1, 1, 0, 0);
  const b = Uint8Array.of(0, 1, 1, 0);

  test('Jaccard by hand', () => {
    expect(jaccard(a, b)).toBeCloseTo(1 / 3, 12);
    expect(jaccard(a, a)).toBe(1);
    expect(jaccard(a, Uint8Array.of(0, 0, 1, 1))).toBe(0);
    expect(jaccard(new Uint8Array(4), new Uint8Array(4))).toBe(1);
  });

  test('the matrix is symmetric with ones on its diagonal', () => {
    const matrix = overlapMatrix([a, b, Uint8Array.of(1, 1, 1, 1)]);
    matrix.forEach((row, i) => row.forEach((value, j) => expect(value).toBe(matrix[j]![i])));
    expect(matrix.map((row, i) => row[i])).toEqual([1, 1, 1]);
  });

  test('two random selections of k meet at k / (2 - k)', () => {
    const chance = rng(4);
    const draw = () => selectTop(Float32Array.from({ length: 20_000 }, chance.uniform), 0.6);
    expect(jaccard(draw(), draw())).toBeCloseTo(0.6 / 1.4, 1);
  });
});

test('kept by group: by hand, the unscored left out', () => {
  const groups = keptByGroup(Uint8Array.of(1, 0, 1, 1, 0, 1), Uint8Array.of(0, 0, 1, 1, 1, 255), 3);
  expect(groups[0]).toEqual({ kept: 1, total: 2, keptFraction: 0.5, fractionOfKept: 1 / 3, fractionOfDropped: 0.5 });
  expect(groups[1]).toMatchObject({ kept: 2, total: 3, fractionOfKept: 2 / 3, fractionOfDropped: 0.5 });
  expect(groups[2]).toMatchObject({ kept: 0, total: 0, keptFraction: NaN });
});
