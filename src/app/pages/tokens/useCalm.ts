/** @file A value that changes at most so often: pictures of a stream need not follow each drop. */

import { useEffect, useRef, useState } from 'react';

/** The newest value, at most once in `everyMs`; at once where that is 0. */
export function useCalm<T>(value: T, everyMs: number): T {
  const [calm, setCalm] = useState(value);
  const shownAtMs = useRef(0);
  useEffect(() => {
    const waitMs = Math.max(0, shownAtMs.current + everyMs - performance.now());
    const timer = setTimeout(() => {
      shownAtMs.current = performance.now();
      setCalm(() => value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return everyMs === 0 ? value : calm;
}
