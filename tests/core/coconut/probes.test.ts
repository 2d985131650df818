import { describe, expect, test } from 'vitest';
import { choiceOf, interventionEffect, valueChange } from '../../../src/core/coconut/probes/interventionEffect';
import { equalNormNoise, meanVector, replacement, vectorNorm } from '../../../src/core/coconut/probes/interventions';
import {
  atPercentiles,
  cumulativeTops,
  parallelism,
  topGap,
  valueByHeight,
} from '../../../src/core/coconut/probes/parallelism';
import { nodeValue } from '../../../src/core/coconut/probes/nodeValue';
import type { InterventionKind } from '../../../src/core/trace/config/config';
import { rng } from '../../../src/core/util/rng';
import { proportionInterval95 } from '../../../src/core/util/statistics';
import { HAND } from './fixtures';

test('a value is the product over the tokens of the concept', () => {
  expect(nodeValue([Math.log(0.5), Math.log(0.4)])).toBeCloseTo(0.2, 12);
  expect(nodeValue([-Infinity, 0])).toBe(0);
});

describe('Figure 8', () => {
  // The values that the paper prints for its example: .33 + .32 + .16 = .81 of .82.
  test('the paper’s example: top-1 .33, top-2 .65, top-3 .81', () => {
    const tops = cumulativeTops([0.33, 0.16, 0.32, 0.01]);
    [0.33, 0.65, 0.81].forEach((sum, top) => expect(tops[top]).toBeCloseTo(sum, 12));
  });
  test('the gap is what the second and the third hold; one candidate has none', () => {
    expect(topGap([0.33, 0.16, 0.32, 0.01])).toBeCloseTo(0.48, 12);
    expect(topGap([0.7])).toBe(0);
  });
  test('a frontier of one node has one line, an empty one does not count, each series is sorted by itself', () => {
    const { problems, sorted, mean } = parallelism([[0.9], [], [0.2, 0.3, 0.1], [0.4, 0.4]]);
    expect(problems).toBe(3);
    expect([...sorted[0]!]).toEqual([0.3, 0.4, 0.9]);
    [0.5, 0.8, 0.9].forEach((value, i) => expect(sorted[1]![i]).toBeCloseTo(value, 12));
    [0.6, 0.8, 0.9].forEach((value, i) => expect(sorted[2]![i]).toBeCloseTo(value, 12));
    expect(mean[0]).toBeCloseTo(1.6 / 3, 12);
    expect(atPercentiles(sorted[0]!, [0, 50, 75, 100])).toEqual(
      [0.3, 0.4, 0.65, 0.9].map((v) => expect.closeTo(v, 12)),
    );
  });
  test('top-1 is never above top-2, nor that above top-3, at any percentile', () => {
    const chance = rng(1, 'values');
    const values = Array.from({ length: 200 }, () => Array.from({ length: 1 + chance.integer(6) }, chance.uniform));
    const { sorted } = parallelism(values);
    for (let i = 0; i < 200; i++) {
      expect(sorted[0]![i]).toBeLessThanOrEqual(sorted[1]![i]!);
      expect(sorted[1]![i]).toBeLessThanOrEqual(sorted[2]![i]!);
    }
  });
});

test('Figure 9: means by height, correct apart from incorrect, with counts and intervals', () => {
  const groups = valueByHeight([
    { height: 2, isCorrect: true, value: 0.5 },
    { height: 2, isCorrect: true, value: 0.7 },
    { height: 2, isCorrect: false, value: 0.1 },
    { height: 0, isCorrect: false, value: 0.2 },
  ]);
  expect(groups.map(({ height, isCorrect, count }) => [height, isCorrect, count])).toEqual([
    [0, false, 1],
    [2, false, 1],
    [2, true, 2],
  ]);
  expect(groups[2]!.mean).toBeCloseTo(0.6, 12);
  // Student's t at one degree of freedom, 12.706, times sd .1414 over the root of 2.
  expect(groups[2]!.halfWidth).toBeCloseTo(12.706 * 0.1, 3);
  expect(groups[0]!.halfWidth).toBeNaN();
});

