import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCurvesLayout, runCurvesTable, type RunCurvesData } from '../../src/views/runCurves/layout';
import { MOST_COMPARED, runLook } from '../../src/views/runLooks';
import { smoothed } from '../../src/views/stepCurve';
import { contrast } from './colour';

const size = { widthPx: 600, heightPx: 300 };
const flat = (loss: number, steps = 50) => new Float32Array(steps).fill(loss);

const data: RunCurvesData = {
  curves: [
    { name: 'a', order: 0, lossNats: flat(1), family: 'x' },
    { name: 'b', order: 3, lossNats: flat(3, 40), family: 'x' },
    { name: 'c', order: 1, lossNats: flat(5), family: 'y' },
  ],
  halfLifeSteps: 4,
  isBySeeds: false,
  isLog: false,
};

test('runs that differ in their seed alone become one line in the middle of their range', () => {
  const { curves } = runCurvesLayout({ ...data, isBySeeds: true }, size);
  expect(curves.map(({ name }) => name)).toEqual(['a, 2 seeds', 'c']);
  const apart = runCurvesLayout(data, size).curves;
  expect(curves[0]!.end.yPx).toBeCloseTo((apart[0]!.end.yPx + apart[1]!.end.yPx) / 2, 3);
  // The range ends where the first of its seeds ends.
  expect(curves[0]!.end.xPx).toBe(apart[1]!.end.xPx);
  expect(curves[0]!.envelopePath).not.toBe('');
  expect(curves[1]!.envelopePath).toBe('');
});

test('the smoothed line is that of the raw points, and the table has both', () => {
  const lossNats = Float32Array.from({ length: 30 }, (_, step) => 5 - Math.sin(step) - step / 10);
  const { columns, rows } = runCurvesTable({ ...data, curves: [{ name: 'a', order: 0, lossNats, family: 'x' }] });
  expect(columns).toEqual(['step', 'loss of a (nats)', 'smoothed loss of a (nats)']);
  const expected = smoothed(lossNats, 4);
  rows.forEach(([step, raw, smooth], i) => expect([step, raw, smooth]).toEqual([i + 1, lossNats[i], expected[i]]));
});

test('a look follows the order of choice, and no two of eight share colour, dash and marker by two', () => {
  const looks = Array.from({ length: MOST_COMPARED }, (_, order) => runLook(order));
  for (const [i, a] of looks.entries())
    for (const b of looks.slice(i + 1))
      expect(
        [a.className === b.className, a.dash === b.dash, a.marker === b.marker].filter(Boolean).length,
      ).toBeLessThan(2);
});

test('each colour of a run keeps 3:1 on the paper of its theme', () => {
  const css = readFileSync('src/views/runs.css', 'utf8');
  const colours = [...css.matchAll(/--v-run-\d: (#[0-9a-f]{6})/g)].map(([, colour]) => colour!);
  expect(colours).toHaveLength(24);
  for (const colour of colours.slice(0, 8)) expect(contrast(colour, '#fffefb')).toBeGreaterThanOrEqual(3);
  for (const colour of colours.slice(8)) expect(contrast(colour, '#1a1c1f')).toBeGreaterThanOrEqual(3);
});
