/** @file Figure 5, left: the accuracy of the answer, with its interval, without thoughts and after each number of them. */

import { useMemo, type PointerEvent } from 'react';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { accuracyLayout, accuracySentence, outcomeNear, type OutcomeRow } from './layout';

export interface OutcomeProps {
  readonly rows: readonly OutcomeRow[];
  readonly size: SizePx;
  /** A row was pointed at. */
  readonly onPick?: ((row: number) => void) | undefined;
}

export function AnswerAccuracy({
  rows,
  size,
  chance,
  onPick,
}: OutcomeProps & { readonly chance?: number | undefined }) {
  const marks = useMemo(() => accuracyLayout(rows, size, chance), [rows, size, chance]);
  const { plot, chanceYPx } = marks;
  const onPointerDown = (event: PointerEvent<SVGSVGElement>) =>
    onPick?.(outcomeNear(event.clientX - event.currentTarget.getBoundingClientRect().left, rows, plot));
  return (
    <Picture size={size} name="Accuracy" sentence={accuracySentence(rows)} onPointerDown={onPointerDown}>
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="answers that are right" />
      {chanceYPx !== undefined && (
        <g>
          <line className="v-chance" x1={plot.leftPx} x2={plot.rightPx} y1={chanceYPx} y2={chanceYPx} />
          <text className="v-axis-title v-halo" x={plot.rightPx} y={chanceYPx - 5} textAnchor="end">
            guessing
          </text>
        </g>
      )}
      {marks.points.map(({ name, isShown, xPx, yPx, lowYPx, highYPx, words }) => (
        <g key={name}>
          <g className="v-arm-0">
            <line className="v-whisker" x1={xPx} x2={xPx} y1={lowYPx} y2={highYPx} />
            <circle className="v-dot" cx={xPx} cy={yPx} r={isShown ? 5 : 4} />
            <text className="v-label v-halo" x={xPx} y={highYPx - 7} textAnchor="middle">
              {words}
            </text>
          </g>
          <text className={isShown ? 'v-name' : undefined} x={xPx} y={plot.bottomPx + 16} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      <line className="v-axis-line" x1={plot.leftPx} x2={plot.rightPx} y1={plot.bottomPx} y2={plot.bottomPx} />
    </Picture>
  );
}
