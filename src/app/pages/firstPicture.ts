/** @file What waits for the first picture of a page. */

/** The second frame begins when the first is on the screen. */
export function afterPaint(work: () => void): () => void {
  let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(work)));
  return () => cancelAnimationFrame(frame);
}

const IDLE_LIMIT_MS = 6000;
/** The opening play is over by then. */
const QUIET_MS = 3600;

export function whenIdle(work: () => void): () => void {
  let idle = 0;
  const timer = setTimeout(() => {
    // Safari has no idle callback: there, the quiet time alone has to do.
    if ('requestIdleCallback' in window) idle = requestIdleCallback(work, { timeout: IDLE_LIMIT_MS });
    else work();
  }, QUIET_MS);
  return () => {
    clearTimeout(timer);
    if (idle) cancelIdleCallback(idle);
  };
}
