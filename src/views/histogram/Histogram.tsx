/** @file A score over the tokens as a histogram, with a cut that one drags or moves by keys. */

import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import { Axis } from '../Axis';
import { share, signedNats } from '../format';
import { KEPT_FILL } from '../palette';
import { Picture } from '../Picture';
import type { SizePx } from '../size';
import {
  cutAfterKey,
  cutAt,
  histogramLayout,
  histogramSentence,
  keptFraction,
  valueBins,
  type HistogramData,
} from './layout';

export interface HistogramProps extends HistogramData {
  readonly size: SizePx;
  /** nats; without it the cut stands still. */
  readonly onCut?: ((cutNats: number) => void) | undefined;
}

export function Histogram({ values, shown, cutNats, title, size, onCut }: HistogramProps) {
  const bins = useMemo(() => valueBins(values, shown), [values, shown]);
  const marks = useMemo(() => histogramLayout(bins, cutNats, size), [bins, cutNats, size]);
  const data = useMemo(() => ({ values, shown, cutNats, title }), [values, shown, cutNats, title]);
  const words = useMemo(() => histogramSentence(data, bins), [data, bins]);
  const kept = useMemo(() => keptFraction(data), [data]);
  const { plot, cutPx, zeroPx } = marks;

  const onKeyDown = (event: KeyboardEvent) => {
    const next = cutNats === undefined ? undefined : cutAfterKey(event.key, cutNats, bins);
    if (next === undefined) return;
    event.preventDefault();
    onCut?.(next);
  };
  const onPointer = (event: PointerEvent<SVGGElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const leftPx = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    onCut?.(cutAt(event.clientX - leftPx, bins, size));
  };

  return (
    <Picture size={size} name={`Tokens by ${title}`} sentence={words} role="group">
      <Axis side="left" plot={plot} ticks={marks.yTicks} title="tokens" />
      {marks.bars.map((bar) => (
        <rect
          key={bar.x0}
          className="v-bar"
          style={bar.isKept ? { fill: KEPT_FILL } : undefined}
          x={bar.x0}
          y={bar.yPx}
          width={Math.max(0, bar.x1 - bar.x0 - 0.75)}
          height={bar.heightPx}
        />
      ))}
      {zeroPx !== undefined && <line className="v-guide" x1={zeroPx} x2={zeroPx} y1={plot.topPx} y2={plot.bottomPx} />}
      <Axis side="bottom" plot={plot} ticks={marks.xTicks} title={title} />
      {cutPx !== undefined && cutNats !== undefined && (
        <g
          className="v-cut"
          role={onCut ? 'slider' : undefined}
          tabIndex={onCut ? 0 : undefined}
          aria-label="Selection threshold"
          aria-valuemin={bins.lowNats}
          aria-valuemax={bins.highNats}
          aria-valuenow={cutNats}
          aria-valuetext={`${signedNats(cutNats)} nats, keeps ${share(kept)}`}
          onKeyDown={onKeyDown}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          <rect
            className="v-cut-room"
            x={cutPx - 14}
            y={plot.topPx - 18}
            width={28}
            height={plot.bottomPx - plot.topPx + 18}
          />
          <line className="v-cursor-line" x1={cutPx} x2={cutPx} y1={plot.topPx - 2} y2={plot.bottomPx} />
          <circle className="v-thumb" cx={cutPx} cy={plot.topPx - 2} r={6} />
          <CutLabel cutPx={cutPx} yPx={plot.topPx - 12} widthPx={size.widthPx} words={`keep ${share(kept)}`} />
        </g>
      )}
    </Picture>
  );
}

interface CutLabelProps {
  readonly cutPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly words: string;
}

/** Stands on the side where there is room. */
function CutLabel({ cutPx, yPx, widthPx, words }: CutLabelProps) {
  const isLeft = cutPx > widthPx - 90;
  return (
    <text className="v-label" x={isLeft ? cutPx - 11 : cutPx + 11} y={yPx + 4} textAnchor={isLeft ? 'end' : 'start'}>
      {words}
    </text>
  );
}
