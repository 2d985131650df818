/** @file A number of each node, such as its embedding's inner product with a thought, spread out by group: one ridge each. */

import { bin, extent, scaleLinear } from 'd3';
import type { NodeGroup } from '../../core/coconut/probes/nodeGroups';
import { mean } from '../../core/util/statistics';
import { pathOf, plotBox, ticksOf, type Plot, type Tick } from '../chart';
import { count } from '../format';
import { GROUP_LOOKS, type GroupLook } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface GroupHistogramData {
  /** What the number is, such as `inner product with the name`. */
  readonly title: string;
  /** [node] over all problems, the numbers of each group. */
  readonly values: Readonly<Record<NodeGroup, readonly number[]>>;
}

export interface Ridge {
  readonly look: GroupLook;
  readonly baseYPx: number;
  readonly topPx: number;
  readonly area: string;
  /** Absent for a group without nodes. */
  readonly meanXPx: number | undefined;
  readonly words: string;
}

export interface GroupHistogramMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly zeroXPx: number | undefined;
  readonly ridges: readonly Ridge[];
}

/** As in the notebook of arXiv 2505.12514. */
const BINS = 30;
/** Above each ridge, for its words. */
const WORDS_PX = 20;

export function groupHistogramLayout({ values }: GroupHistogramData, size: SizePx): GroupHistogramMarks {
  const plot = plotBox(size, { left: 6, top: 4 });
  const [low = 0, high = 1] = extent(GROUP_LOOKS.flatMap(({ name }) => values[name]));
  const x = scaleLinear([low, Math.max(high, low + 1e-6)], [plot.leftPx, plot.rightPx]);
  const rowPx = (plot.bottomPx - plot.topPx) / GROUP_LOOKS.length;
  const [from = low, to = high] = x.domain();
  const binned = bin()
    .domain([from, to])
    .thresholds(Array.from({ length: BINS - 1 }, (_, i) => from + ((i + 1) * (to - from)) / BINS));
  return {
    plot,
    xTicks: ticksOf(x, String, 60),
    zeroXPx: from < 0 && to > 0 ? x(0) : undefined,
    ridges: GROUP_LOOKS.map((look, row) => {
      const own = values[look.name];
      const baseYPx = plot.topPx + (row + 1) * rowPx;
      const shares = binned(own).map((cell) => cell.length / Math.max(1, own.length));
      return {
        look,
        baseYPx,
        topPx: plot.topPx + row * rowPx,
        area: areaOf(shares, plot, baseYPx, rowPx - WORDS_PX),
        meanXPx: own.length > 0 ? x(mean(own)) : undefined,
        words: own.length > 0 ? `mean ${signed(mean(own))}, ${nodesWords(own.length)}` : 'no nodes',
      };
    }),
  };
}

/** Steps of one width; the fullest bin of a group reaches the top of its ridge, so that shapes can be compared. */
function areaOf(shares: readonly number[], plot: Plot, baseYPx: number, heightPx: number): string {
  const fullest = Math.max(...shares, 1e-9);
  const width = (plot.rightPx - plot.leftPx) / shares.length;
  const xPx = shares.flatMap((_, i) => [plot.leftPx + i * width, plot.leftPx + (i + 1) * width]);
  const yPx = shares.flatMap((part) => [part, part].map((value) => baseYPx - (value / fullest) * heightPx));
  return `${pathOf([plot.leftPx, ...xPx, plot.rightPx], [baseYPx, ...yPx, baseYPx])}Z`;
}

function nodesWords(nodes: number): string {
  return nodes === 1 ? 'one node' : `${count(nodes)} nodes`;
}

function signed(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

export function groupHistogramSentence({ title, values }: GroupHistogramData): string {
  const parts = GROUP_LOOKS.map(({ name, words }) => {
    const own = values[name];
    return own.length > 0 ? `${words} ${signed(mean(own))} (${nodesWords(own.length)})` : `${words} no nodes`;
  });
  return `Mean ${title} by group: ${parts.join(', ')}.`;
}

export function groupHistogramTable({ title, values }: GroupHistogramData): Table {
  return {
    columns: ['group', title],
    rows: GROUP_LOOKS.flatMap(({ name, words }) => values[name].map((value) => [words, value])),
  };
}
