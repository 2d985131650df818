/** @file Which selections agree: a square for each pair of checkpoints. */

import { useMemo } from 'react';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { overlapLayout, overlapSentence, type OverlapData } from './layout';

export interface SelectionOverlapProps {
  readonly data: OverlapData;
  readonly size: SizePx;
}

export function SelectionOverlap({ data, size }: SelectionOverlapProps) {
  const marks = useMemo(() => overlapLayout(data, size), [data, size]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Overlap of selections" sentence={overlapSentence(data)}>
      {marks.cells.map(({ row, column, xPx, yPx, sidePx, fill, words }) => (
        <g key={`${row}-${column}`} data-row={row} data-column={column}>
          <rect x={xPx} y={yPx} width={sidePx} height={sidePx} rx={1.5} fill={fill} />
          <text className="v-on-fill" x={xPx + sidePx / 2} y={yPx + sidePx / 2 + 4} textAnchor="middle">
            {words}
          </text>
        </g>
      ))}
      <g aria-hidden="true">
        {marks.yTicks.map(({ px, words }) => (
          <text key={px} x={plot.leftPx - 7} y={px + 4} textAnchor="end">
            {words}
          </text>
        ))}
        {marks.xTicks.map(({ px, words }) => (
          <text key={px} x={px} y={plot.bottomPx + 15} textAnchor="middle">
            {words}
          </text>
        ))}
        <text className="v-axis-title" x={0} y={plot.topPx - 9}>
          selected at step
        </text>
        <text className="v-axis-title" x={plot.rightPx} y={plot.bottomPx + 33} textAnchor="end">
          and at step
        </text>
      </g>
    </Picture>
  );
}
