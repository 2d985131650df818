/** @file What the consumer of a run has asked for and has not had yet. */

import type { Setting } from '../trace/config/config';
import type { Pull } from '../trace/events';

/** Every `yield` of a run hands its answer to `take`; the run looks here when it can act. */
export class Requests {
  /** Steps to take before the next event. */
  steps: number;
  isSaveDue = false;
  readonly #settings: Setting[] = [];

  constructor(steps: number) {
    this.steps = steps;
  }

  take(pull: Pull | undefined): void {
    if (pull?.steps !== undefined) this.steps = Math.max(1, Math.floor(pull.steps));
    if (pull?.save) this.isSaveDue = true;
    if (pull?.set) this.#settings.push(pull.set);
  }

  /** The next setting to change, if any. */
  nextSetting(): Setting | undefined {
    return this.#settings.shift();
  }
}
