/**
 * @file Commands in, facts out. The session knows no platform: the host hands it time, a way to breathe, the store, and
 * the generators. Pause is not pulling, step is pulling until the step count has risen by one, stop is a save and
 * `return()`.
 */

import type { Command, EngineMessage, RunId } from '../core/trace/commands';
import type { RunConfig } from '../core/trace/config';
import type { Run } from '../core/trace/events';
import { decodeTrace, encodeTrace } from '../core/trace/traceCodec';
import type { RunPorts } from '../core/train/ports';
import { assertNever } from '../core/util/assert';
import { LiveRun } from './liveRun';
import { RunDriver } from './runDriver';
import type { RunStore } from './store';

export interface SessionHost {
  readonly post: (message: EngineMessage) => void;
  /** Milliseconds since 1970, fractions too. */
  readonly nowMs: () => number;
  /** Lets commands in: one turn of the event loop. */
  readonly breathe: () => Promise<void>;
  readonly store: RunStore;
  /** Waits for the backend where it is not there yet. */
  readonly openRun: (config: RunConfig, ports: Pick<RunPorts, 'texts' | 'resume'>) => Promise<Run>;
  /** Whether the device is gone. A failed read-back may come a moment before the news, so it waits for that moment. */
  readonly isDeviceLost: () => Promise<boolean>;
  /** A new device, or the next backend. */
  readonly restoreDevice: () => Promise<void>;
  /** What went wrong on the device since the last call, in the driver's words; such errors throw nowhere. */
  readonly takeDeviceError: () => string | undefined;
}

export type SessionCommand = Exclude<Command, { kind: 'boot' }>;

export class Session {
  readonly #host: SessionHost;
  readonly #drives = new Map<RunId, { readonly live: LiveRun; readonly over: Promise<void> }>();

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** Settles when the command is taken; the run goes on by itself. */
  async handle(command: SessionCommand): Promise<void> {
    switch (command.kind) {
      case 'start': {
        const { run, config, texts } = command;
        if (this.#drives.has(run)) return this.#warn(run, 'This run has already been started.');
        return this.#begin(new LiveRun(run, { config, texts }, this.#host.nowMs()));
      }
      case 'pause':
        return this.#ask(command.run, (live) => (live.wish = 'rest'));
      case 'stop':
        return this.#ask(command.run, (live) => (live.wish = 'stop'));
      case 'set':
        return this.#ask(command.run, (live) => live.settings.push(command.setting));
      case 'resume':
        return this.#askOrRevive(command.run, (live) => (live.wish = 'run'));
      case 'step':
        return this.#askOrRevive(command.run, (live) => {
          live.wish = 'rest';
          live.stepsOwed++;
        });
      case 'open':
        return this.#open(command.run);
      case 'delete':
        return this.#delete(command.run);
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

  #ask(run: RunId, change: (live: LiveRun) => void): void {
    const drive = this.#drives.get(run);
    if (!drive) return this.#warn(run, 'This run is not under way: resume it first.');
    change(drive.live);
    drive.live.wake();
  }

  async #askOrRevive(run: RunId, change: (live: LiveRun) => void): Promise<void> {
    if (this.#drives.has(run)) return this.#ask(run, change);
    const record = await this.#host.store.load(run);
    // While the store was read, the same command may have come twice.
    if (this.#drives.has(run)) return this.#ask(run, change);
    if (!record) return this.#warn(run, 'This run is not in the store: start it anew from its settings.');
    this.#postRestored(run, record.trace, record.tokenizerJson);
    if (record.state === 'done') return this.#host.post({ v: 1, kind: 'state', run, state: 'done' });
    const { config, texts, tokenizerJson, step, arms } = record;
    const live = new LiveRun(
      run,
      {
        config,
        texts,
        trace: decodeTrace(record.trace),
        ...(tokenizerJson === undefined ? {} : { tokenizerJson }),
        ...(arms.length > 0 ? { saved: { step, arms } } : {}),
      },
      this.#host.nowMs(),
    );
    change(live);
    this.#begin(live);
  }

  #begin(live: LiveRun): void {
    const over = new RunDriver(this.#host, live).drive().finally(() => this.#drives.delete(live.id));
    this.#drives.set(live.id, { live, over });
  }

  async #open(run: RunId): Promise<void> {
    const live = this.#drives.get(run)?.live;
    if (live) return this.#postRestored(run, encodeTrace(live.trace), live.tokenizerJson);
    const record = await this.#host.store.load(run);
    if (!record) return this.#warn(run, `The run “${run}” is not in this browser: ask whoever made it for its file.`);
    this.#postRestored(run, record.trace, record.tokenizerJson);
  }

  #postRestored(run: RunId, trace: Uint8Array, tokenizerJson: string | undefined): void {
    this.#host.post({ v: 1, kind: 'restored', run, trace, ...(tokenizerJson === undefined ? {} : { tokenizerJson }) });
  }

  async #delete(run: RunId): Promise<void> {
    const drive = this.#drives.get(run);
    if (drive) {
      drive.live.wish = 'stop';
      drive.live.wake();
      await drive.over;
    }
    await this.#host.store.delete(run);
    await this.#list();
  }

  async #list(): Promise<void> {
    this.#host.post({ v: 1, kind: 'saved', runs: await this.#host.store.list() });
  }

  #warn(run: RunId, sentence: string): void {
    this.#host.post({ v: 1, kind: 'warning', run, sentence });
  }
}
