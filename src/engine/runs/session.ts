/**
 * @file Commands in, facts out. The session knows no platform: the host hands it time, a way to breathe, the store, and
 * the generators. What a command does to a run stands in the table of `runMachine.ts`.
 */

import type { Command, RunCard, RunId } from '../../core/trace/messages/commands';
import { decodeTrace, encodeTrace } from '../../core/trace/traceCodec';
import { assertNever } from '../../core/util/assert';
import { exportRun, importRun } from '../store/exchange';
import { InOrder } from './inOrder';
import { LiveRun, type RunStart } from './liveRun';
import { RunDriver } from './runDriver';
import type { SessionHost } from './sessionHost';
import type { RunRecord } from '../store/store';

export type SessionCommand = Exclude<Command, { kind: 'boot' }>;

export class Session {
  readonly #host: SessionHost;
  readonly #drives = new Map<RunId, { readonly driver: RunDriver; readonly over: Promise<void> }>();
  /** Runs on their way out of the store. */
  readonly #revivals = new Map<RunId, Promise<void>>();
  /** A run that is deleted is stopped first, and an undo must not overtake that. */
  readonly #cardWork = new InOrder();

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Settles when the command is taken; the run goes on by itself. */
  async handle(command: SessionCommand): Promise<void> {
    switch (command.kind) {
      case 'start': {
        const { run, config, texts } = command;
        if (this.#drives.has(run)) return this.#warn(run, 'This run has already been started.');
        const live = new LiveRun(run, { config, texts }, this.#host.nowMs());
        return this.#begin(new RunDriver(this.#host, live), this.#host.locks.claim(run));
      }
      case 'wake':
        return this.#host.wake();
      case 'measure':
        return this.#measure();
      case 'pause':
      case 'stop':
        return this.#ask(command.run, (driver) => driver.take(command.kind));
      case 'set':
        return this.#ask(command.run, ({ live }) => live.settings.push(command.setting));
      case 'resume':
      case 'step':
        return this.#goOn(command.run, command.kind);
      case 'open':
        return this.#open(command.run);
      case 'texts':
        return this.#host.post({
          v: 1,
          kind: 'texts',
          run: command.run,
          texts: await this.#host.store.textsOf(command.run),
        });
      case 'branch':
        return this.#branch(command);
      case 'describe':
        return this.#cardWork.take(() => this.#describe(command.run, command.card));
      case 'export':
        return this.#export(command);
      case 'import':
        return this.#import(command);
      case 'discard':
        return this.#cardWork.take(() => this.#discard(command.run));
      case 'reclaim':
        return this.#cardWork.take(() => this.#reclaim(command.run));
      case 'list':
        return this.#list();
      default:
        assertNever(command);
    }
  }

  /** Settles when no run is live any more. For tests. */
  async idle(): Promise<void> {
    while (this.#drives.size > 0) await Promise.all([...this.#drives.values()].map(({ over }) => over));
  }

  async #measure(): Promise<void> {
    const isBusy = this.#drives.size > 0;
    this.#host.post({ v: 1, kind: 'measured', ...(isBusy ? {} : { figures: await this.#host.measure() }) });
  }

