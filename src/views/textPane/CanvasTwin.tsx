/** @file The lines in view as unseen spans over the canvas: what screen readers read and what one marks and copies. */

import { memo } from 'react';
import type { TextFlow } from './flow';
import type { Line, TokenShape } from './line';
import { LINE_PX, PAD_PX, type PaneProps } from './pane';

interface TwinLook extends Pick<PaneProps, 'describe' | 'pins' | 'count' | 'shared'> {
  readonly id: string;
  readonly shapeOf: (token: number) => TokenShape;
}

export interface CanvasTwinProps extends TwinLook {
  readonly flow: TextFlow;
  readonly firstLine: number;
  readonly lines: number;
}

export const CanvasTwin = memo(function CanvasTwin({ flow, firstLine, lines, ...look }: CanvasTwinProps) {
  return linesFrom(flow, firstLine, lines).map(({ index, line }) => (
    <div
      key={`${line.first} ${line.end}`}
      className="v-twin-line"
      role="presentation"
      style={{ top: PAD_PX + index * LINE_PX, left: PAD_PX, height: LINE_PX }}
    >
      <TwinTokens {...look} flow={flow} {...line} />
    </div>
  ));
});

// Apart from the place of their line, so that lines which only move are not made anew.
const TwinTokens = memo(function TwinTokens(props: TwinLook & Line & { readonly flow: TextFlow }) {
  const { id, flow, first, end, leadPx, shapeOf, shared, describe, pins, count } = props;
  return flow.place({ first, end, leadPx }).leftPx.map((leftPx, column) => {
    const token = first + column;
    const { text, headPx } = shapeOf(token);
    const tail = shared?.(token).tail;
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
        style={{ left: leftPx, width: headPx }}
      >
        {text}
        {tail?.first === token && tail.text}
      </span>
    );
  });
});

/** Lines that hold tokens; an empty line has no twin. */
function linesFrom(flow: TextFlow, firstLine: number, lines: number): { index: number; line: Line }[] {
  return Array.from({ length: lines }, (_, row) => firstLine + row).flatMap((index) => {
    const line = flow.line(index);
    return line && line.end > line.first ? [{ index, line }] : [];
  });
}
