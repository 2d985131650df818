/** @file One step of selective training at a moment. Who holds the time plays it. */

import { useMemo } from 'react';
import { KEPT_FILL } from '../palette';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { slowMotionLayout, slowMotionSentence, type SlowMotionData } from './layout';

export interface SlowMotionProps {
  readonly data: SlowMotionData;
  /** 0..STEP_END */
  readonly time: number;
  readonly size: SizePx;
}

export function SlowMotion({ data, time, size }: SlowMotionProps) {
  const marks = useMemo(() => slowMotionLayout(data, time, size), [data, time, size]);
  return (
    <Picture size={size} name="One step in slow motion" sentence={slowMotionSentence(data, time)}>
      <text className="v-axis-title" x={0} y={13} aria-hidden="true">
        {marks.yTitle}
      </text>
      {marks.yTicks.map(({ px, words }) => (
        <g key={words} aria-hidden="true">
          <line className="v-grid-line" x1={marks.leftPx} x2={marks.rightPx} y1={px} y2={px} />
          <text x={marks.leftPx - 8} y={px + 4} textAnchor="end">
            {words}
          </text>
        </g>
      ))}
      {marks.tokens.map(({ text, xPx, widthPx, reference, model, isKept, opacity }, token) => (
        <g key={token} opacity={opacity}>
          <rect
            className="v-bar"
            style={isKept ? { fill: KEPT_FILL } : undefined}
            x={xPx}
            y={model.yPx}
            width={widthPx}
            height={model.heightPx}
          />
          <rect className="v-reference-bar" x={xPx} y={reference.yPx} width={widthPx} height={reference.heightPx} />
          <text
            className={isKept ? 'v-slow-text v-slow-kept' : 'v-slow-text'}
            transform={`translate(${(xPx + widthPx / 2 + 4).toFixed(2)} ${marks.textYPx}) rotate(90)`}
          >
            {text}
          </text>
        </g>
      ))}
      <line className="v-axis-line" x1={marks.leftPx} x2={marks.rightPx} y1={marks.zeroPx} y2={marks.zeroPx} />
      {marks.cutPx !== undefined && (
        <line className="v-cursor-line" x1={marks.leftPx} x2={marks.rightPx} y1={marks.cutPx} y2={marks.cutPx} />
      )}
    </Picture>
  );
}
