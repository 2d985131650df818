import { expect, test } from 'vitest';
import { rng } from '../../src/core/util/rng';
import { plotBox, spread, valueAt } from '../../src/views/chart';
import { stripLayout, stripToken, stripX } from '../../src/views/documentStrip/layout';
import { nats, share, short, signedNats } from '../../src/views/format';
import { cutAfterKey, cutAt, histogramLayout, keptFraction, valueBins } from '../../src/views/histogram/layout';
import { lossCurveLayout } from '../../src/views/lossCurve/layout';
import { smoothed } from '../../src/views/stepCurve';
import { brushBetween, brushToBox, scatterLayout, tokenNear } from '../../src/views/scatter/layout';
import { checkpointAfterKey, checkpointAt, playedTime, scrubberLayout } from '../../src/views/scrubber/layout';
import { categoryShares, countCategories } from '../../src/views/shares';
import { reasons } from '../../src/views/tokenCard/why';
import { categoryTrajectoriesLayout, timeAt } from '../../src/views/trajectories/categoryLayout';
import { trajectoriesTable, trajectoryLayout } from '../../src/views/trajectory';
import { exampleCurve, exampleRun, exampleTokens } from '../gallery/data';

const run = exampleRun(exampleTokens(4));
const SIZES = [
  { widthPx: 288, heightPx: 200 },
  { widthPx: 900, heightPx: 300 },
];
const last = run.lossNats.at(-1)!;
const scatter = {
  firstNats: run.lossNats[0]!,
  lastNats: last,
  category: run.category,
  thresholdNats: 0.2,
  lastMeanNats: run.meanLastNats,
};

test('shares sum to one, and unscored tokens belong to none', () => {
  const counts = countCategories(Uint8Array.of(0, 0, 1, 3, 255, 255));
  expect(counts).toEqual([2, 1, 0, 1]);
  expect(categoryShares(counts).reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 12);
  expect(categoryShares([0, 0, 0, 0]).every(({ fraction }) => fraction === 0)).toBe(true);
});

test('numbers are written one way', () => {
  expect([nats(2.314), nats(-0.5), nats(NaN), nats(undefined)]).toEqual(['2.31', '−0.50', '–', '–']);
  expect([signedNats(0.42), signedNats(-1.89), signedNats(0)]).toEqual(['+0.42', '−1.89', '0.00']);
  expect([share(0.26), share(0.051), share(1), share(0)]).toEqual(['26 %', '5.1 %', '100 %', '0 %']);
  expect([short(950), short(12_340), short(4_500_000), short(15e9)]).toEqual(['950', '12.3k', '4.5M', '15B']);
});

test('labels that are moved apart keep their order, their distance and the frame', () => {
  const placed = spread([50, 52, 51, 95], 15, 0, 100);
  expect([placed[0]! < placed[2]!, placed[2]! < placed[1]!, placed[1]! < placed[3]!]).toEqual([true, true, true]);
  const sorted = [...placed].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(15 - 1e-9);
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted[3]).toBeLessThanOrEqual(100);
});

test('between two checkpoints a value is interpolated; outside it stops', () => {
  expect([valueAt([1, 3], 0.5), valueAt([1, 3], -1), valueAt([1, 3], 9)]).toEqual([2, 1, 3]);
});

test.each(SIZES)('the scrubber stays in its track and gives back the checkpoint it drew ($widthPx px)', (size) => {
  const { ticks, thumbPx, fromPx, toPx } = scrubberLayout(11, 4.5, size);
  expect(thumbPx).toBeCloseTo((ticks[4]!.xPx + ticks[5]!.xPx) / 2, 6);
  for (const { xPx, checkpoint, isPast } of ticks) {
    expect(xPx).toBeGreaterThanOrEqual(fromPx);
    expect(xPx).toBeLessThanOrEqual(toPx);
    expect(isPast).toBe(checkpoint <= 4.5);
    expect(checkpointAt(xPx, 11, size)).toBe(checkpoint);
  }
  expect([checkpointAt(-50, 11, size), checkpointAt(9999, 11, size)]).toEqual([0, 10]);
});

