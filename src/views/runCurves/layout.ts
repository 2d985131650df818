/** @file The training curves of several runs on one picture: raw and smoothed, or one line and its envelope over seeds. */

import { scaleLinear, scaleLog } from 'd3';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { count, nats, short } from '../format';
import { runLook, type RunLook } from '../runLooks';
import type { SizePx } from '../size';
import { bandPath, logTicks, lossExtent, sampleSteps, type Scale, smoothed } from '../stepCurve';
import type { Table } from '../table';

export interface ComparedCurve {
  readonly name: string;
  /** Place in the order of choice: it decides the look. */
  readonly order: number;
  /** nats, [step], from step 0 */
  readonly lossNats: Float32Array;
  /** Curves of the same family differ in their seed alone. */
  readonly family: string;
}

export interface RunCurvesData {
  readonly curves: readonly ComparedCurve[];
  /** A raw loss counts half after so many steps to both sides; 0 draws the raw losses alone. */
  readonly halfLifeSteps: number;
  /** Draws each family as its mean, and the range of its seeds. */
  readonly isBySeeds: boolean;
  readonly isLog: boolean;
}

export interface RunCurveMark {
  readonly name: string;
  readonly look: RunLook;
  /** Raw losses; empty where seeds are drawn together. */
  readonly rawPath: string;
  readonly isBand: boolean;
  readonly linePath: string;
  /** Lowest to highest seed at each step; empty for a single run. */
  readonly envelopePath: string;
  readonly markers: readonly { readonly xPx: number; readonly yPx: number }[];
  readonly end: { readonly xPx: number; readonly yPx: number; readonly labelYPx: number; readonly words: string };
}

export interface RunCurvesMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly curves: readonly RunCurveMark[];
}

const MARKERS = 6;
const LABEL_GAP_PX = 15;

