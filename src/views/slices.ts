/** @file Runs long work on the page in slices, between which it draws and answers. */

import type { Pieces } from '../core/util/pieces';

/** About half a frame: with what React and the browser add, a slice stays well under what one notices. */
const SLICE_MS = 8;

/**
 * The result of all pieces, or nothing once `isOver` says that nobody waits for it. Whoever asks goes on first.
 *
 * @param onPause hears of the end of each slice but the last
 */
export async function inSlices<T>(
  pieces: Pieces<T>,
  isOver: () => boolean,
  onPause?: () => void,
): Promise<T | undefined> {
  for (;;) {
    await turn();
    if (isOver()) return undefined;
    const endMs = performance.now() + SLICE_MS;
    do {
      const step = pieces.next();
      if (step.done) return step.value;
    } while (performance.now() < endMs);
    onPause?.();
  }
}

/** One turn of the event loop. A timer would cost 4 ms, a message costs 0.05. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
