/** @file Works that must not overlap: each begins when the one before it has settled. */

export class InOrder {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined); // Whoever asked hears of it; the next one goes on.
    return done;
  }
}
