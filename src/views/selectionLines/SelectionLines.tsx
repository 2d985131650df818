/** @file One figure of several arms over training. The cursor is a checkpoint that all pictures share. */

import { useMemo, type PointerEvent } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { checkpointNear, selectionLinesLayout, selectionLinesSentence, type SelectionLinesData } from './layout';

export interface SelectionLinesProps {
  readonly data: SelectionLinesData;
  readonly time: number;
  readonly size: SizePx;
  readonly onTime?: ((checkpoint: number) => void) | undefined;
}

export function SelectionLines({ data, time, size, onTime }: SelectionLinesProps) {
  const marks = useMemo(() => selectionLinesLayout(data, time, size), [data, time, size]);
  const words = useMemo(() => selectionLinesSentence(data), [data]);
  const { plot } = marks;
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const xPx = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onTime?.(checkpointNear(xPx, data.steps, plot));
  };
  return (
    <Picture size={size} name={data.title} sentence={words} onPointerDown={onPointer} onPointerMove={onPointer}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title={data.title} />
      <Axis
        side="bottom"
        plot={plot}
        ticks={marks.xTicks}
        title={data.tokensPerStep === undefined ? 'step' : 'training tokens'}
      />
      <line className="v-cursor-line" x1={marks.cursorPx} x2={marks.cursorPx} y1={plot.topPx} y2={plot.bottomPx} />
      {marks.lines.map(({ name, arm, path, dots, cursorYPx, labelYPx, label }) => (
        <g key={`${arm}${name}`} className={`v-arm v-arm-${arm % 4}`}>
          <path className={arm < 4 ? 'v-curve' : 'v-curve v-curve-dashed'} d={path} />
          {dots.map((dot) => (
            <circle key={dot.xPx} className="v-tick-dot" cx={dot.xPx} cy={dot.yPx} r={2} />
          ))}
          {!Number.isNaN(cursorYPx) && <circle className="v-dot" cx={marks.cursorPx} cy={cursorYPx} r={4} />}
          <text className="v-label v-halo" x={plot.rightPx + 9} y={labelYPx + 4}>
            {label}
          </text>
        </g>
      ))}
    </Picture>
  );
}
