/** @file The lines in view as unseen spans over the canvas: what screen readers read and what one marks and copies. */

import { memo } from 'react';
import type { TextFlow, TokenShape } from './flow';
import { LINE_PX, PAD_PX, type PaneProps } from './pane';

export interface CanvasTwinProps extends Pick<PaneProps, 'describe' | 'pins' | 'count'> {
  readonly id: string;
  readonly flow: TextFlow;
  readonly shapeOf: (token: number) => TokenShape;
  readonly firstLine: number;
  readonly lines: number;
}

export const CanvasTwin = memo(function CanvasTwin(props: CanvasTwinProps) {
  const { id, flow, shapeOf, describe, pins, count, firstLine, lines } = props;
  const rows = Array.from({ length: lines }, (_, row) => {
    const index = firstLine + row;
    const line = flow.line(index);
    return line ? { ...line, index } : undefined;
  }).filter((row) => row !== undefined);
  return rows.map((row) => (
    <div
      key={row.index}
      className="v-twin-line"
      role="presentation"
      style={{ top: PAD_PX + row.index * LINE_PX, left: PAD_PX + row.leadPx, height: LINE_PX }}
    >
      {Array.from({ length: row.end - row.first }, (_, column) => {
        const token = row.first + column;
        return (
          <span
            key={token}
            id={`${id}t${token}`}
            data-token={token}
            role="option"
            aria-label={describe(token)}
            aria-selected={pins.includes(token)}
            aria-posinset={token + 1}
            aria-setsize={count}
            style={{ width: shapeOf(token).headPx }}
          >
            {shapeOf(token).text}
          </span>
        );
      })}
    </div>
  ));
});
