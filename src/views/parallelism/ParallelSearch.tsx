/** @file Figure 8: three lines that rise over the problems; the area between the first and the last is the gap. */

import { useMemo } from 'react';
import type { Parallelism } from '../../core/coconut/probes/parallelism';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { parallelismLayout, parallelismSentence } from './layout';

export interface ParallelSearchProps {
  readonly data: Parallelism;
  /** After how many thoughts the values were read. */
  readonly thoughts: number;
  readonly size: SizePx;
}

export function ParallelSearch({ data, thoughts, size }: ParallelSearchProps) {
  const marks = useMemo(() => parallelismLayout(data, size), [data, size]);
  const { plot } = marks;
  return (
    <Picture size={size} name={`Thought ${thoughts}`} sentence={parallelismSentence(data, thoughts)}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="cumulative value" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="percentile of the problems" />
      <path className="v-gap" d={marks.gapPath} />
      {marks.lines.map(({ top, path, label, labelYPx }) => (
        <g key={top} className={`v-top v-top-${top}`}>
          <path className="v-curve" d={path} />
          <text className="v-label v-halo" x={plot.rightPx + 8} y={labelYPx + 4}>
            {label}
          </text>
        </g>
      ))}
      <text className="v-axis-title v-halo" x={plot.rightPx - 4} y={plot.bottomPx - 8} textAnchor="end">
        {marks.gapWords}
      </text>
    </Picture>
  );
}
