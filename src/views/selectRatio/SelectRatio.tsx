/** @file Figure 9. Arms that select by excess loss lie on a line; null arms are hollow. */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { selectRatioLayout, selectRatioSentence, type RatioPoint } from './layout';

export interface SelectRatioProps {
  readonly points: readonly RatioPoint[];
  readonly size: SizePx;
}

export function SelectRatio({ points, size }: SelectRatioProps) {
  const marks = useMemo(() => selectRatioLayout(points, size), [points, size]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Accuracy by the fraction kept" sentence={selectRatioSentence(points)}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="final accuracy" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="fraction of tokens kept" />
      <g className="v-arm-0">
        <path className="v-curve v-thin" d={marks.path} />
        {marks.points.map(({ name, xPx, yPx, labelYPx, anchor, isNull }) => (
          <g key={name}>
            <circle className={isNull ? 'v-own' : 'v-dot'} cx={xPx} cy={yPx} r={4.5} />
            <text
              className="v-note-label v-halo"
              x={anchor === 'start' ? xPx + 9 : xPx - 9}
              y={labelYPx + 4}
              textAnchor={anchor}
            >
              {name}
            </text>
          </g>
        ))}
      </g>
    </Picture>
  );
}
