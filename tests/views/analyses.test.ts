import { describe, expect, test } from 'vitest';
import { PATH_CLASSES } from '../../src/core/coconut/probes/grade';
import { summariseGrades } from '../../src/core/coconut/probes/gradeSummary';
import { interventionEffect } from '../../src/core/coconut/probes/interventionEffect';
import { parallelism, valueByHeight } from '../../src/core/coconut/probes/parallelism';
import { accuracyByTokensLayout } from '../../src/views/accuracyByTokens/layout';
import { groupHistogramLayout } from '../../src/views/groupHistogram/layout';
import { groupStepsLayout } from '../../src/views/groupSteps/layout';
import { changeWords, interventionLayout } from '../../src/views/interventionBars/layout';
import { accuracyLayout, classLayout, outcomeNear, outcomeTable } from '../../src/views/outcomes/layout';
import { meanGap, parallelismLayout } from '../../src/views/parallelism/layout';
import { valueByHeightLayout } from '../../src/views/valueByHeight/layout';

const size = { widthPx: 600, heightPx: 300 };
const oneOfEach = PATH_CLASSES.map((pathClass) => ({
  pathClass,
  answerRight: ['correctPath', 'longerPath', 'correctLabel'].includes(pathClass),
}));
const row = { name: 'k = 1', ...summariseGrades(oneOfEach, [1, 1, 1, 1, 1, 1]) };

describe('Figure 5', () => {
  test('the six classes fill the bar, and the border between right and wrong is the accuracy', () => {
    const { plot, bars } = classLayout([row], size);
    const pieces = bars[0]!.pieces;
    expect(pieces.reduce((sum, { heightPx }) => sum + heightPx, 0)).toBeCloseTo(plot.bottomPx - plot.topPx);
    expect(pieces[2]!.topPx).toBeCloseTo(accuracyLayout([row], size).points[0]!.yPx);
  });

  test('a class that does not occur has no piece', () => {
    const only = summariseGrades([{ answerRight: true, pathClass: 'correctLabel' }], [1]);
    expect(classLayout([{ name: 'k = 2', ...only }], size).bars[0]!.pieces.map(({ look }) => look.name)).toEqual([
      'correctLabel',
    ]);
  });

  test('a place between two bars belongs to the nearer column, and the ends hold', () => {
    const { plot } = accuracyLayout([row, { ...row, name: 'k = 2' }], size);
    expect([-5, plot.leftPx + 1, plot.rightPx - 1, 5000].map((xPx) => outcomeNear(xPx, [row, row], plot))).toEqual([
      0, 0, 1, 1,
    ]);
  });

  test('every row of the table has a number for each column', () => {
    const { columns, rows } = outcomeTable([row]);
    expect(rows[0]).toHaveLength(columns.length);
  });
});

describe('Figure 8', () => {
  test('three equal candidates: the gap is two thirds of their sum', () => {
    expect(meanGap(parallelism([[0.3, 0.3, 0.3]]))).toBeCloseTo(0.6);
  });

  test('the labels of lines that meet keep apart', () => {
    const { lines } = parallelismLayout(parallelism([[1], [1]]), size);
    const places = lines.map(({ labelYPx }) => labelYPx).sort((a, b) => a - b);
    expect(Math.min(...places.slice(1).map((place, i) => place - places[i]!))).toBeGreaterThanOrEqual(14.9);
  });
});

describe('Figure 9', () => {
  test('right and wrong nodes of one height stand beside each other, and a single node has no interval', () => {
    const groups = valueByHeight([
      { height: 1, isCorrect: true, value: 0.8 },
      { height: 1, isCorrect: false, value: 0.2 },
    ]);
    const [wrong, right] = valueByHeightLayout(groups, size).points;
    expect(right!.xPx).toBeGreaterThan(wrong!.xPx);
    expect(right!.yPx).toBeLessThan(wrong!.yPx);
    expect(right!.lowYPx).toBe(right!.highYPx);
  });
});

describe('groups of nodes', () => {
  test('a group without nodes says so and has no mean', () => {
    const data = {
      title: 'inner product',
      values: { notReachable: [-1, 0], reachable: [1], frontier: [2], optimal: [] },
    };
    const { ridges } = groupHistogramLayout(data, size);
    expect(ridges.map(({ words }) => words)).toEqual([
      'mean −0.50, 2 nodes',
      'mean 1.00, one node',
      'mean 2.00, one node',
      'no nodes',
    ]);
    expect(ridges[3]!.meanXPx).toBeUndefined();
  });

  test('a group that is never there has no line', () => {
    const means = { notReachable: [NaN, NaN], reachable: [1, 2], frontier: [1, NaN], optimal: [3, 4] };
    expect(groupStepsLayout({ title: 'attention', means }, size).lines.map(({ look }) => look.name)).toEqual([
      'reachable',
      'frontier',
      'optimal',
    ]);
  });
});

describe('interventions', () => {
  const effect = interventionEffect(['right', 'right', 'other', 'right'], ['other', 'right', 'other', 'neither']);
  const changed = { name: 'zero', shares: effect.after, rightChange: effect.rightChange, isNull: false };

  test('the three pieces of a bar fill it, in the order right, other, neither', () => {
    const { rows, leftPx, rightPx } = interventionLayout({ thought: 1, problems: 4, rows: [changed] }, size);
    const pieces = rows[0]!.pieces;
    expect(pieces.map(({ choice }) => choice)).toEqual(['right', 'other', 'neither']);
    expect(pieces[0]!.xPx).toBeCloseTo(leftPx);
    expect(pieces[2]!.xPx + pieces[2]!.widthPx).toBeCloseTo(rightPx);
  });

  test('a change is told in points with its interval rounded up; what was not changed tells its share', () => {
    // Two of four answers were lost: −50 points; the half-width is t(3) · .577 / 2 = .92.
    expect(changeWords(changed)).toBe('−50 ± 92 pts');
    expect(changeWords({ name: 'as it was', shares: effect.before, isNull: false })).toBe('75 % right');
  });
});

test('labels on one side of the tokens keep clear of each other', () => {
  const at = (name: string, accuracy: number) => ({
    name,
    accuracy,
    low: accuracy,
    high: accuracy,
    meanGeneratedTokens: 1,
    isSameModel: true,
  });
  const far = { ...at('far', 0.5), meanGeneratedTokens: 10 };
  const { points } = accuracyByTokensLayout([at('a', 0.5), at('b', 0.51), far], size);
  expect(Math.abs(points[0]!.labelYPx - points[1]!.labelYPx)).toBeGreaterThanOrEqual(13.9);
  expect(points.map(({ anchor }) => anchor)).toEqual(['start', 'start', 'end']);
});
