/**
 * @file Threads that share one call of a kernel. Each runs this module, on the same memory, with a scratch of its own.
 *
 * A job is cut into parts that whoever is free takes: a thread that has no core just now takes none, and the caller does them. So
 * on a busy machine nobody waits but for parts that are being done. Around a job the threads spin for a moment, for the next is
 * near as a rule, and then sleep.
 *
 * The board, where jobs stand, lies in the memory. The caller writes it while no part is left, which nobody reads then.
 */

import { part } from './jobs';

export * from './index';
export { LEFT_BYTES, packedBytes } from './product';

// Places on the board, in bytes. What several write lies in lines of their own.
/** Parts that nobody has taken. */
const OPEN: usize = 0;
/** Parts that are done. */
const DONE: usize = 64;
/** Threads that sleep until there are open parts. */
const SLEEPERS: usize = 128;
/** 1 if the caller sleeps until all is done. */
const WAITING: usize = 192;
/** 1 once a thread has broken down. */
const FAILED: usize = 196;
// The job: its number, how many elements it has, how many are a part, scratch of the first thread and bytes for each.
const JOB: usize = 256;
const COUNT: usize = 260;
const GRAIN: usize = 264;
const SCRATCH: usize = 268;
const SCRATCH_BYTES: usize = 272;
const ARGUMENTS: usize = 280;

/** Bytes of a board with room for 16 numbers of a call. */
export const BOARD_BYTES: i32 = 280 + 16 * 8;
/** Where they stand on it. */
export const BOARD_ARGUMENTS: i32 = 280;

// Some microseconds: a sleeper takes longer to wake.
const SPINS = 4000;
const SECOND: i64 = 1_000_000_000;
const PATIENCE_SECONDS = 60;

/** How a job went. */
const WELL = 0;
const BROKEN = 1;
const LATE = 2;

/** What a thread does, for ever. */
export function serve(board: usize, thread: i32): void {
  for (;;) {
    work(board, thread);
    let spins = 0;
    while (atomic.load<i32>(board + OPEN) === 0)
      if (++spins > SPINS) {
        atomic.add<i32>(board + SLEEPERS, 1);
        atomic.wait<i32>(board + OPEN, 0, -1);
        atomic.sub<i32>(board + SLEEPERS, 1);
      }
  }
}

/** Says of a thread that it will not finish its part. */
export function breakDown(board: usize): void {
  atomic.store<i32>(board + FAILED, 1);
  atomic.notify(board + DONE, 1);
}

/** Does a job, whose numbers stand at BOARD_ARGUMENTS, with whoever is free, and comes back when all of it is done. */
export function share(board: usize, job: i32, count: i32, grain: i32, scratch: usize, scratchBytes: i32): i32 {
  const parts = (count + grain - 1) / grain;
  store<i32>(board + JOB, job);
  store<i32>(board + COUNT, count);
  store<i32>(board + GRAIN, grain);
  store<usize>(board + SCRATCH, scratch);
  store<i32>(board + SCRATCH_BYTES, scratchBytes);
  atomic.store<i32>(board + DONE, 0);
  atomic.store<i32>(board + OPEN, parts);
  if (atomic.load<i32>(board + SLEEPERS) > 0) atomic.notify(board + OPEN, parts - 1);
  work(board, 0);
  return waitFor(board, parts);
}

/** Takes parts until none is left. */
function work(board: usize, thread: i32): void {
  for (;;) {
    const open = atomic.load<i32>(board + OPEN);
    if (open === 0) return;
    if (atomic.cmpxchg<i32>(board + OPEN, open, open - 1) !== open) continue;
    // From here until it is done the board stays as it is.
    const count = load<i32>(board + COUNT);
    const grain = load<i32>(board + GRAIN);
    const from = (open - 1) * grain;
    const scratch = load<usize>(board + SCRATCH) + thread * load<i32>(board + SCRATCH_BYTES);
    part(load<i32>(board + JOB), from, min(count, from + grain), board + ARGUMENTS, scratch);
    atomic.add<i32>(board + DONE, 1);
    if (atomic.load<i32>(board + WAITING) === 1) atomic.notify(board + DONE, 1);
  }
}

function waitFor(board: usize, parts: i32): i32 {
  for (let spins = 0; spins < SPINS; spins++) if (atomic.load<i32>(board + DONE) === parts) return WELL;
  let seconds = 0;
  atomic.store<i32>(board + WAITING, 1);
  let done = atomic.load<i32>(board + DONE);
  while (done < parts && atomic.load<i32>(board + FAILED) === 0 && seconds < PATIENCE_SECONDS) {
    if (atomic.wait<i32>(board + DONE, done, SECOND) === 2) seconds++;
    done = atomic.load<i32>(board + DONE);
  }
  atomic.store<i32>(board + WAITING, 0);
  return done === parts ? WELL : atomic.load<i32>(board + FAILED) === 1 ? BROKEN : LATE;
}
