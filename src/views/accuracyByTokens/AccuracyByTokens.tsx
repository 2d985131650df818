/** @file Accuracy against generated tokens; the settings of the model at hand are filled, other models hollow. */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { accuracyByTokensLayout, accuracyByTokensSentence, type TokensPoint } from './layout';

export interface AccuracyByTokensProps {
  readonly points: readonly TokensPoint[];
  readonly size: SizePx;
}

export function AccuracyByTokens({ points, size }: AccuracyByTokensProps) {
  const marks = useMemo(() => accuracyByTokensLayout(points, size), [points, size]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Accuracy against generated tokens" sentence={accuracyByTokensSentence(points)}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="answers that are right" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="generated tokens, mean" />
      {marks.points.map(({ name, isSameModel, xPx, yPx, lowYPx, highYPx, labelXPx, labelYPx, anchor }) => (
        <g key={name} className={isSameModel ? 'v-arm-0' : 'v-arm-2'}>
          <line className="v-whisker" x1={xPx} x2={xPx} y1={lowYPx} y2={highYPx} />
          <circle className={isSameModel ? 'v-dot' : 'v-own'} cx={xPx} cy={yPx} r={4.5} />
          <text className="v-note-label v-halo" x={labelXPx} y={labelYPx + 4} textAnchor={anchor}>
            {name}
          </text>
        </g>
      ))}
    </Picture>
  );
}
