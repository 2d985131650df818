/** @file Figure 3a: the mean loss of each category over training, with the checkpoint that is looked at. */

import { useMemo, type MouseEvent } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import {
  categoryTrajectoriesLayout,
  categoryTrajectoriesSentence,
  timeAt,
  type CategoryTrajectoriesData,
} from './categoryLayout';

export interface CategoryTrajectoriesProps extends CategoryTrajectoriesData {
  readonly time: number;
  readonly size: SizePx;
  readonly onTime?: ((checkpoint: number) => void) | undefined;
}

export function CategoryTrajectories(props: CategoryTrajectoriesProps) {
  const { time, size, onTime, steps, meanLossNats, counts, fitFirst } = props;
  const data = useMemo(() => ({ steps, meanLossNats, counts, fitFirst }), [steps, meanLossNats, counts, fitFirst]);
  const marks = useMemo(() => categoryTrajectoriesLayout(data, time, size), [data, time, size]);
  const { plot } = marks;
  const onClick = (event: MouseEvent<SVGSVGElement>) =>
    onTime?.(timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left, steps, plot));
  return (
    <Picture
      size={size}
      name="Mean loss of each category over training"
      sentence={categoryTrajectoriesSentence(data)}
      onClick={onClick}
    >
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="mean loss (nats)" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="training step" />
      <line className="v-cursor-line" x1={marks.cursorPx} x2={marks.cursorPx} y1={plot.topPx} y2={plot.bottomPx} />
      {marks.curves.map(({ look, path, pathBefore, cursorYPx, labelYPx, label }) => (
        <g key={look.code} style={{ color: `var(--v-line-${look.code})` }}>
          {pathBefore && <path className="v-curve v-unfitted" d={pathBefore} />}
          <path className="v-curve" d={path} />
          {!Number.isNaN(cursorYPx) && <circle className="v-dot" cx={marks.cursorPx} cy={cursorYPx} r={3.5} />}
          <text className="v-label" x={plot.rightPx + 8} y={labelYPx + 4}>
            {label}
          </text>
        </g>
      ))}
    </Picture>
  );
}
