/** @file Figure 7. Later selections are darker. */

import { useMemo } from 'react';
import { ageColour } from '../ageColour';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { accuracyByLossLayout, accuracyByLossSentence, type AccuracyByLossData } from './layout';

export interface AccuracyByLossProps {
  readonly data: AccuracyByLossData;
  readonly size: SizePx;
}

export function AccuracyByLoss({ data, size }: AccuracyByLossProps) {
  const marks = useMemo(() => accuracyByLossLayout(data, size), [data, size]);
  const words = useMemo(() => accuracyByLossSentence(data), [data]);
  const { plot } = marks;
  return (
    <Picture size={size} name={`Accuracy against loss on ${data.of} tokens`} sentence={words}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="accuracy" />
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title={`loss on ${data.of} tokens (nats)`} />
      {marks.series.map(({ chosenAtStep, age, dots, fitPath }) => (
        <g key={chosenAtStep} style={{ color: ageColour(age) }}>
          <path className="v-curve v-thin" d={fitPath} />
          {dots.map((dot, i) => (
            <circle key={i} className="v-dot" cx={dot.xPx} cy={dot.yPx} r={3.5} />
          ))}
        </g>
      ))}
    </Picture>
  );
}