describe('interventions', () => {
  const thought = Float32Array.from([3, 0, -4, 0]);
  const mean = Float32Array.from([1, 1, 1, 1]);
  const donor = Float32Array.from([0, 9, 0, 0]);
  const apply = (kind: InterventionKind): Float32Array | undefined =>
    replacement(kind, { thought, mean, donor }, rng(1, kind));

  test('each puts in what its name says', () => {
    expect(apply('skip')).toBeUndefined();
    expect(apply('zero')).toEqual(new Float32Array(4));
    expect(apply('mean')).toEqual(mean);
    expect(apply('transplant')).toEqual(donor);
    expect(apply('twin')).toEqual(donor);
    expect([...apply('shuffle')!].sort()).toEqual([...thought].sort());
    expect(vectorNorm(apply('noise')!)).toBeCloseTo(5, 5);
    expect(apply('noise')).not.toEqual(thought);
    expect([...thought]).toEqual([3, 0, -4, 0]);
  });

  test('the same seed gives the same noise, and its directions are even', () => {
    expect(equalNormNoise(thought, rng(3))).toEqual(equalNormNoise(thought, rng(3)));
    const sum = meanVector(Array.from({ length: 3000 }, (_, i) => equalNormNoise(thought, rng(i, 'noise'))));
    expect(vectorNorm(sum)).toBeLessThan((4 * 5) / Math.sqrt(3000));
  });

  test('the mean of vectors', () => {
    expect([...meanVector([thought, mean])]).toEqual([2, 0.5, -1.5, 0.5]);
  });

  test('who won the answers that were lost', () => {
    expect(['goalpus', 'falsepus', 'xpus', undefined].map((concept) => choiceOf(HAND, concept))).toEqual([
      'right',
      'other',
      'neither',
      'neither',
    ]);
    const before = [...Array<'right'>(90).fill('right'), ...Array<'neither'>(10).fill('neither')];
    const after = [...Array<'right'>(30).fill('right'), ...Array<'other'>(60).fill('other'), ...before.slice(90)];
    const effect = interventionEffect(before, after);
    expect([effect.before.right.share, effect.after.right.share, effect.after.other.share]).toEqual([0.9, 0.3, 0.6]);
    expect(effect.changed.share).toBe(0.6);
    expect(effect.rightChange.mean).toBeCloseTo(-0.6, 12);
    // 60 losses in 100 pairs: sd of the differences .492, times 1.96 over 10.
    expect(effect.rightChange.halfWidth).toBeCloseTo(0.0965, 3);
  });

  test('nothing done, nothing changed', () => {
    const choices = ['right', 'other', 'neither', 'right'] as const;
    const { rightChange, changed } = interventionEffect(choices, choices);
    expect([rightChange.mean, rightChange.halfWidth, changed.share]).toEqual([0, 0, 0]);
    expect(valueChange([0.2, 0.5], [0.2, 0.5]).meanAbsolute).toBe(0);
    expect(valueChange([0.2, 0.5], [0.4, 0.1]).mean).toBeCloseTo(-0.1, 12);
    expect(valueChange([0.2, 0.5], [0.4, 0.1]).meanAbsolute).toBeCloseTo(0.3, 12);
  });
});

test('a share’s interval is Wilson’s: 8 of 10 is .80 [.49, .94], 0 of 10 is 0 [0, .28]', () => {
  const { share, low, high } = proportionInterval95(8, 10);
  expect([share, low, high].map((value) => Math.round(value * 100))).toEqual([80, 49, 94]);
  expect(proportionInterval95(0, 10).low).toBe(0);
  expect(proportionInterval95(0, 10).high).toBeCloseTo(0.2775, 3);
});
