/** @file Share kept of each group, with the line where a selection that does not look would keep it. */

import { useMemo } from 'react';
import { KEPT_FILL } from '../palette';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { keptGroupsHeightPx, keptGroupsLayout, keptGroupsSentence, type KeptGroupsData } from './layout';

export interface KeptGroupsProps {
  readonly data: KeptGroupsData;
  readonly widthPx: number;
}

export function KeptGroups({ data, widthPx }: KeptGroupsProps) {
  const size: SizePx = useMemo(
    () => ({ widthPx, heightPx: keptGroupsHeightPx(data.rows.length) }),
    [widthPx, data.rows.length],
  );
  const marks = useMemo(() => keptGroupsLayout(data, size), [data, size]);
  return (
    <Picture size={size} name={`Kept tokens by ${data.of}`} sentence={keptGroupsSentence(data)}>
      {marks.rows.map(({ name, yPx, barPx, keptPx, words }) => (
        <g key={name}>
          <text className="v-name" x={0} y={yPx + barPx}>
            {name}
          </text>
          <rect
            className="v-group-all"
            x={marks.leftPx}
            y={yPx}
            width={marks.rightPx - marks.leftPx}
            height={barPx}
            rx={2}
          />
          <rect fill={KEPT_FILL} x={marks.leftPx} y={yPx} width={keptPx} height={barPx} rx={2} />
          <text x={marks.rightPx + 8} y={yPx + barPx - 1}>
            {words}
          </text>
        </g>
      ))}
      <line className="v-chance" x1={marks.chancePx} x2={marks.chancePx} y1={marks.topPx - 6} y2={marks.bottomPx - 8} />
      <text className="v-axis-title" x={marks.chancePx} y={marks.topPx - 11} textAnchor="middle">
        {marks.chanceWords}
      </text>
    </Picture>
  );
}