test('keys on the scrubber: one on, one back, a fifth, the ends', () => {
  const from = (key: string, time: number) => checkpointAfterKey(key, time, 11);
  expect([from('ArrowRight', 4.5), from('ArrowLeft', 4.5)]).toEqual([5, 4]);
  expect([from('ArrowRight', 10), from('ArrowLeft', 0)]).toEqual([10, 0]);
  expect([from('PageUp', 3), from('PageDown', 1), from('Home', 5), from('End', 5)]).toEqual([5, 0, 0, 10]);
  expect(from('x', 5)).toBeUndefined();
});

test('playing is a function of time and ends at the last checkpoint', () => {
  expect(playedTime(2, 500, 250, 11)).toBe(4);
  expect(playedTime(2, 1e6, 250, 11)).toBe(10);
});

test.each(SIZES)('mean trajectories lie in their plot; a higher loss is higher up ($widthPx px)', (size) => {
  const meanLossNats = [
    [4, 2],
    [0.5, 0.4],
    [3, 3],
    [1, 2.5],
  ];
  const data = { steps: [0, 100], meanLossNats, counts: [1, 2, 1, 0] };
  const { curves, plot, cursorPx } = categoryTrajectoriesLayout(data, 1, size);
  expect(curves.map(({ look }) => look.name)).toEqual(['H→L', 'L→L', 'H→H']); // none forgotten, no curve
  expect(cursorPx).toBe(plot.rightPx);
  expect(curves[2]!.cursorYPx).toBeLessThan(curves[0]!.cursorYPx);
  expect(curves[0]!.cursorYPx).toBeLessThan(curves[1]!.cursorYPx);
  for (const { cursorYPx, labelYPx } of curves)
    for (const yPx of [cursorYPx, labelYPx]) {
      expect(yPx).toBeGreaterThanOrEqual(plot.topPx);
      expect(yPx).toBeLessThanOrEqual(plot.bottomPx);
    }
  expect(timeAt(plot.rightPx, data.steps, plot)).toBe(1);
});

test('a single trajectory breaks where it is not scored, and keeps its line in the plot', () => {
  const trajectory = { lossNats: [2, NaN, 1], fit: { startNats: 2.1, endNats: 0.9 } };
  const { path, dots, fit, plot } = trajectoryLayout(trajectory, [0, 1, 2], 0, SIZES[0]!);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(dots).toHaveLength(2);
  expect(fit.y1).toBeLessThan(fit.y2);
  expect([fit.x1, fit.x2]).toEqual([plot.leftPx, plot.rightPx]);
});

test('a line that begins later: what is before it is drawn apart, and has no fitted loss', () => {
  const steps = [0, 40, 80, 120];
  const fit = { startNats: 4, endNats: 2, first: 1 };
  const trajectory = { token: 7, text: 'a', category: 0, lossNats: [6, 4, 3, 2], fit };
  const { path, pathBefore, dots, fit: line } = trajectoryLayout(trajectory, steps, 3, SIZES[0]!);
  expect(path.match(/[ML]/g)).toEqual(['M', 'L', 'L']);
  expect(pathBefore.match(/[ML]/g)).toEqual(['M', 'L']);
  expect(dots.map(({ isFitted }) => isFitted)).toEqual([false, true, true, true]);
  expect(line.x1).toBe(dots[1]!.xPx);
  expect(trajectoriesTable({ steps, tokens: [trajectory] }).rows.map((row) => row.at(-1))).toEqual([NaN, 4, 3, 2]);

  const whole = { meanLossNats: [[6, 4, 3, 2]], steps, counts: [1, 0, 0, 0] };
  const [before] = categoryTrajectoriesLayout({ ...whole, fitFirst: 1 }, 3, SIZES[0]!).curves;
  expect([before?.pathBefore.match(/[ML]/g)?.length, before?.path.match(/[ML]/g)?.length]).toEqual([2, 3]);
  expect(categoryTrajectoriesLayout(whole, 3, SIZES[0]!).curves[0]?.pathBefore).toBe('');
});

test.each(SIZES)('bars count every token once and split at the cut ($widthPx px)', (size) => {
  const bins = valueBins(run.excessNats, undefined);
  expect(bins.counts.reduce((sum, tokens) => sum + tokens)).toBe(run.excessNats.length);
  const cutNats = 0.137;
  const { bars, plot, cutPx } = histogramLayout(bins, cutNats, size);
  for (const bar of bars) {
    expect(bar.x1).toBeGreaterThan(bar.x0);
    expect(bar.yPx).toBeGreaterThanOrEqual(plot.topPx - 1e-6);
    expect(bar.yPx + bar.heightPx).toBeCloseTo(plot.bottomPx, 6);
    expect(bar.isKept).toBe(bar.x0 >= cutPx! - 1e-6);
  }
  expect(bars).toHaveLength(bins.counts.length + 1);
  expect(cutAt(cutPx!, bins, size)).toBeCloseTo(cutNats, 6);
});

