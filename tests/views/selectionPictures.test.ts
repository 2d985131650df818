import { describe, expect, test } from 'vitest';
import { accuracyByLossLayout, correlationWords } from '../../src/views/accuracyByLoss/layout';
import { keptGroupsLayout } from '../../src/views/keptGroups/layout';
import { textRuns } from '../../src/views/preference/layout';
import { cellWords } from '../../src/views/resultTable/ResultTable';
import { selectRatioLayout } from '../../src/views/selectRatio/layout';
import { checkpointNear, selectionLinesLayout } from '../../src/views/selectionLines/layout';
import { overlapByChance, overlapLayout } from '../../src/views/selectionOverlap/layout';
import { slowMotionLayout, STAGES, stageProgress } from '../../src/views/slowMotion/layout';

const size = { widthPx: 600, heightPx: 300 };

describe('arms over training', () => {
  const data = {
    title: 'loss (nats)',
    steps: [0, 10, 20],
    tokensPerStep: 100,
    unit: 'nats' as const,
    series: [
      { name: 'CLM', values: [3, 2, 1] },
      { name: 'late', values: [NaN, NaN, NaN] },
      { name: 'SLM', values: [3, 1, NaN] },
    ],
  };

  test('an arm that is not measured has no line, and the others keep their colours', () => {
    expect(selectionLinesLayout(data, 1, size).lines.map(({ arm }) => arm)).toEqual([0, 2]);
  });

  test('the cursor stands at the tokens of its checkpoint, and the labels give the values there', () => {
    const { plot, cursorPx, lines } = selectionLinesLayout(data, 1, size);
    expect(cursorPx).toBeCloseTo((plot.leftPx + plot.rightPx) / 2);
    expect(lines.map(({ label }) => label)).toEqual(['CLM 2.00', 'SLM 1.00']);
  });

  test('a place on the axis names the nearest checkpoint', () => {
    const { plot } = selectionLinesLayout(data, 1, size);
    expect(checkpointNear(plot.leftPx + 2, data.steps, plot)).toBe(0);
    expect(checkpointNear(plot.rightPx + 50, data.steps, plot)).toBe(2);
  });
});

describe('Figure 7', () => {
  test('shows a perfect correlation as one, and says when there is none to show', () => {
    const of = { of: 'selected', steps: [1, 2, 3], series: [{ chosenAtStep: 1, lossNats: [3, 2, 1] }] };
    expect(correlationWords({ ...of, accuracy: [0.1, 0.2, 0.3] })).toBe('r = −1.00');
    expect(correlationWords({ ...of, accuracy: [0, 0, 0] })).toMatch(/needs/);
  });

  test('a checkpoint without accuracy has no dot', () => {
    const data = {
      of: 'selected',
      steps: [1, 2, 3],
      accuracy: [0.1, NaN, 0.3],
      series: [{ chosenAtStep: 1, lossNats: [3, 2, 1] }],
    };
    expect(accuracyByLossLayout(data, size).series[0]?.dots).toHaveLength(2);
  });
});

test('Figure 9: the line goes through excess loss alone, in the order of the fractions', () => {
  const point = (keepFraction: number, isNull: boolean) => ({
    name: `${keepFraction}`,
    keepFraction,
    accuracy: 0.5,
    isNull,
  });
  const { path, points } = selectRatioLayout([point(1, false), point(0.15, true), point(0.3, false)], size);
  expect(path.match(/[ML]/g)).toEqual(['M', 'L']);
  expect(points).toHaveLength(3);
});

describe('overlap', () => {
  test('by chance, halves share a third', () => {
    expect(overlapByChance(0.5)).toBeCloseTo(1 / 3);
    expect(overlapByChance(1)).toBe(1);
  });

  test('squares fill the plot without touching', () => {
    const { cells, plot } = overlapLayout(
      {
        steps: [0, 1],
        overlap: [
          [1, 0.5],
          [0.5, 1],
        ],
        byChance: 0,
      },
      size,
    );
    expect(cells).toHaveLength(4);
    expect(cells[0]!.xPx + cells[0]!.sidePx).toBeLessThan(cells[1]!.xPx);
    expect(cells[3]!.xPx + cells[3]!.sidePx).toBeCloseTo(plot.rightPx);
  });
});

test('a group of which all is kept fills its row', () => {
  const all = { name: 'answer', kept: 7, total: 7, keptFraction: 1, fractionOfKept: 1, fractionOfDropped: 0 };
  const { rows, leftPx, rightPx } = keptGroupsLayout({ of: 'kind', rows: [all], keepFraction: 0.5 }, size);
  expect(rows[0]?.keptPx).toBeCloseTo(rightPx - leftPx);
});

test('runs of text say every letter once, in order', () => {
  const texts = ['a', ' b', ' c', 'd'];
  const panel = { title: '', level: Uint8Array.of(0, 0, 3, 0), kept: Uint8Array.of(1, 1, 0, 0) };
  const runs = textRuns(texts, panel);
  expect(runs.map(({ text }) => text).join('')).toBe(texts.join(''));
  expect(runs).toHaveLength(3);
});

test('a cell says its interval, and a dash where nothing was measured', () => {
  expect(cellWords({ accuracy: 0.5, plusMinus: 0.05, runs: 3, tasks: 48 })).toBe('50.0 ± 5.0');
  expect(cellWords({ accuracy: NaN, runs: 0, tasks: 0 })).toBe('–');
});

describe('slow motion', () => {
  const data = {
    texts: ['a', 'b', 'c'],
    referenceNats: [1, 1, 1],
    lossNats: [3, 0.5, 1.2],
    afterNats: [2, 0.5, 1.2],
    kept: Uint8Array.of(1, 0, 0),
    cutNats: 1,
  };
  const at = (time: number) => slowMotionLayout(data, time, size);
  const barPx = (time: number, token: number) => at(time).tokens[token]?.model.heightPx ?? NaN;

  test('a stage moves from nothing to all within its own second', () => {
    STAGES.forEach((stage, i) => {
      expect(stageProgress(i, stage)).toBe(0);
      expect(stageProgress(i + 1, stage)).toBe(1);
    });
  });

  test('nothing is drawn of a loss before its stage', () => {
    expect(at(1).tokens.every(({ reference }) => reference.heightPx === 0)).toBe(true);
    expect(barPx(2, 0)).toBe(0);
    expect(barPx(3, 0)).toBeGreaterThan(0);
  });

  test('after the subtraction bars are in proportion to the excess: 2, -.5, .2 nats', () => {
    expect(barPx(4, 0) / barPx(4, 2)).toBeCloseTo(10, 4);
    expect(at(4).tokens[1]!.model.yPx).toBeCloseTo(at(4).zeroPx);
  });

  test('no token is kept before the cut has come down to it, and the dropped fade with the mask', () => {
    expect(at(4).tokens.some(({ isKept }) => isKept)).toBe(false);
    expect(at(5).tokens.map(({ isKept }) => isKept)).toEqual([true, false, false]);
    expect(at(5).tokens[1]!.opacity).toBe(1);
    expect(at(6).tokens[1]!.opacity).toBeLessThan(0.3);
    expect(at(6).tokens[0]!.opacity).toBe(1);
  });

  test('the update moves a bar to the measured loss after it', () => {
    // Excess from 2 to 1.
    expect(barPx(7, 0) / barPx(6, 0)).toBeCloseTo(0.5, 4);
  });
});
