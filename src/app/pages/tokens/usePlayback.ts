/** @file Plays the checkpoints: by the button, and once by itself for a first visit. */

import { useEffect, useRef } from 'react';
import { useActions, useApp } from '../../AppContext';

/** The whole way, however many checkpoints it has. */
const WAY_MS = 2600;
const FASTEST_BEAT_MS = 90;
/** Long enough to see the end before it goes back to the start. */
const FIRST_LOOK_MS = 900;

export function usePlayback(checkpoints: number): void {
  const isPlaying = useApp((state) => state.isPlaying);
  const { playOn } = useActions();
  useEffect(() => {
    if (!isPlaying) return;
    const beat = setInterval(playOn, Math.max(FASTEST_BEAT_MS, WAY_MS / Math.max(1, checkpoints)));
    return () => clearInterval(beat);
  }, [isPlaying, checkpoints, playOn]);
}

/** Plays once when a document is first seen. Any input cancels it and leaves the end on the screen. */
export function useOpeningPlay(isWelcome: boolean): void {
  const { togglePlay, followNewest } = useActions();
  const isPlayed = useRef(false);
  useEffect(() => {
    if (!isWelcome || isPlayed.current || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    isPlayed.current = true;
    const begin = setTimeout(togglePlay, FIRST_LOOK_MS);
    const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    const done = new AbortController();
    const cancel = () => {
      clearTimeout(begin);
      followNewest();
      done.abort();
    };
    for (const input of inputs) window.addEventListener(input, cancel, { signal: done.signal, passive: true });
    const end = setTimeout(() => done.abort(), FIRST_LOOK_MS + 2 * WAY_MS);
    return () => {
      clearTimeout(begin);
      clearTimeout(end);
      done.abort();
    };
  }, [isWelcome, togglePlay, followNewest]);
}