  #ask(run: RunId, change: (driver: RunDriver) => void): void {
    const drive = this.#drives.get(run);
    if (!drive) return this.#warn(run, 'This run is not in progress: resume it first.');
    change(drive.driver);
  }

  /** From memory where the run is in hand, and from the store otherwise, also where it is just ending. */
  async #goOn(run: RunId, command: 'resume' | 'step'): Promise<void> {
    // While the store is read, the same command may come twice.
    while (this.#revivals.has(run)) await this.#revivals.get(run);
    const drive = this.#drives.get(run);
    if (drive?.driver.take(command)) return;
    if (drive) {
      await drive.over;
      return this.#goOn(run, command);
    }
    const revival = this.#revive(run, command).finally(() => this.#revivals.delete(run));
    this.#revivals.set(run, revival);
    return revival;
  }

  /** Takes the run for this tab, reads where it was, and lets it go on. */
  async #revive(run: RunId, command: 'resume' | 'step'): Promise<void> {
    const release = await this.#host.locks.claim(run);
    if (!release) return this.#warn(run, ELSEWHERE);
    try {
      const record = await this.#host.store.load(run);
      if (!record) return this.#warn(run, 'This run is not saved in this browser: start it again with its settings.');
      // Before the bytes of the trace are given away.
      const start = record.state === 'done' ? undefined : startOf(record, await this.#cause(run, record));
      this.#postRestored(run, record.trace, record.tokenizerJson);
      if (!start) return this.#host.post({ v: 1, kind: 'state', run, state: 'done' });
      const driver = new RunDriver(this.#host, new LiveRun(run, start, this.#host.nowMs()));
      driver.take(command);
      return this.#begin(driver, Promise.resolve(release));
    } finally {
      if (!this.#drives.has(run)) release();
    }
  }

  /** A branch that has never gone on comes from another run; any other was broken off or closed. */
  async #cause(run: RunId, { step }: RunRecord): Promise<'branch' | 'reopened'> {
    return (await this.#host.store.parentStep(run)) === step ? 'branch' : 'reopened';
  }

  #begin(driver: RunDriver, claim: Promise<(() => void) | undefined>): void {
    const over = this.#driveClaimed(driver, claim).finally(() => this.#drives.delete(driver.live.id));
    this.#drives.set(driver.live.id, { driver, over });
  }

  async #driveClaimed(driver: RunDriver, claim: Promise<(() => void) | undefined>): Promise<void> {
    const release = await claim;
    if (!release) return this.#warn(driver.live.id, ELSEWHERE);
    await driver.drive().finally(release);
  }

  async #open(run: RunId): Promise<void> {
    const live = this.#drives.get(run)?.driver.live;
    if (live) return this.#postRestored(run, encodeTrace(live.trace), live.tokenizerJson);
    const record = await this.#host.store.load(run);
    if (!record) return this.#warn(run, `The run “${run}” is not in this browser: ask whoever made it for its file.`);
    this.#postRestored(run, record.trace, record.tokenizerJson);
  }

  /** What is being written must not look to another tab like what a crash left. */
  async #whileClaimed<T>(run: RunId, write: () => Promise<T>): Promise<T> {
    const release = await this.#host.locks.claim(run);
    return write().finally(release);
  }

  /** The trace is given away. */
  #postRestored(run: RunId, trace: Uint8Array, tokenizerJson: string | undefined): void {
    this.#host.post({ v: 1, kind: 'restored', run, trace, ...(tokenizerJson === undefined ? {} : { tokenizerJson }) });
  }

  async #branch({ run, from, step }: Extract<SessionCommand, { kind: 'branch' }>): Promise<void> {
    if (!(await this.#whileClaimed(run, () => this.#host.store.branch(run, from, step))))
      return this.#warn(run, `Step ${step} of that run is no longer saved: choose another saved state.`);
    await this.#open(run);
    await this.#list();
  }

  async #describe(run: RunId, card: RunCard): Promise<void> {
    await this.#host.store.describe(run, card);
    this.#host.onKept();
    await this.#list();
  }

  async #export(command: Extract<SessionCommand, { kind: 'export' }>): Promise<void> {
    const { run, what } = command;
    this.#host.post({ v: 1, kind: 'file', run, what, bytes: await exportRun(this.#host.store, command) });
  }

  async #import({ run, name, bytes }: Extract<SessionCommand, { kind: 'import' }>): Promise<void> {
    const { store, nowMs } = this.#host;
    const { record, view } = await this.#whileClaimed(run, () => importRun(store, run, bytes, `“${name}”`, nowMs()));
    this.#postRestored(run, record.trace, record.tokenizerJson);
    this.#host.post({ v: 1, kind: 'imported', run, ...(view === undefined ? {} : { view }) });
    this.#host.onKept();
    await this.#list();
  }

  /** A run under way is stopped first. What it held makes room for those that found none. */
  async #discard(run: RunId): Promise<void> {
    const drive = this.#drives.get(run);
    drive?.driver.take('stop');
    await drive?.over;
    const release = await this.#host.locks.claim(run);
    if (!release) return this.#warn(run, ELSEWHERE);
    await this.#host.store.discard(run, this.#host.nowMs()).finally(release);
    for (const { driver } of this.#drives.values()) driver.live.isKept = true;
    this.#host.onKept();
    await this.#list();
  }

  async #reclaim(run: RunId): Promise<void> {
    if (await this.#host.store.reclaim(run)) this.#host.onKept();
    else this.#warn(run, 'That run was deleted for good to make room for another one.');
    await this.#list();
  }

  async #list(): Promise<void> {
    const [runs, claimed] = await Promise.all([this.#host.store.list(), this.#host.locks.claimed()]);
    const isElsewhere = (run: RunId) => claimed.has(run) && !this.#drives.has(run);
    this.#host.post({
      v: 1,
      kind: 'saved',
      runs: runs.map((each) => ({ ...each, isElsewhere: isElsewhere(each.run) })),
    });
  }

  #warn(run: RunId, sentence: string): void {
    this.#host.post({ v: 1, kind: 'warning', run, sentence });
  }
}

const ELSEWHERE = 'This run is computing in another tab: continue there, or close that tab first.';

function startOf(record: RunRecord, cause: 'branch' | 'reopened'): RunStart {
  const { config, texts, tokenizerJson, step, arms, savedAtMs } = record;
  return {
    config,
    texts,
    trace: decodeTrace(record.trace),
    ...(tokenizerJson === undefined ? {} : { tokenizerJson }),
    ...(arms.length > 0 ? { saved: { step, arms }, gap: { cause, sinceMs: savedAtMs } } : {}),
  };
}