test('the histogram leaves out what is hidden or not scored, and knows the share that is kept', () => {
  const values = Float32Array.of(-1, 0, 1, 2, NaN);
  const shown = Uint8Array.of(1, 1, 1, 0, 1);
  expect(valueBins(values, shown).counts.reduce((sum, tokens) => sum + tokens)).toBe(3);
  expect(keptFraction({ values, shown, cutNats: 0, title: '' })).toBeCloseTo(2 / 3, 12);
  expect(valueBins(Float32Array.of(NaN), undefined).counts.every((tokens) => tokens === 0)).toBe(true);
});

test('keys move the cut within its range', () => {
  const bins = { lowNats: -2, highNats: 2, counts: new Float64Array(48) };
  expect(cutAfterKey('ArrowRight', 0, bins)).toBeCloseTo(0.04, 12);
  expect(cutAfterKey('PageDown', 0, bins)).toBeCloseTo(-0.4, 12);
  expect([cutAfterKey('Home', 0, bins), cutAfterKey('End', 0, bins), cutAfterKey('a', 0, bins)]).toEqual([
    -2,
    2,
    undefined,
  ]);
});

test.each(SIZES)('scatter: points lie in the plot; unchanged loss lies on the diagonal ($widthPx px)', (size) => {
  const { xPx, yPx, plot, diagonal } = scatterLayout(scatter, size);
  for (let token = 0; token < xPx.length; token++) {
    expect(xPx[token]).toBeGreaterThanOrEqual(plot.leftPx - 0.01);
    expect(xPx[token]).toBeLessThanOrEqual(plot.rightPx + 0.01);
    expect(yPx[token]).toBeGreaterThanOrEqual(plot.topPx - 0.01);
    expect(yPx[token]).toBeLessThanOrEqual(plot.bottomPx + 0.01);
  }
  const same = scatterLayout({ ...scatter, lastNats: scatter.firstNats }, size);
  const slope = (diagonal.y2 - diagonal.y1) / (diagonal.x2 - diagonal.x1);
  for (let token = 0; token < 20; token++)
    expect(same.yPx[token]! - diagonal.y1).toBeCloseTo(slope * (same.xPx[token]! - diagonal.x1), 2);
});

test('a brush that is drawn is read back; a click finds the token under it, but no hidden one', () => {
  const size = SIZES[1]!;
  const brush = { first: [1, 3], last: [0.5, 2] } as const;
  const box = brushToBox(brush, scatter, size);
  const back = brushBetween([box.xPx, box.yPx], [box.xPx + box.widthPx, box.yPx + box.heightPx], scatter, size);
  [...back.first, ...back.last].forEach((value, i) => expect(value).toBeCloseTo([1, 3, 0.5, 2][i]!, 6));
  const marks = scatterLayout(scatter, size);
  const token = run.category.indexOf(3);
  const at = [marks.xPx[token]!, marks.yPx[token]!] as const;
  expect(marks.xPx[tokenNear(marks, undefined, at)!]).toBeCloseTo(at[0], 3);
  expect(tokenNear(marks, new Uint8Array(run.category.length), at)).toBeUndefined();
});

test.each(SIZES)(
  'each column of the strip is full, and the strip gives back the token it drew ($widthPx px)',
  (size) => {
    const { paths } = stripLayout({ category: run.category }, size);
    const heights = new Map<string, number>();
    for (const [, xPx, heightPx] of paths.join('').matchAll(/M(\S+) \S+h\S+v(\S+)h/g))
      heights.set(xPx!, (heights.get(xPx!) ?? 0) + Number(heightPx));
    expect(heights.size).toBe(Math.min(size.widthPx, run.category.length));
    for (const heightPx of heights.values()) expect(heightPx).toBeCloseTo(size.heightPx, 0);
    for (const token of [0, 17, run.category.length - 1])
      expect(stripToken(stripX(token + 0.5, run.category.length, size), run.category.length, size)).toBe(token);
  },
);

