/** @file One tab computes a run, however many are open: Web Locks say which. */

import type { RunId } from '../../core/trace/messages/commands';

export interface RunLocks {
  /** Takes a run until what comes back is called; undefined where another tab has it. */
  readonly claim: (run: RunId) => Promise<(() => void) | undefined>;
  /** Runs that any tab has taken, this one included. */
  readonly claimed: () => Promise<ReadonlySet<string>>;
}

const PREFIX = 'run:';
/** A tab that was just closed or reloaded gives its locks back a moment later. */
const PATIENCE_MS = 1500;

export function webRunLocks(locks: LockManager): RunLocks {
  return {
    claim: (run) =>
      new Promise((resolve, reject) => {
        const granted = () => new Promise<void>((release) => resolve(release));
        locks.request(`${PREFIX}${run}`, { signal: AbortSignal.timeout(PATIENCE_MS) }, granted).catch((error) => {
          if (error instanceof DOMException && error.name === 'TimeoutError') resolve(undefined);
          else reject(error);
        });
      }),
    claimed: async () => {
      const { held = [] } = await locks.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
    },
  };
}

/** Where nobody else can be: tests, Node, and browsers without locks. */
export const NO_LOCKS: RunLocks = {
  claim: async () => () => undefined,
  claimed: async () => new Set(),
};
