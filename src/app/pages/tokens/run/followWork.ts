/** @file Long work whose answer is wanted again and again while what it follows from grows: done in slices, one at a time. */

import type { Pieces } from '../../../../core/util/pieces';
import { inSlices } from '../../../../views/slices';

export interface Following {
  /** What the work follows from has grown. */
  readonly ask: () => void;
  /** Nobody waits for it any more. */
  readonly end: () => void;
}

/** By so much longer than the work took there is rest after it: a stream takes at most a third of the page's time. */
const REST = 2;

/**
 * Does the work now, and again each time that it is asked for. What is asked for while it is under way is done once more
 * afterwards: if it started again at each change, it would never finish during a fast stream.
 */
export function followWork<T>(make: () => Pieces<T>, take: (value: T) => void): Following {
  let isOver = false;
  let isAsked = true;
  let wake: () => void = () => undefined;
  const go = async () => {
    while (!isOver) {
      isAsked = false;
      const begunMs = performance.now();
      const value = await inSlices(make(), () => isOver);
      if (isOver) return;
      take(value as T);
      await new Promise((resolve) => setTimeout(resolve, REST * (performance.now() - begunMs)));
      if (!isAsked) await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  void go();
  return {
    ask: () => {
      isAsked = true;
      wake();
    },
    end: () => {
      isOver = true;
      wake();
    },
  };
}