test('smoothing keeps a constant, does not lag behind a slope, skips NaN, and lies within the raw losses', () => {
  const flat = smoothed(new Float32Array(50).fill(2), 5);
  for (const loss of flat) expect(loss).toBeCloseTo(2, 5);
  const slope = smoothed(
    Float32Array.from({ length: 400 }, (_, step) => step),
    5,
  );
  expect(slope[200]).toBeCloseTo(200, 3);
  const raw = exampleCurve(300);
  raw[100] = NaN;
  const known = raw.filter((loss) => !Number.isNaN(loss));
  for (const loss of smoothed(raw, 10)) {
    expect(loss).toBeGreaterThanOrEqual(Math.min(...known));
    expect(loss).toBeLessThanOrEqual(Math.max(...known));
  }
});

test('at its end the smoothed loss is the running mean of what came before', () => {
  const raw = exampleCurve(200);
  const keep = 0.5 ** (1 / 8);
  let sum = 0;
  let weight = 0;
  for (const loss of raw) {
    sum = keep * sum + loss;
    weight = keep * weight + 1;
  }
  expect(smoothed(raw, 8).at(-1)).toBeCloseTo(sum / weight, 4);
});

test.each([false, true])('the training curve stays in its plot as far as it came (log: %s)', (isLog) => {
  const size = SIZES[0]!;
  const lossNats = exampleCurve(5000);
  const series = [{ name: 'CLM', lossNats }];
  const { curves, plot } = lossCurveLayout({ series, totalSteps: 10_000, isLog }, size);
  const points = [...`${curves[0]!.rawPath}${curves[0]!.smoothPath}`.matchAll(/([\d.]+),([\d.]+)/g)];
  expect(curves[0]!.isBand).toBe(true);
  for (const [, xPx, yPx] of points) {
    expect(Number(xPx)).toBeLessThanOrEqual((plot.leftPx + plot.rightPx) / 2 + 1);
    expect(Number(yPx)).toBeGreaterThanOrEqual(plot.topPx - 0.01);
    expect(Number(yPx)).toBeLessThanOrEqual(plot.bottomPx + 0.01);
  }
});

test('a run without a step has axes and no curve', () => {
  const series = [{ name: 'CLM', lossNats: new Float32Array(0) }];
  const { curves } = lossCurveLayout({ series, totalSteps: 100 }, SIZES[0]!);
  expect(curves[0]).toMatchObject({ rawPath: '', smoothPath: '', end: undefined });
});

test('the card gives the comparisons of the rule, and the last loss only where it decides', () => {
  const rule = { thresholdNats: 0.2, trend: 'fit', level: 'mean' } as const;
  const learned = reasons({ rule, category: 0, startNats: 3, endNats: 1, lastLossNats: 1, lastMeanNats: 2 });
  expect(learned.map(({ what }) => what)).toEqual(['fitted line', 'change ΔL']);
  expect(learned[1]).toMatchObject({ value: '−2.00', against: 'below −0.20: it fell' });
  const hard = reasons({ rule, category: 2, startNats: 3, endNats: 3.2, lastLossNats: 3.1, lastMeanNats: 2 });
  expect(hard[2]).toEqual({ what: 'last loss', value: '3.10', against: 'above the mean 2.00' });
});

test('a plot keeps a positive size in the narrowest place', () => {
  const { leftPx, rightPx, topPx, bottomPx } = plotBox({ widthPx: 10, heightPx: 10 });
  expect(rightPx).toBeGreaterThan(leftPx);
  expect(bottomPx).toBeGreaterThan(topPx);
});

test('a million values are all counted, in marks that are bounded by the picture and not by the values', () => {
  const chance = rng(5, 'many');
  const values = Float32Array.from({ length: 1_000_000 }, () => 5 * chance.uniform());
  const category = Uint8Array.from(values, (value) => Math.floor(value) % 4);
  const { counts } = valueBins(values, undefined);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
  expect(counts.length).toBeLessThan(1000);
  expect(countCategories(category).reduce((sum, count) => sum + count, 0)).toBe(values.length);
  const size = SIZES[1]!;
  const { paths, columnPx } = stripLayout({ category }, size);
  expect(columnPx).toBe(1);
  const rectangles = paths.join('').split('M').length - 1;
  expect(rectangles).toBeGreaterThanOrEqual(size.widthPx);
  expect(rectangles).toBeLessThanOrEqual(4 * size.widthPx);
});
