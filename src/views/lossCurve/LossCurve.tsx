/** @file The live training curve. */

import { useMemo } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { lossCurveLayout, lossCurveSentence, type LossCurveData } from './layout';

export interface LossCurveProps extends LossCurveData {
  readonly size: SizePx;
}

export function LossCurve({ series, totalSteps, checkpoints, gaps, isLog, atStep, size }: LossCurveProps) {
  const data = useMemo(
    () => ({ series, totalSteps, checkpoints, gaps, isLog, atStep }),
    [series, totalSteps, checkpoints, gaps, isLog, atStep],
  );
  const marks = useMemo(() => lossCurveLayout(data, size), [data, size]);
  const words = useMemo(() => lossCurveSentence(data), [data]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Training loss" sentence={words}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title={isLog ? 'loss (nats, log scale)' : 'loss (nats)'} />
      {marks.checkpointsPx.map((xPx) => (
        <path key={xPx} className="v-checkpoint" d={`M${xPx} ${plot.bottomPx - 1}l-3.5 -6h7z`} />
      ))}
      {marks.gaps.map(({ xPx, words: why }) => (
        <g key={xPx}>
          <line className="v-guide v-guide-dashed" x1={xPx} x2={xPx} y1={plot.topPx} y2={plot.bottomPx} />
          <text className="v-gap-label v-halo" x={xPx + 5} y={plot.topPx + 10}>
            {why}
          </text>
        </g>
      ))}
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="training step" />
      {marks.cursorPx !== undefined && (
        <line className="v-cursor-line" x1={marks.cursorPx} x2={marks.cursorPx} y1={plot.topPx} y2={plot.bottomPx} />
      )}
      {marks.curves.map(({ name, rawPath, isBand, smoothPath, end }, arm) => (
        <g key={name} className={`v-arm v-arm-${arm % 4}`}>
          <path className={isBand ? 'v-raw-band' : 'v-raw'} d={rawPath} />
          <path className="v-curve" d={smoothPath} />
          {end && (
            <>
              <circle className="v-dot" cx={end.xPx} cy={end.yPx} r={3} />
              <text className="v-label v-halo" x={end.xPx + 7} y={end.labelYPx + 4}>
                {end.words}
              </text>
            </>
          )}
        </g>
      ))}
    </Picture>
  );
}
