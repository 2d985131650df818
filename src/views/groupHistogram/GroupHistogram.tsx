/** @file Four ridges under each other, one for each group of nodes, with their means. [arXiv 2505.12514 §5] */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { groupHistogramLayout, groupHistogramSentence, type GroupHistogramData } from './layout';

export interface GroupHistogramProps {
  readonly data: GroupHistogramData;
  readonly size: SizePx;
}

export function GroupHistogram({ data, size }: GroupHistogramProps) {
  const marks = useMemo(() => groupHistogramLayout(data, size), [data, size]);
  const { plot, zeroXPx } = marks;
  return (
    <Picture size={size} name={data.title} sentence={groupHistogramSentence(data)}>
      {zeroXPx !== undefined && (
        <line className="v-grid-line" x1={zeroXPx} x2={zeroXPx} y1={plot.topPx} y2={plot.bottomPx} />
      )}
      {marks.ridges.map(({ look, topPx, baseYPx, area, meanXPx, words }) => (
        <g key={look.name} className={look.className}>
          <path className="v-ridge" d={area} />
          {meanXPx !== undefined && (
            <line className="v-whisker" x1={meanXPx} x2={meanXPx} y1={topPx + 18} y2={baseYPx} />
          )}
          <text className="v-label" x={plot.leftPx} y={topPx + 13}>
            {look.words}
          </text>
          <text className="v-ridge-words" x={plot.rightPx} y={topPx + 13} textAnchor="end">
            {words}
          </text>
        </g>
      ))}
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title={data.title} />
    </Picture>
  );
}
