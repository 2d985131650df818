/** @file One figure of several arms over training, with the checkpoint that is looked at: Figures 1 and 6. */

import { extent, scaleLinear } from 'd3';
import { pathOf, plotBox, spread, ticksOf, valueAt, type Plot, type Tick } from '../chart';
import { short } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface ArmSeries {
  readonly name: string;
  /** [checkpoint]; NaN where it is not measured */
  readonly values: readonly number[];
}

export interface SelectionLinesData {
  /** With its unit, such as `loss of selected tokens (nats)`. */
  readonly title: string;
  /** Optimisation steps at each checkpoint, ascending. */
  readonly steps: readonly number[];
  /** Absent: the x axis counts steps. */
  readonly tokensPerStep?: number | undefined;
  /** In the order of the run's arms: an arm has one colour in all pictures. */
  readonly series: readonly ArmSeries[];
  /** `share` is 0..1 and begins at 0; `nats` takes the room that it needs. */
  readonly unit: 'nats' | 'share';
}

export interface ArmLine {
  readonly name: string;
  readonly arm: number;
  readonly path: string;
  readonly dots: readonly { readonly xPx: number; readonly yPx: number }[];
  readonly cursorYPx: number;
  readonly labelYPx: number;
  readonly label: string;
}

export interface SelectionLinesMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly cursorPx: number;
  readonly lines: readonly ArmLine[];
}

const LABEL_PX = 104;
const LABEL_GAP_PX = 15;

/** @param time number of a checkpoint; labels give the values there */
export function selectionLinesLayout(data: SelectionLinesData, time: number, size: SizePx): SelectionLinesMarks {
  const plot = plotBox(size, { right: LABEL_PX });
  const tokens = data.steps.map((step) => step * (data.tokensPerStep ?? 1));
  const x = scaleLinear([0, Math.max(1, tokens.at(-1) ?? 1)], [plot.leftPx, plot.rightPx]);
  const y = valueScale(data, plot);
  const shown = data.series.map((series, arm) => ({ ...series, arm, now: valueAt(series.values, time) }));
  const measured = shown.filter(({ values }) => values.some(Number.isFinite));
  const labels = spread(
    measured.map(({ now, values }) => y(Number.isNaN(now) ? lastOf(values) : now)),
    LABEL_GAP_PX,
    plot.topPx,
    plot.bottomPx,
  );
  return {
    plot,
    xTicks: ticksOf(x, short),
    yTicks: ticksOf(y, (value) => (data.unit === 'share' ? `${Math.round(value * 100)} %` : String(value)), 44),
    cursorPx: x(valueAt(tokens, time)),
    lines: measured.map(({ name, arm, values, now }, i) => ({
      name,
      arm,
      path: pathOf(tokens.map(x), values.map(y)),
      dots: values.flatMap((value, at) => (Number.isNaN(value) ? [] : [{ xPx: x(tokens[at] ?? 0), yPx: y(value) }])),
      cursorYPx: y(now),
      labelYPx: labels[i] ?? plot.topPx,
      label: `${name} ${valueWords(now, data.unit)}`,
    })),
  };
}

function valueScale({ series, unit }: SelectionLinesData, plot: Plot) {
  const [low = 0, high = 1] = extent(series.flatMap(({ values }) => values.filter(Number.isFinite)));
  // At least a fifth of a nat, or of accuracy: noise must not look like a difference.
  const domain = unit === 'share' ? [0, Math.max(high, 0.2)] : [low, Math.max(high, low + 0.2)];
  return scaleLinear(domain, [plot.bottomPx, plot.topPx]).nice(4).unknown(NaN);
}

function lastOf(values: readonly number[]): number {
  return values.findLast(Number.isFinite) ?? NaN;
}

/** `0.63` nats, `63.9 %`. */
export function valueWords(value: number, unit: SelectionLinesData['unit']): string {
  if (Number.isNaN(value)) return '–';
  return unit === 'share' ? `${(value * 100).toFixed(1)} %` : value.toFixed(2);
}

/** The checkpoint nearest to a place on the x axis. */
export function checkpointNear(xPx: number, steps: readonly number[], plot: Plot): number {
  const step = ((xPx - plot.leftPx) / (plot.rightPx - plot.leftPx)) * (steps.at(-1) ?? 0);
  let nearest = 0;
  steps.forEach((at, checkpoint) => {
    if (Math.abs(at - step) < Math.abs((steps[nearest] ?? 0) - step)) nearest = checkpoint;
  });
  return nearest;
}

export function selectionLinesSentence({ title, series, unit }: SelectionLinesData): string {
  const parts = series.map(({ name, values }) => {
    const first = values.find(Number.isFinite) ?? NaN;
    return `${name} from ${valueWords(first, unit)} to ${valueWords(lastOf(values), unit)}`;
  });
  return `${title} over training: ${parts.join('; ')}.`;
}

export function selectionLinesTable({ title, steps, tokensPerStep, series }: SelectionLinesData): Table {
  const hasTokens = tokensPerStep !== undefined;
  return {
    columns: ['step', ...(hasTokens ? ['tokens'] : []), ...series.map(({ name }) => `${title}, ${name}`)],
    rows: steps.map((step, at) => [
      step,
      ...(hasTokens ? [step * tokensPerStep] : []),
      ...series.map(({ values }) => values[at] ?? NaN),
    ]),
  };
}
