/** @file Figure 8: the perplexity, at every checkpoint, of the tokens that each checkpoint selected. */

import { extent, scaleLinear, scalePoint } from 'd3';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { count, short } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface PerplexityData {
  readonly steps: readonly number[];
  /** Indices into `steps` of the checkpoints whose selections are followed. */
  readonly chosenAt: readonly number[];
  /** [selection][checkpoint] */
  readonly perplexity: readonly ArrayLike<number>[];
}

export interface PerplexityCurve {
  readonly chosenAtStep: number;
  readonly age: number;
  readonly path: string;
  /** Where the selection was made. */
  readonly own: { readonly xPx: number; readonly yPx: number };
  readonly labelYPx: number;
}

export interface PerplexityMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly curves: readonly PerplexityCurve[];
}

const LABEL_PX = 64;

export function perplexityLayout(data: PerplexityData, size: SizePx): PerplexityMarks {
  const plot = plotBox(size, { right: LABEL_PX });
  const x = scalePoint(data.steps, [plot.leftPx, plot.rightPx]);
  const xPx = data.steps.map((step) => x(step) ?? NaN);
  const values = data.perplexity.flatMap((row) => Array.from(row)).filter(Number.isFinite);
  const [low = 1, high = 2] = extent(values);
  const y = scaleLinear([low, Math.max(high, low + 0.1)], [plot.bottomPx, plot.topPx])
    .nice(4)
    .unknown(NaN);
  const ends = data.perplexity.map((row) => y(row[data.steps.length - 1] ?? NaN));
  const labels = spread(ends, 15, plot.topPx, plot.bottomPx);
  const everyPx = (plot.rightPx - plot.leftPx) / Math.max(1, data.steps.length - 1);
  const stride = Math.max(1, Math.ceil(52 / everyPx));
  return {
    plot,
    xTicks: data.steps.flatMap((step, i) => (i % stride === 0 ? [{ px: xPx[i] ?? 0, words: short(step) }] : [])),
    yTicks: ticksOf(y, String, 44),
    curves: data.perplexity.map((row, i) => {
      const own = data.chosenAt[i] ?? 0;
      return {
        chosenAtStep: data.steps[own] ?? 0,
        age: i / Math.max(1, data.perplexity.length - 1),
        path: pathOf(xPx, Array.from(row, y)),
        own: { xPx: xPx[own] ?? 0, yPx: y(row[own] ?? NaN) },
        labelYPx: labels[i] ?? 0,
      };
    }),
  };
}

export function perplexitySentence({ steps, chosenAt, perplexity }: PerplexityData): string {
  const parts = perplexity.map((row, i) => {
    const words = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
    return `selected at step ${count(steps[chosenAt[i] ?? 0] ?? 0)}, from ${words(row[0])} to ${words(row[row.length - 1])}`;
  });
  return `Perplexity over the checkpoints of the tokens ${parts.join('; ')}.`;
}

export function perplexityTable({ steps, chosenAt, perplexity }: PerplexityData): Table {
  return {
    columns: ['selected at step', ...steps.map((step) => `perplexity at step ${step}`)],
    rows: perplexity.map((row, i) => [steps[chosenAt[i] ?? 0] ?? 0, ...steps.map((_, at) => row[at] ?? NaN)]),
  };
}
