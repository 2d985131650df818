/** @file The document as a strip that one clicks or drags to go somewhere; a window shows what the pane shows. */

import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { count as countWords } from '../format';
import { CATEGORIES } from '../palette';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import {
  stripLayout,
  stripSentence,
  stripToken,
  stripTokenAfterKey,
  stripX,
  type StripData,
  type Viewport,
} from './layout';

export interface DocumentStripProps extends StripData {
  readonly viewport: Viewport;
  readonly cursor?: number | undefined;
  readonly pins?: readonly number[] | undefined;
  readonly size: SizePx;
  readonly onJump: (token: number) => void;
}

const EDGE_PX = 4;

export function DocumentStrip({ category, shown, viewport, cursor, pins = [], size, onJump }: DocumentStripProps) {
  const data = useMemo(() => ({ category, shown }), [category, shown]);
  const band = useMemo(() => ({ widthPx: size.widthPx, heightPx: size.heightPx - 2 * EDGE_PX }), [size]);
  const marks = useMemo(() => stripLayout(data, band), [data, band]);
  const words = useMemo(() => stripSentence(data), [data]);
  const count = category.length;
  const x = (token: number) => stripX(token, count, band);
  const leftPx = x(viewport.first);
  const widthPx = Math.max(4, x(viewport.last + 1) - leftPx);

  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onJump(stripToken(event.clientX - event.currentTarget.getBoundingClientRect().left, count, band));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const token = stripTokenAfterKey(event.key, count, viewport);
    if (token === undefined) return;
    event.preventDefault();
    onJump(token);
  };

  return (
    <Picture
      size={size}
      name="Place in the document"
      sentence={words}
      role="slider"
      tabIndex={0}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={viewport.first + 1}
      aria-valuetext={`tokens ${countWords(viewport.first + 1)} to ${countWords(viewport.last + 1)} of ${countWords(count)}`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={onKeyDown}
      style={{ cursor: 'pointer', touchAction: 'none' }}
    >
      <g transform={`translate(0 ${EDGE_PX})`}>
        <rect className="v-strip-ground" width={band.widthPx} height={band.heightPx} rx={2} />
        {marks.paths.map((path, code) => (
          <path key={code} d={path} fill={CATEGORIES[code]?.fill} shapeRendering="crispEdges" />
        ))}
        {pins.map((pin) => (
          <rect
            key={pin}
            className="v-strip-pin"
            x={x(pin + 0.5) - 1}
            y={-EDGE_PX}
            width={2}
            height={band.heightPx + 2 * EDGE_PX}
          />
        ))}
        {cursor !== undefined && (
          <rect
            className="v-strip-cursor"
            x={x(cursor + 0.5) - 1}
            y={-EDGE_PX}
            width={2}
            height={band.heightPx + 2 * EDGE_PX}
          />
        )}
      </g>
      <rect className="v-strip-window" x={leftPx} y={1} width={widthPx} height={size.heightPx - 2} rx={3} />
    </Picture>
  );
}
