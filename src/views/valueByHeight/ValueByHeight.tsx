/** @file Figure 9: filled dots are nodes on a shortest path, hollow ones lead elsewhere; below, how many there are. */

import { useMemo } from 'react';
import type { HeightGroup } from '../../core/coconut/probes/parallelism';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { valueByHeightLayout, valueByHeightSentence } from './layout';

export interface ValueByHeightProps {
  readonly groups: readonly HeightGroup[];
  readonly thoughts: number;
  readonly size: SizePx;
}

export function ValueByHeight({ groups, thoughts, size }: ValueByHeightProps) {
  const marks = useMemo(() => valueByHeightLayout(groups, size), [groups, size]);
  const { plot, points, paths } = marks;
  return (
    <Picture size={size} name={`Thought ${thoughts}`} sentence={valueByHeightSentence(groups, thoughts)}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="mean value" />
      <line className="v-axis-line" x1={plot.leftPx} x2={plot.rightPx} y1={plot.bottomPx} y2={plot.bottomPx} />
      {marks.heights.map(({ px, words }) => (
        <text key={words} x={px} y={plot.bottomPx + 16} textAnchor="middle">
          {words}
        </text>
      ))}
      <g aria-hidden="true" className="v-axis-title">
        <text x={0} y={plot.bottomPx + 16}>
          height
        </text>
        <text x={0} y={plot.bottomPx + 36}>
          wrong
        </text>
        <text x={0} y={plot.bottomPx + 53}>
          right
        </text>
      </g>
      {[false, true].map((isCorrect) => (
        <g key={String(isCorrect)} className={isCorrect ? 'v-arm-0' : 'v-arm-1'}>
          <path
            className={isCorrect ? 'v-curve v-thin' : 'v-curve v-thin v-curve-dashed'}
            d={paths[isCorrect ? 1 : 0]}
          />
          {points
            .filter((point) => point.isCorrect === isCorrect)
            .map(({ key, xPx, yPx, lowYPx, highYPx, countWords }) => (
              <g key={key}>
                <line className="v-whisker" x1={xPx} x2={xPx} y1={lowYPx} y2={highYPx} />
                <circle className={isCorrect ? 'v-dot' : 'v-own'} cx={xPx} cy={yPx} r={4.5} />
                <text x={xPx} y={plot.bottomPx + (isCorrect ? 53 : 36)} textAnchor="middle">
                  {countWords}
                </text>
              </g>
            ))}
        </g>
      ))}
    </Picture>
  );
}
