/** @file The time of the tree: it runs from one number of thoughts to the next, and stands still at each. */

import { useEffect, useRef, useState } from 'react';
import { isMotionReduced } from '../../playback';

/** From one number of thoughts to the next. */
const PASSAGE_MS = 750;
/** A state is read before the next one comes. */
const STAND_MS = 650;

export function thoughtBeatMs(speed: number): number {
  return (PASSAGE_MS + STAND_MS) / speed;
}

/** Follows `thoughts` frame by frame; at once where motion is reduced. */
export function useThoughtTime(thoughts: number, speed: number): number {
  const [time, setTime] = useState(thoughts);
  const now = useRef(thoughts);
  useEffect(() => {
    const moveTo = (next: number) => {
      now.current = next;
      setTime(next);
    };
    let frame = 0;
    let lastMs: number | undefined;
    const onFrame = (nowMs: number) => {
      const left = thoughts - now.current;
      // A long way is not a long wait.
      const pace = ((nowMs - (lastMs ?? nowMs)) * speed * Math.max(1, Math.abs(left))) / PASSAGE_MS;
      lastMs = nowMs;
      if (isMotionReduced() || Math.abs(left) <= pace) return moveTo(thoughts);
      moveTo(now.current + Math.sign(left) * pace);
      frame = requestAnimationFrame(onFrame);
    };
    if (now.current !== thoughts) frame = requestAnimationFrame(onFrame);
    return () => cancelAnimationFrame(frame);
  }, [thoughts, speed]);
  return time;
}
