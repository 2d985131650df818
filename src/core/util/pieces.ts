/**
 * @file Long work in pieces: a generator that yields between them and returns the result, so that whoever runs it can let
 * others have a turn. The same code serves who has the time: `finished` runs it through.
 */

export type Pieces<T> = Generator<undefined, T, undefined>;

/** Runs all pieces at once. */
export function finished<T>(pieces: Pieces<T>): T {
  for (;;) {
    const step = pieces.next();
    if (step.done) return step.value;
  }
}

/** Calls `work` for each block of [0, count), and yields after each. A block of numbers stays in the cache. */
export function* inBlocks(count: number, block: number, work: (from: number, to: number) => void): Pieces<void> {
  for (let from = 0; from < count; from += block) {
    work(from, Math.min(count, from + block));
    yield;
  }
}
