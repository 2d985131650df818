/** @file Moves through the checkpoints of a run. Who holds the time plays it; here it is an argument. */

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { count, short } from '../format';
import { useSize } from '../size';
import { checkpointAfterKey, checkpointAt, checkpointWords, scrubberLayout, type Checkpoint } from './layout';

export interface ScrubberProps {
  readonly checkpoints: readonly Checkpoint[];
  /** Number of a checkpoint; fractions while it plays. */
  readonly time: number;
  readonly isPlaying: boolean;
  readonly onTime: (checkpoint: number) => void;
  readonly onPlay: (isPlaying: boolean) => void;
  /** Before the place is measured, as in a test. */
  readonly widthPx?: number;
}

const HEIGHT_PX = 40;

export function Scrubber({ checkpoints, time, isPlaying, onTime, onPlay, widthPx = 320 }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const size = { widthPx: useSize(track)?.widthPx ?? widthPx, heightPx: HEIGHT_PX };
  const marks = scrubberLayout(checkpoints.length, time, size);
  const now = Math.round(time);
  const current = checkpoints[now];
  const last = checkpoints.at(-1);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === ' ' ? undefined : checkpointAfterKey(event.key, time, checkpoints.length);
    if (event.key === ' ') onPlay(!isPlaying);
    else if (next === undefined) return;
    else onTime(next);
    event.preventDefault();
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const xPx = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const checkpoint = checkpointAt(xPx, checkpoints.length, size);
    if (checkpoint !== time) onTime(checkpoint);
  };

  return (
    <div className="v-scrubber">
      <button
        type="button"
        className="v-play"
        aria-label={isPlaying ? 'Pause' : 'Play the checkpoints'}
        onClick={() => onPlay(!isPlaying)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
          <path d={isPlaying ? 'M3.5 2h3v12h-3zM9.5 2h3v12h-3z' : 'M4 1.8v12.4L14 8z'} />
        </svg>
      </button>
      <div
        ref={track}
        className="v-scrubber-track"
        role="slider"
        tabIndex={0}
        aria-label="Checkpoint"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, checkpoints.length - 1)}
        aria-valuenow={now}
        aria-valuetext={current && `${now + 1} of ${checkpoints.length}: ${checkpointWords(current)}`}
        onKeyDown={onKeyDown}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        <svg width={size.widthPx} height={HEIGHT_PX} aria-hidden="true">
          <line className="v-track" x1={marks.fromPx} x2={marks.toPx} y1={marks.y} y2={marks.y} />
          <line className="v-track-past" x1={marks.fromPx} x2={marks.thumbPx} y1={marks.y} y2={marks.y} />
          {marks.ticks.map((tick) => (
            <circle
              key={tick.checkpoint}
              className={tick.isPast ? 'v-track-tick v-track-tick-past' : 'v-track-tick'}
              cx={tick.xPx}
              cy={marks.y}
              r={3}
            />
          ))}
          <circle className="v-thumb" cx={marks.thumbPx} cy={marks.y} r={8} />
        </svg>
      </div>
      <div className="v-scrubber-label">
        <span>
          <strong>step {current ? count(current.step) : '–'}</strong> of {last ? count(last.step) : '–'}
        </span>
        <span>{current?.tokens === undefined ? '' : `${short(current.tokens)} tokens seen`}</span>
      </div>
    </div>
  );
}
