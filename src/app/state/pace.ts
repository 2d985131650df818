/** @file How fast a run goes, from the moments at which its progress was seen. */

export interface Pace {
  readonly done: number;
  readonly atMs: number;
  /** Smoothed; absent until two moments were seen. */
  readonly perSecond?: number;
}

/** Half of the weight lies on the last so many milliseconds. */
const HALF_LIFE_MS = 3000;
/** A longer silence is a pause, and says nothing about the rate. */
const SILENCE_MS = 20_000;

/** Folds one more moment into the pace. Progress that goes back (a resumed run) begins anew. */
export function observePace(pace: Pace | undefined, done: number, atMs: number): Pace {
  if (!pace || done < pace.done || atMs - pace.atMs > SILENCE_MS) return { done, atMs };
  if (done === pace.done || atMs <= pace.atMs) return pace;
  const now = ((done - pace.done) * 1000) / (atMs - pace.atMs);
  const kept = pace.perSecond === undefined ? 0 : 0.5 ** ((atMs - pace.atMs) / HALF_LIFE_MS);
  return { done, atMs, perSecond: kept * (pace.perSecond ?? 0) + (1 - kept) * now };
}

export function secondsLeft(pace: Pace | undefined, total: number): number | undefined {
  if (!pace?.perSecond) return undefined;
  return (total - pace.done) / pace.perSecond;
}
