/** @file Takes the best backend that truly computes, and keeps the reason why each better one was not taken. */

import type { BackendName, BackendReport } from '../../core/trace/messages/commands';
import { InputError } from '../../core/util/assert';

/** A backend that tfjs computes on from now on. */
export interface OpenBackend {
  readonly name: BackendName;
  /** The adapter's own words, or threads and SIMD for wasm. */
  readonly adapter: string;
  /** Settles when the device is gone, with the reason; never for wasm and cpu. */
  readonly lost: Promise<string>;
  /** The first invalid shader or failed allocation since the last call, in the driver's words: results are not to be trusted. */
  readonly takeError?: () => string | undefined;
  /**
   * Does one work after the other, and rejects where the device refused a command of it (for want of memory, say), so that
   * an error belongs to whoever caused it. Absent where refusals throw by themselves.
   */
  readonly attend?: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface BackendCandidate {
  readonly name: BackendName;
  /** Makes tfjs use it. Refuses with an `InputError` that says why not. */
  readonly open: () => Promise<OpenBackend>;
  /** Frees what a refused backend holds. */
  readonly close?: () => void;
}

export interface ChosenBackend extends OpenBackend {
  readonly falls: BackendReport['falls'];
}

/**
 * Opens candidates in order until one passes.
 *
 * @param selfTest answers with a sentence where the backend that was just opened computes wrongly
 * @param wanted only this one, and the reasons if it cannot be had
 */
export async function chooseBackend(
  candidates: readonly BackendCandidate[],
  selfTest: () => Promise<string | undefined>,
  wanted?: BackendName,
): Promise<ChosenBackend> {
  const falls: { name: BackendName; why: string }[] = [];
  for (const candidate of candidates.filter(({ name }) => !wanted || name === wanted)) {
    try {
      const opened = await candidate.open();
      const wrong = (await selfTest()) ?? opened.takeError?.();
      if (wrong === undefined) return { ...opened, falls };
      candidate.close?.();
      falls.push({ name: candidate.name, why: wrong });
    } catch (error) {
      candidate.close?.();
      falls.push({ name: candidate.name, why: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new NoBackendError(falls);
}

/** None of the candidates could be had. */
export class NoBackendError extends InputError {
  readonly falls: BackendReport['falls'];

  constructor(falls: BackendReport['falls']) {
    super(`No compute backend works here. ${falls.map(({ name, why }) => `${name}: ${why}`).join(' ')}`);
    this.falls = falls;
  }
}
