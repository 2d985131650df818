/** @file One bar for each thing that was fed in, its null thin below it; the whisker is the interval of what stays right. */

import { useMemo } from 'react';
import { CHOICES } from '../../core/coconut/probes/interventionEffect';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import {
  CHOICE_WORDS,
  interventionHeightPx,
  interventionLayout,
  interventionSentence,
  type InterventionData,
} from './layout';

export interface InterventionBarsProps {
  readonly data: InterventionData;
  readonly widthPx: number;
}

export function InterventionBars({ data, widthPx }: InterventionBarsProps) {
  const size: SizePx = useMemo(() => ({ widthPx, heightPx: interventionHeightPx(data.rows) }), [widthPx, data.rows]);
  const marks = useMemo(() => interventionLayout(data, size), [data, size]);
  const { coinXPx } = marks;
  return (
    <Picture size={size} name={`Thought ${data.thought} replaced`} sentence={interventionSentence(data)}>
      <text className="v-axis-title" x={coinXPx} y={9} textAnchor="middle">
        guessing
      </text>
      {marks.rows.map(({ name, isNull, yPx, barPx, pieces, lowXPx, highXPx, words }) => (
        <g key={name}>
          <text className={isNull ? undefined : 'v-name'} x={isNull ? 10 : 0} y={yPx + barPx / 2 + 4}>
            {name}
          </text>
          {pieces.map(({ choice, xPx, widthPx: pieceWidthPx, words: percent }) => (
            <g key={choice}>
              <rect className={`v-choice-${choice}`} x={xPx} y={yPx} width={pieceWidthPx} height={barPx} />
              <text className="v-on-fill" x={xPx + pieceWidthPx / 2} y={yPx + 12} textAnchor="middle">
                {percent}
              </text>
            </g>
          ))}
          <line className="v-interval" x1={lowXPx} x2={highXPx} y1={yPx + barPx} y2={yPx + barPx} />
          <text x={marks.wordsXPx} y={yPx + barPx / 2 + 4}>
            {words}
          </text>
        </g>
      ))}
      <line className="v-chance" x1={coinXPx} x2={coinXPx} y1={13} y2={marks.bottomPx} />
    </Picture>
  );
}

export function ChoiceLegend() {
  return (
    <ul className="v-key" aria-label="What the model answers">
      {CHOICES.map((choice) => (
        <li key={choice}>
          <span className={`v-key-fill v-choice-${choice}`} />
          {CHOICE_WORDS[choice]}
        </li>
      ))}
    </ul>
  );
}
