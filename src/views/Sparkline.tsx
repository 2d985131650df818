/** @file A trajectory without axes, for a card. */

import { useMemo } from 'react';
import { Picture } from './Picture';
import type { SizePx } from './size';
import { trajectoryLayout, trajectorySentence, type TokenTrajectory } from './trajectory';

export interface SparklineProps {
  readonly trajectory: TokenTrajectory;
  readonly steps: readonly number[];
  readonly time: number;
  readonly size: SizePx;
}

export function Sparkline({ trajectory, steps, time, size }: SparklineProps) {
  const marks = useMemo(() => trajectoryLayout(trajectory, steps, time, size, true), [trajectory, steps, time, size]);
  return (
    <Picture size={size} name="Loss over training" sentence={trajectorySentence(trajectory)}>
      <line className="v-fit" {...marks.fit} />
      <g style={{ color: `var(--v-line-${trajectory.category}, var(--v-ink-2))` }}>
        {marks.pathBefore && <path className="v-curve v-unfitted" d={marks.pathBefore} />}
        <path className="v-curve" d={marks.path} />
        {!Number.isNaN(marks.cursor.yPx) && (
          <circle className="v-dot" cx={marks.cursor.xPx} cy={marks.cursor.yPx} r={3.5} />
        )}
      </g>
    </Picture>
  );
}