/** What is drawn as one line: a run, or a family of seeds. */
interface Line {
  readonly name: string;
  readonly order: number;
  /** nats, [step]: raw of the run, or of each seed */
  readonly raw: readonly Float32Array[];
  /** nats, [step]: smoothed from the raw points, or their mean over seeds */
  readonly line: Float32Array;
  /** nats, [step] of the lowest and highest seed, smoothed */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export function runCurvesLayout(data: RunCurvesData, size: SizePx): RunCurvesMarks {
  const lines = linesOf(data);
  const plot = plotBox(size, { right: 64 });
  const steps = Math.max(1, ...lines.map(({ line }) => line.length));
  const x = scaleLinear([0, steps], [plot.leftPx, plot.rightPx]);
  const y = lossScale(data, plot);
  const curves = lines.map((line) => curveMark(line, x, y, plot, data));
  const labels = spread(
    curves.map(({ end }) => end.yPx),
    LABEL_GAP_PX,
    plot.topPx,
    plot.bottomPx,
  );
  return {
    plot,
    xTicks: ticksOf(x, short),
    yTicks: data.isLog ? logTicks(y) : ticksOf(y, String, 44),
    curves: curves.map((curve, i) => ({ ...curve, end: { ...curve.end, labelYPx: labels[i] ?? curve.end.yPx } })),
  };
}

function lossScale({ curves, isLog }: RunCurvesData, plot: Plot) {
  const [low, high] = lossExtent(curves);
  const range = [plot.bottomPx, plot.topPx];
  return isLog
    ? scaleLog([Math.max(0.01, low), Math.max(high, low * 1.05, 0.02)], range).clamp(true)
    : scaleLinear([Math.min(low, 0), Math.max(high, 0.1)], range).nice(4);
}

/** Families of one stay runs: one seed has no range. */
function linesOf({ curves, halfLifeSteps, isBySeeds }: RunCurvesData): readonly Line[] {
  const smooth = (raw: Float32Array) => (halfLifeSteps > 0 ? smoothed(raw, halfLifeSteps) : raw);
  const single = ({ name, order, lossNats }: ComparedCurve): Line => {
    const line = smooth(lossNats);
    return { name, order, raw: [lossNats], line, low: line, high: line };
  };
  if (!isBySeeds) return curves.map(single);
  const families = [...new Set(curves.map(({ family }) => family))];
  return families.flatMap((family) => {
    const members = curves.filter((curve) => curve.family === family);
    const [first] = members;
    if (!first || members.length === 1) return members.map(single);
    return [familyLine(first, members, smooth)];
  });
}

function familyLine(
  { name, order }: ComparedCurve,
  members: readonly ComparedCurve[],
  smooth: (raw: Float32Array) => Float32Array,
): Line {
  const raw = members.map(({ lossNats }) => lossNats);
  const lines = raw.map(smooth);
  // Only steps that every seed has reached can be compared.
  const steps = Math.min(...lines.map((line) => line.length));
  const over = (fold: (losses: readonly number[]) => number) =>
    Float32Array.from({ length: steps }, (_, step) => fold(lines.map((line) => line[step] ?? NaN)));
  return {
    name: `${name}, ${members.length} seeds`,
    order,
    raw,
    line: over((losses) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length),
    low: over((losses) => Math.min(...losses)),
    high: over((losses) => Math.max(...losses)),
  };
}

function curveMark(
  { name, order, raw, line, low, high }: Line,
  x: Scale,
  y: Scale,
  plot: Plot,
  { halfLifeSteps }: RunCurvesData,
): RunCurveMark {
  const stepsPerPx = line.length / Math.max(1, x(line.length) - plot.leftPx);
  const stride = Math.max(1, Math.floor(stepsPerPx));
  const sampled = sampleSteps(line.length, stride);
  const at = (losses: Float32Array) => (step: number) => y(losses[step] ?? NaN);
  const isAlone = raw.length === 1;
  const isBand = stepsPerPx > 2;
  const own = raw[0] ?? line;
  const last = Math.max(0, line.length - 1);
  return {
    name,
    look: runLook(order),
    isBand,
    rawPath: !isAlone || halfLifeSteps === 0 ? '' : rawPath(own, isBand, stride, sampled, x, y),
    linePath: pathOf(sampled.map(x), sampled.map(at(line))),
    envelopePath: isAlone ? '' : envelope(sampled, x, at(low), at(high)),
    markers: markerSteps(line.length).map((step) => ({ xPx: x(step), yPx: y(line[step] ?? NaN) })),
    end: { xPx: x(last), yPx: y(line[last] ?? NaN), labelYPx: 0, words: nats(line[last]) },
  };
}

function rawPath(own: Float32Array, isBand: boolean, stride: number, sampled: number[], x: Scale, y: Scale): string {
  if (isBand) return bandPath(own, stride, x, y);
  return pathOf(
    sampled.map(x),
    sampled.map((step) => y(own[step] ?? NaN)),
  );
}

function envelope(sampled: readonly number[], x: Scale, low: Scale, high: Scale): string {
  if (sampled.length === 0) return '';
  const point = (y: Scale) => (step: number) => `${x(step).toFixed(2)},${y(step).toFixed(2)}`;
  return `M${sampled.map(point(high)).join('L')}L${sampled.toReversed().map(point(low)).join('L')}Z`;
}

/** Evenly along the line, not on its ends, which have a label and the axis. */
function markerSteps(steps: number): readonly number[] {
  if (steps < MARKERS) return steps > 1 ? [Math.floor(steps / 2)] : [];
  return Array.from({ length: MARKERS }, (_, i) => Math.round(((i + 0.5) * (steps - 1)) / MARKERS));
}

export function runCurvesSentence(data: RunCurvesData): string {
  const parts = linesOf(data).map(({ name, line, low, high, raw }) => {
    const last = line.length - 1;
    const range = raw.length > 1 ? ` (${nats(low[last])} to ${nats(high[last])} over seeds)` : '';
    return `${name}: ${count(line.length)} steps, loss ${nats(line[0])} to ${nats(line[last])}${range}`;
  });
  return `${parts.join('; ')}.`;
}

/** Raw and smoothed, so that whoever takes the table can smooth anew. */
export function runCurvesTable({ curves, halfLifeSteps }: RunCurvesData): Table {
  const smooth = halfLifeSteps > 0 ? curves.map(({ lossNats }) => smoothed(lossNats, halfLifeSteps)) : [];
  const columns = [...curves.map(({ lossNats }) => lossNats), ...smooth];
  const steps = Math.max(0, ...curves.map(({ lossNats }) => lossNats.length));
  return {
    columns: [
      'step',
      ...curves.map(({ name }) => `loss of ${name} (nats)`),
      ...smooth.map((_, i) => `smoothed loss of ${curves[i]?.name} (nats)`),
    ],
    rows: Array.from({ length: steps }, (_, step) => [step + 1, ...columns.map((column) => column[step] ?? NaN)]),
  };
}
