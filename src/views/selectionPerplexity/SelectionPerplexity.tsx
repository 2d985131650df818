/** @file Figure 8. A ring stands where each selection was made. */

import { useMemo } from 'react';
import { ageColour } from '../ageColour';
import { Axis } from '../Axis';
import { short } from '../format';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { perplexityLayout, perplexitySentence, type PerplexityData } from './layout';

export interface SelectionPerplexityProps {
  readonly data: PerplexityData;
  readonly size: SizePx;
}

export function SelectionPerplexity({ data, size }: SelectionPerplexityProps) {
  const marks = useMemo(() => perplexityLayout(data, size), [data, size]);
  const words = useMemo(() => perplexitySentence(data), [data]);
  const { plot } = marks;
  return (
    <Picture size={size} name="Perplexity of the tokens selected at each checkpoint" sentence={words}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="perplexity" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="measured at step" />
      <text className="v-axis-title" x={plot.rightPx + 9} y={plot.topPx - 13}>
        chosen at
      </text>
      {marks.curves.map(({ chosenAtStep, age, path, own, labelYPx }) => (
        <g key={chosenAtStep} style={{ color: ageColour(age) }}>
          <path className="v-curve" d={path} />
          {!Number.isNaN(own.yPx) && <circle className="v-own" cx={own.xPx} cy={own.yPx} r={4.5} />}
          <text className="v-label v-halo" x={plot.rightPx + 9} y={labelYPx + 4}>
            {short(chosenAtStep)}
          </text>
        </g>
      ))}
    </Picture>
  );
}
