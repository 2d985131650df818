/** @file Four lines over the thoughts, one for each group. [arXiv 2505.12514 §5, attention by group and step] */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { groupStepsLayout, groupStepsSentence, type GroupStepsData } from './layout';

export interface GroupStepsProps {
  readonly data: GroupStepsData;
  readonly size: SizePx;
}

export function GroupSteps({ data, size }: GroupStepsProps) {
  const marks = useMemo(() => groupStepsLayout(data, size), [data, size]);
  const { plot } = marks;
  return (
    <Picture size={size} name={data.title} sentence={groupStepsSentence(data)}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title={data.title} />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="thought" />
      {marks.lines.map(({ look, path, dots, label, labelYPx }) => (
        <g key={look.name} className={look.className}>
          <path className="v-curve" d={path} />
          {dots.map(({ xPx, yPx }) => (
            <circle key={xPx} className="v-dot" cx={xPx} cy={yPx} r={4} />
          ))}
          <text className="v-label v-halo" x={plot.rightPx + 8} y={labelYPx + 4}>
            {label}
          </text>
        </g>
      ))}
    </Picture>
  );
}
