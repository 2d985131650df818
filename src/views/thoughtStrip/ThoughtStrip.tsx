/** @file The sequence as slots: question, `<bot>`, thoughts, `<eot>`, and what is written. It is also the lever of the thoughts. */

import type { CSSProperties, KeyboardEvent } from 'react';
import { barShare, slotWords, type StripData, stripWords } from './strip';
import { Words } from './Words';

export interface ThoughtStripProps {
  readonly data: StripData;
  readonly thoughts: number;
  readonly isPlaying: boolean;
  readonly onThoughts: (thoughts: number) => void;
  readonly onPlay: () => void;
}

export function ThoughtStrip({ data, thoughts, isPlaying, onThoughts, onPlay }: ThoughtStripProps) {
  const { most, hasMarks, questionWords, written } = data;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = thoughtsAfterKey(event.key, thoughts, most);
    if (event.key === ' ') onPlay();
    else if (next === undefined) return;
    else onThoughts(next);
    event.preventDefault();
  };
  return (
    <div className="v-thought-strip">
      {most > 0 && (
        <button
          type="button"
          className="v-play"
          aria-label={isPlaying ? 'Pause' : 'Play the thoughts'}
          onClick={onPlay}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
            <path d={isPlaying ? 'M3.5 2h3v12h-3zM9.5 2h3v12h-3z' : 'M4 1.8v12.4L14 8z'} />
          </svg>
        </button>
      )}
      <div className="v-sequence">
        <span className="v-slot v-slot-question">question · {questionWords} words</span>
        {hasMarks && (
          <div
            className="v-slots"
            role="slider"
            tabIndex={0}
            aria-label="Thoughts"
            aria-valuemin={0}
            aria-valuemax={most}
            aria-valuenow={thoughts}
            aria-valuetext={stripWords(data, thoughts)}
            onKeyDown={onKeyDown}
          >
            <span className="v-slot v-slot-mark" onClick={() => onThoughts(0)}>
              &lt;bot&gt;
            </span>
            {Array.from({ length: most }, (_, i) => (
              <Slot key={i} data={data} thought={i + 1} isThought={i < thoughts} onPick={onThoughts} />
            ))}
          </div>
        )}
        {hasMarks && <span className="v-slot v-slot-mark">&lt;eot&gt;</span>}
        <span className="v-slot-written">
          <Words words={written[thoughts] ?? []} />
        </span>
      </div>
    </div>
  );
}

interface SlotProps {
  readonly data: StripData;
  readonly thought: number;
  /** False for a slot that is left out: `<eot>` comes before it. */
  readonly isThought: boolean;
  readonly onPick: (thoughts: number) => void;
}

function Slot({ data, thought, isThought, onPick }: SlotProps) {
  const share = barShare(data, thought);
  return (
    <span
      className="v-slot v-slot-thought"
      data-thought={isThought}
      data-fill={data.slots}
      title={slotWords(data, thought)}
      onClick={() => onPick(thought)}
    >
      {share !== undefined && <span className="v-norm" style={{ '--share': share.toFixed(3) } as CSSProperties} />}
      <span className="v-slot-number">{thought}</span>
    </span>
  );
}

/** [ARIA Authoring Practices, Slider] */
export function thoughtsAfterKey(key: string, thoughts: number, most: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(most, thoughts + 1);
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, thoughts - 1);
    case 'Home':
      return 0;
    case 'End':
      return most;
    default:
      return undefined;
  }
}
