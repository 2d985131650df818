/** @file The time of day for runs: it goes on while the computer sleeps, and never goes back. */

/** Steps of the wall's clock beyond this are sleep; smaller ones are its being set by a server. */
const SLEEP_MS = 10_000;

/**
 * `performance.now` is steady, but on Linux and macOS it stands still while the computer sleeps. The wall's clock goes on,
 * but may be set back, and a run would then wait with its saves.
 *
 * @param steadyMs since any moment, never going back
 * @param wallMs since 1970
 */
export function wakefulClock(steadyMs: () => number, wallMs: () => number): () => number {
  let aheadMs = wallMs() - steadyMs();
  return () => {
    const steady = steadyMs();
    const ahead = wallMs() - steady;
    if (ahead - aheadMs > SLEEP_MS) aheadMs = ahead;
    return steady + aheadMs;
  };
}
