/** @file The curriculum of a method: what is given and what is learned at each stage. A row can be looked at. */

import { useMemo } from 'react';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { curriculumLayout, type CurriculumRow } from './layout';

export interface CurriculumProps {
  readonly rows: readonly CurriculumRow[];
  /** The stage that the tree is drawn at. */
  readonly shown: number | undefined;
  readonly size: SizePx;
  readonly onStage: ((stage: number) => void) | undefined;
}

export function Curriculum({ rows, shown, size, onStage }: CurriculumProps) {
  const marks = useMemo(() => curriculumLayout(rows, size), [rows, size]);
  return (
    <Picture size={size} name="Curriculum" sentence={marks.rows.map(({ sentence }) => sentence).join('. ')}>
      {marks.rows.map(({ stage, yPx, words, blocks, sentence }) => (
        <g
          key={stage}
          className="v-stage"
          data-shown={stage === shown}
          data-pick={onStage !== undefined}
          transform={`translate(0 ${yPx})`}
          onClick={onStage && (() => onStage(stage))}
        >
          <title>{sentence}</title>
          <rect className="v-stage-room" x={0} y={0} width={size.widthPx} height={marks.blockPx + 6} rx={4} />
          <text x={6} y={20}>
            {words}
          </text>
          {blocks.map(({ kind, xPx, widthPx, words: inside, isLearned }, i) => (
            <g key={i}>
              <rect
                className="v-block"
                data-kind={kind}
                data-learned={isLearned}
                x={xPx.toFixed(2)}
                y={3}
                width={widthPx.toFixed(2)}
                height={marks.blockPx}
                rx={kind === 'thought' || kind === 'pause' ? marks.blockPx / 2 : 3}
              />
              <text
                className="v-block-words"
                data-learned={isLearned}
                x={(xPx + widthPx / 2).toFixed(2)}
                y={20}
                textAnchor="middle"
              >
                {inside}
              </text>
            </g>
          ))}
        </g>
      ))}
    </Picture>
  );
}
