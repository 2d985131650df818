/**
 * @file The life of a run that an engine has in hand, as one table: what it is doing, what may come, what it does next.
 *
 * The table is all there is to know of the order of things; `RunDriver` does what each state says. A command is taken at
 * once, whatever is being awaited: the driver looks at the state again after each await.
 */

/** What a person may ask of a run. */
export type RunCommand = 'resume' | 'pause' | 'step' | 'stop';

/** What a run meets on its way. */
export type RunEncounter =
  /** All that it has computed is in its last state, or there is nothing yet that a state could hold. */
  | 'saved'
  /** The single steps that were asked for are done. */
  | 'stepped'
  /** Its last event is told. */
  | 'ended';

export type Doing =
  /** Pulls as many steps as fit into a short while. */
  | 'running'
  /** Pulls one step at a time until those asked for are done. */
  | 'stepping'
  /** Pulls until its state is saved, to pause then. */
  | 'pausing'
  /** Waits for a command. */
  | 'paused'
  /** Pulls until its state is saved, to stop then. */
  | 'stopping'
  /** Its state is saved; the end is yet to be told and kept. */
  | 'stopped'
  | 'over';

type Row = Readonly<Record<RunCommand | RunEncounter, Doing | 'late'>>;

/** `late`: the run must be over before this can be done; then it is taken out of the store again. */
const TABLE: Readonly<Record<Doing, Row>> = {
  running: {
    resume: 'running',
    pause: 'pausing',
    step: 'stepping',
    stop: 'stopping',
    saved: 'running',
    stepped: 'running',
    ended: 'over',
  },
  stepping: {
    resume: 'running',
    pause: 'pausing',
    step: 'stepping',
    stop: 'stopping',
    saved: 'stepping',
    stepped: 'pausing',
    ended: 'over',
  },
  pausing: {
    resume: 'running',
    pause: 'pausing',
    step: 'stepping',
    stop: 'stopping',
    saved: 'paused',
    stepped: 'pausing',
    ended: 'over',
  },
  paused: {
    resume: 'running',
    pause: 'paused',
    step: 'stepping',
    stop: 'stopping',
    saved: 'paused',
    stepped: 'paused',
    ended: 'over',
  },
  stopping: {
    resume: 'late',
    pause: 'stopping',
    step: 'late',
    stop: 'stopping',
    saved: 'stopped',
    stepped: 'stopping',
    ended: 'over',
  },
  stopped: {
    resume: 'late',
    pause: 'stopped',
    step: 'late',
    stop: 'stopped',
    saved: 'stopped',
    stepped: 'stopped',
    ended: 'over',
  },
  over: {
    resume: 'late',
    pause: 'over',
    step: 'late',
    stop: 'over',
    saved: 'over',
    stepped: 'over',
    ended: 'over',
  },
};

export class RunMachine {
  #doing: Doing = 'running';
  /** Single steps that are asked for and not yet done. */
  #stepsAsked = 0;
  #wake: () => void = () => undefined;

  get doing(): Doing {
    return this.#doing;
  }

  /** Tells whether the command was taken; false where the run must be over first. */
  take(command: RunCommand): boolean {
    if (TABLE[this.#doing][command] === 'late') return false;
    this.#stepsAsked = command === 'step' ? this.#stepsAsked + 1 : 0;
    this.#enter(command);
    return true;
  }

  /** A state came up, or there is none to come. */
  saved(): void {
    this.#enter('saved');
  }

  /** A single step is done. */
  stepped(): void {
    if (this.#stepsAsked > 0) this.#stepsAsked--;
    if (this.#stepsAsked === 0) this.#enter('stepped');
  }

  ended(): void {
    this.#enter('ended');
  }

  /** The one place where a run waits for a person: until it is no longer paused. */
  async resumed(): Promise<void> {
    while (this.#doing === 'paused') await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #enter(what: RunCommand | RunEncounter): void {
    const next = TABLE[this.#doing][what];
    if (next !== 'late') this.#doing = next;
    this.#wake();
  }
}
