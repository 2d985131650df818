/** @file First and last loss, one point a token; dragging selects a rectangle of losses. */

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { finished } from '../../core/util/pieces';
import { Axis } from '../Axis';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import { inSlices } from '../slices';
import { drawPoints, pointPx, pointStride } from './drawPoints';
import {
  brushAfterKey,
  brushBetween,
  brushToBox,
  scatterLayout,
  scatterSentence,
  tokenNear,
  type Brush,
  type ScatterData,
  type ScatterMarks,
} from './layout';

export interface ScatterProps extends ScatterData {
  readonly size: SizePx;
  readonly cursor?: number | undefined;
  readonly pins?: readonly number[] | undefined;
  readonly brush?: Brush | undefined;
  /** Nothing: the brush is taken away. */
  readonly onBrush?: ((brush: Brush | undefined) => void) | undefined;
  readonly onCursor?: ((token: number) => void) | undefined;
  readonly onPick?: ((token: number) => void) | undefined;
}

/** Above this the points are drawn on a canvas. */
const SVG_LIMIT = 2000;
/** Above this they are drawn in slices. */
const SLICED_FROM = 20_000;
/** A drag shorter than this is a click. */
const CLICK_PX = 4;

type Point = readonly [number, number];

export function Scatter(props: ScatterProps) {
  const { firstNats, lastNats, category, shown, thresholdNats, lastMeanNats } = props;
  const { size, cursor, pins = [], brush, onBrush, onCursor, onPick } = props;
  const data = useMemo<ScatterData>(
    () => ({ firstNats, lastNats, category, thresholdNats, lastMeanNats }),
    [firstNats, lastNats, category, thresholdNats, lastMeanNats],
  );
  const marks = useMemo(() => scatterLayout(data, size), [data, size]);
  const words = useMemo(() => scatterSentence(data), [data]);
  const [drag, setDrag] = useState<{ from: Point; to: Point }>();
  const { plot } = marks;
  const dragged = drag && brushBetween(drag.from, drag.to, data, size);
  const box = dragged ?? brush;

  const pointOf = (event: PointerEvent): Point => {
    const frame = event.currentTarget.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: pointOf(event), to: pointOf(event) });
  };
  const onPointerMove = (event: PointerEvent) => {
    const to = pointOf(event);
    if (drag) return setDrag({ from: drag.from, to });
    const token = tokenNear(marks, shown, to);
    if (token !== undefined && token !== cursor) onCursor?.(token);
  };
  const onPointerUp = () => {
    setDrag(undefined);
    if (!drag) return;
    const isClick = Math.hypot(drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]) < CLICK_PX;
    if (!isClick) return onBrush?.(dragged);
    const token = tokenNear(marks, shown, drag.to);
    if (token === undefined) onBrush?.(undefined);
    else onPick?.(token);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onBrush?.(undefined);
    const next = brushAfterKey(event.key, event.shiftKey, brush, data);
    if (!next) return;
    event.preventDefault();
    onBrush?.(next);
  };

  return (
    <div className="v-scatter" style={{ width: size.widthPx, height: size.heightPx }}>
      {category.length > SVG_LIMIT && <PointSheet marks={marks} category={category} shown={shown} size={size} />}
      <Picture
        size={size}
        name="First and last loss"
        sentence={`${words} Arrow keys move a selection, Shift with arrow keys resizes it, Escape clears it.`}
        role="group"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
      >
        <Axis side="left" plot={plot} ticks={marks.yTicks} title="last loss (nats)" hasGrid={false} />
        <Axis side="bottom" plot={plot} ticks={marks.xTicks} title="first loss (nats)" />
        <line className="v-guide" {...marks.diagonal} />
        {marks.thresholds.map((segment) => (
          <line key={segment.x1} className="v-guide v-guide-dashed" {...segment} />
        ))}
        <line
          className="v-guide v-guide-dashed"
          x1={plot.leftPx}
          x2={plot.rightPx}
          y1={marks.meanYPx}
          y2={marks.meanYPx}
        />
        {category.length <= SVG_LIMIT && <Points marks={marks} category={category} shown={shown} />}
        {pointStride(category.length) > 1 && (
          <text className="v-gap-label v-halo" x={plot.rightPx} y={plot.topPx - 13} textAnchor="end">
            one in {pointStride(category.length)} tokens drawn
          </text>
        )}
        {[...pins, ...(cursor === undefined ? [] : [cursor])].map((token) => (
          <circle
            key={token}
            className={token === cursor ? 'v-ring v-ring-cursor' : 'v-ring'}
            cx={marks.xPx[token]}
            cy={marks.yPx[token]}
            r={6}
          />
        ))}
        {box && <BrushBox brush={box} data={data} size={size} />}
      </Picture>
    </div>
  );
}

function BrushBox({ brush, data, size }: { brush: Brush; data: ScatterData; size: SizePx }) {
  const { xPx, yPx, widthPx, heightPx } = brushToBox(brush, data, size);
  return <rect className="v-brush" x={xPx} y={yPx} width={widthPx} height={heightPx} />;
}

interface PointProps {
  readonly marks: ScatterMarks;
  readonly category: Uint8Array;
  readonly shown?: Uint8Array | undefined;
}

function Points({ marks, category, shown }: PointProps) {
  const sidePx = pointPx(category.length);
  return Array.from(category, (code, token) => {
    const [xPx, yPx] = [marks.xPx[token] ?? NaN, marks.yPx[token] ?? NaN];
    if (Number.isNaN(xPx + yPx)) return undefined;
    return (
      <circle
        key={token}
        cx={xPx}
        cy={yPx}
        r={sidePx / 2 + 0.5}
        fill={shown?.[token] === 0 ? 'var(--v-ghost)' : `var(--v-line-${code}, var(--v-ghost))`}
        fillOpacity={shown?.[token] === 0 ? 0.5 : 0.8}
      />
    );
  });
}

function PointSheet({ marks, category, shown, size }: PointProps & { readonly size: SizePx }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const node = canvas.current;
    const context = node?.getContext('2d');
    if (!node || !context) return;
    let turns = 0;
    const draw = () => {
      const scale = devicePixelRatio;
      node.width = Math.round(size.widthPx * scale);
      node.height = Math.round(size.heightPx * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const style = getComputedStyle(node);
      const ink = (name: string) => style.getPropertyValue(name).trim();
      const categories = [0, 1, 2, 3].map((code) => ink(`--v-line-${code}`));
      const drawing = drawPoints(context, marks, category, shown, { categories, ghost: ink('--v-ghost') });
      // A drawing ends when the next one begins.
      const turn = ++turns;
      if (category.length <= SLICED_FROM) finished(drawing);
      else void inSlices(drawing, () => turn !== turns);
    };
    draw();
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      turns++;
      theme.disconnect();
    };
  }, [marks, category, shown, size]);
  return (
    <canvas
      ref={canvas}
      className="v-sheet"
      aria-hidden="true"
      style={{ width: size.widthPx, height: size.heightPx }}
    />
  );
}
