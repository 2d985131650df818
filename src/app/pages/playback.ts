/** @file Plays what a page has: by the button, and once by itself for a first visit. */

import { useEffect, useEffectEvent, useState } from 'react';
import { useApp } from '../AppContext';

/** The whole way through checkpoints, however many they are. */
export const WAY_MS = 2600;
const FASTEST_BEAT_MS = 90;
/** Long enough to see what there is before it plays. */
const FIRST_LOOK_MS = 900;

/** So long stands a checkpoint. */
export function checkpointBeatMs(checkpoints: number): number {
  return Math.max(FASTEST_BEAT_MS, WAY_MS / Math.max(1, checkpoints));
}

/** One beat after the other while the page plays. */
export function usePlayback(beatMs: number, playOn: () => void): void {
  const isPlaying = useApp((state) => state.isPlaying);
  useEffect(() => {
    if (!isPlaying) return;
    const beat = setInterval(playOn, beatMs);
    return () => clearInterval(beat);
  }, [isPlaying, beatMs, playOn]);
}

export function isMotionReduced(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

interface OpeningPlay {
  readonly play: () => void;
  /** To the end at once. */
  readonly end: () => void;
  readonly lastsMs: number;
}

/** Plays once when a picture is first seen. Any input cancels it and leaves the end on the screen. */
export function useOpeningPlay(isWelcome: boolean, { play, end, lastsMs }: OpeningPlay): void {
  // The play itself moves the cursor, and a moved cursor is no first visit: what was due stays due.
  const [isDue, setDue] = useState(isWelcome);
  if (isWelcome && !isDue) setDue(true);
  // Once is once: another speed or other callbacks do not begin it anew.
  const opening = useEffectEvent(() => ({ play, end, lastsMs }));
  useEffect(() => {
    if (!isDue || isMotionReduced()) return;
    const { lastsMs } = opening();
    const begin = setTimeout(() => opening().play(), FIRST_LOOK_MS);
    const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    const done = new AbortController();
    const cancel = () => {
      clearTimeout(begin);
      opening().end();
      done.abort();
    };
    for (const input of inputs) window.addEventListener(input, cancel, { signal: done.signal, passive: true });
    const over = setTimeout(() => done.abort(), FIRST_LOOK_MS + lastsMs);
    return () => {
      clearTimeout(begin);
      clearTimeout(over);
      done.abort();
    };
  }, [isDue]);
}
