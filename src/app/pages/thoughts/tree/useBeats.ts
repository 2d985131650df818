/** @file Beats of a play that one component keeps to itself. */

import { useEffect, useRef } from 'react';

export function useBeats(isPlaying: boolean, beatMs: number, onBeat: () => void): void {
  const newest = useRef(onBeat);
  useEffect(() => {
    newest.current = onBeat;
  });
  useEffect(() => {
    if (!isPlaying) return;
    const beat = setInterval(() => newest.current(), beatMs);
    return () => clearInterval(beat);
  }, [isPlaying, beatMs]);
}
