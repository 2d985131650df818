/** @file How a score is spread over the tokens, and where the cut goes through it. */

import { scaleLinear } from 'd3';
import { plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count, share, short, signedNats } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface HistogramData {
  /** nats, [token]; NaN is left out */
  readonly values: Float32Array;
  /** [token] 1 where the filter lets it through */
  readonly shown?: Uint8Array | undefined;
  /** Tokens at or above the cut are kept. In nats; absent where nothing is cut. */
  readonly cutNats?: number | undefined;
  /** With its unit, such as `excess loss (nats)`. */
  readonly title: string;
}

/** Equal bins over a round range. */
export interface Bins {
  readonly lowNats: number;
  readonly highNats: number;
  /** [bin] tokens */
  readonly counts: Float64Array;
}

export interface BarMark {
  readonly x0: number;
  readonly x1: number;
  readonly yPx: number;
  readonly heightPx: number;
  readonly count: number;
  /** A bar that the cut goes through is two bars. */
  readonly isKept: boolean;
}

export interface HistogramMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly bars: readonly BarMark[];
  readonly cutPx: number | undefined;
  readonly zeroPx: number | undefined;
}

const BINS = 48;
const LEFT_PX = 44;

/** Counts in plain loops: a million values may not hold up a frame. */
export function valueBins(values: Float32Array, shown: Uint8Array | undefined): Bins {
  let low = Infinity;
  let high = -Infinity;
  for (let token = 0; token < values.length; token++) {
    const value = values[token] ?? NaN;
    if (shown?.[token] === 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 1];
  const [lowNats = 0, highNats = 1] = scaleLinear([low, high === low ? low + 1 : high], [0, 1])
    .nice(10)
    .domain();
  const counts = new Float64Array(BINS);
  const binsPerNat = BINS / (highNats - lowNats);
  for (let token = 0; token < values.length; token++) {
    const value = values[token] ?? NaN;
    if (shown?.[token] === 0 || Number.isNaN(value)) continue;
    const index = Math.min(BINS - 1, Math.floor((value - lowNats) * binsPerNat));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { lowNats, highNats, counts };
}

export function histogramLayout(bins: Bins, cutNats: number | undefined, size: SizePx): HistogramMarks {
  const plot = plotBox(size, { left: LEFT_PX });
  const x = valueScale(bins, plot);
  const most = bins.counts.reduce((high, tokens) => Math.max(high, tokens), 1);
  const y = scaleLinear([0, most], [plot.bottomPx, plot.topPx]).nice(3);
  const stepNats = (bins.highNats - bins.lowNats) / bins.counts.length;
  const bars = Array.from(bins.counts).flatMap((tokens, index) => {
    const from = bins.lowNats + index * stepNats;
    const edges = cutNats !== undefined && cutNats > from && cutNats < from + stepNats ? [from, cutNats] : [from];
    return edges.map((edge, piece) => ({
      x0: x(edge),
      x1: x(edges[piece + 1] ?? from + stepNats),
      yPx: y(tokens),
      heightPx: plot.bottomPx - y(tokens),
      count: tokens,
      isKept: cutNats === undefined || edge >= cutNats,
    }));
  });
  return {
    plot,
    xTicks: ticksOf(x, (value) => String(value).replace('-', '−'), 56),
    yTicks: ticksOf(y, short, 46),
    bars,
    cutPx: cutNats === undefined ? undefined : x(cutNats),
    zeroPx: bins.lowNats < 0 && bins.highNats > 0 ? x(0) : undefined,
  };
}

/** The value at a place on the x axis. */
export function cutAt(xPx: number, bins: Bins, size: SizePx): number {
  return valueScale(bins, plotBox(size, { left: LEFT_PX })).invert(xPx);
}

/** Where a key moves the cut: a hundredth of the range, a tenth by page. Nothing for other keys. */
export function cutAfterKey(key: string, cutNats: number, { lowNats, highNats }: Bins): number | undefined {
  const range = highNats - lowNats;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: range / 100,
    ArrowUp: range / 100,
    ArrowLeft: -range / 100,
    ArrowDown: -range / 100,
    PageUp: range / 10,
    PageDown: -range / 10,
    Home: -Infinity,
    End: Infinity,
  };
  const move = moves[key];
  return move === undefined ? undefined : Math.max(lowNats, Math.min(highNats, cutNats + move));
}

/** Share of the shown tokens at or above the cut, 0..1. */
export function keptFraction({ values, shown, cutNats = -Infinity }: HistogramData): number {
  let kept = 0;
  let all = 0;
  for (let token = 0; token < values.length; token++) {
    const value = values[token] ?? NaN;
    if (Number.isNaN(value) || shown?.[token] === 0) continue;
    all++;
    if (value >= cutNats) kept++;
  }
  return kept / all;
}

export function histogramSentence(data: HistogramData, bins: Bins): string {
  const tokens = bins.counts.reduce((sum, inBin) => sum + inBin, 0);
  const spread = `${count(tokens)} tokens by ${data.title}, from ${signedNats(bins.lowNats)} to ${signedNats(bins.highNats)}`;
  if (data.cutNats === undefined) return `${spread}.`;
  return `${spread}; the threshold at ${signedNats(data.cutNats)} keeps ${share(keptFraction(data))}.`;
}

export function histogramTable({ values, shown, title }: HistogramData): Table {
  const { lowNats, highNats, counts } = valueBins(values, shown);
  const stepNats = (highNats - lowNats) / counts.length;
  return {
    columns: [`${title}, from`, 'to', 'tokens'],
    rows: Array.from(counts, (tokens, index) => [lowNats + index * stepNats, lowNats + (index + 1) * stepNats, tokens]),
  };
}

function valueScale({ lowNats, highNats }: Bins, plot: Plot) {
  return scaleLinear([lowNats, highNats], [plot.leftPx, plot.rightPx]).clamp(true);
}
