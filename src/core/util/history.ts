/** @file What was, what is, and what was undone: any value with a way back. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** Changes of one kind in a row, such as the letters of a name, are one step back. */
  readonly kind?: string | undefined;
}

/** Steps that are kept. */
const MOST = 200;

export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** @param kind joins the change to the one before, if that was of the same kind */
export function changed<T>({ past, present, kind: last }: History<T>, next: T, kind?: string): History<T> {
  if (next === present) return { past, present, future: [], kind };
  const isJoined = kind !== undefined && kind === last;
  return { past: isJoined ? past : [...past, present].slice(-MOST), present: next, future: [], kind };
}

export function undone<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const last = past.at(-1);
  return last === undefined ? history : { past: past.slice(0, -1), present: last, future: [present, ...future] };
}

export function redone<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  return next === undefined ? history : { past: [...past, present], present: next, future: rest };
}
