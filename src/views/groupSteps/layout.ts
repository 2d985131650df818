/** @file A mean of each group at each thought, such as the attention on edges: four lines over the thoughts. */

import { scaleLinear, scalePoint } from 'd3';
import type { NodeGroup } from '../../core/coconut/probes/nodeGroups';
import { pathOf, plotBox, spread, ticksOf, type Plot, type Tick } from '../chart';
import { GROUP_LOOKS, type GroupLook } from '../palette';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface GroupStepsData {
  readonly title: string;
  /** [thought], from thought 1; NaN where a group has no member */
  readonly means: Readonly<Record<NodeGroup, readonly number[]>>;
}

export interface GroupLine {
  readonly look: GroupLook;
  readonly path: string;
  readonly dots: readonly { readonly xPx: number; readonly yPx: number }[];
  readonly labelYPx: number;
  readonly label: string;
}

export interface GroupStepsMarks {
  readonly plot: Plot;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly lines: readonly GroupLine[];
}

const LABEL_PX = 124;

export function groupStepsLayout({ means }: GroupStepsData, size: SizePx): GroupStepsMarks {
  const plot = plotBox(size, { right: LABEL_PX });
  const thoughts = thoughtsOf(means);
  const x = scalePoint(thoughts, [plot.leftPx, plot.rightPx]).padding(0.3);
  const all = GROUP_LOOKS.flatMap(({ name }) => means[name].filter(Number.isFinite));
  const y = scaleLinear([Math.min(0, ...all), Math.max(1e-6, ...all)], [plot.bottomPx, plot.topPx])
    .nice(4)
    .unknown(NaN);
  const shown = GROUP_LOOKS.filter(({ name }) => means[name].some(Number.isFinite));
  const labels = spread(
    shown.map(({ name }) => y(lastOf(means[name]))),
    15,
    plot.topPx,
    plot.bottomPx,
  );
  const xPx = thoughts.map((thought) => x(thought) ?? NaN);
  return {
    plot,
    xTicks: thoughts.map((thought, i) => ({ px: xPx[i] ?? 0, words: String(thought) })),
    yTicks: ticksOf(y, String, 44),
    lines: shown.map((look, i) => {
      const yPx = means[look.name].map((value) => y(value));
      return {
        look,
        path: pathOf(xPx, yPx),
        dots: yPx.flatMap((at, thought) => (Number.isNaN(at) ? [] : [{ xPx: xPx[thought] ?? 0, yPx: at }])),
        labelYPx: labels[i] ?? plot.topPx,
        label: `${look.words} ${lastOf(means[look.name]).toFixed(2)}`,
      };
    }),
  };
}

function thoughtsOf(means: GroupStepsData['means']): number[] {
  return Array.from({ length: Math.max(...GROUP_LOOKS.map(({ name }) => means[name].length)) }, (_, i) => i + 1);
}

function lastOf(values: readonly number[]): number {
  return values.findLast(Number.isFinite) ?? NaN;
}

export function groupStepsSentence({ title, means }: GroupStepsData): string {
  const parts = GROUP_LOOKS.map(({ name, words }) => {
    const each = means[name].map((value) => (Number.isNaN(value) ? '–' : value.toFixed(2)));
    return `${words} ${each.join(', ')}`;
  });
  return `${title} by group, thought by thought: ${parts.join('; ')}.`;
}

export function groupStepsTable({ title, means }: GroupStepsData): Table {
  return {
    columns: ['thought', ...GROUP_LOOKS.map(({ words }) => `${title}, ${words}`)],
    rows: thoughtsOf(means).map((thought, i) => [thought, ...GROUP_LOOKS.map(({ name }) => means[name][i] ?? NaN)]),
  };
}
