/**
 * @file Pulls one run to its end: loads, steps, rests, saves, goes on after a lost device, stops.
 *
 * Every way out ends in a state message. Weights and states go to the store and not up; all other events are folded here
 * first, so that what is saved is what the page saw.
 */

import type { RunState } from '../../core/trace/messages/commands';
import type { Pull, RunEvent } from '../../core/trace/events';
import { appendEvent } from '../../core/trace/trace';
import { encodeTrace } from '../../core/trace/traceCodec';
import { assert, assertNever, InputError } from '../../core/util/assert';
import { StorageFullError } from '../store/fileTree';
import type { LiveRun } from './liveRun';
import { type Doing, type RunCommand, RunMachine } from './runMachine';
import type { SessionHost } from './sessionHost';

/** A run is saved at least so often while it trains. */
const SAVE_EVERY_MS = 20_000;
/** No command waits longer than this for its turn, if a pull does not. */
const BREATHE_EVERY_MS = 16;
/** Devices that one run may lose before it gives up. */
const MOST_LOSSES = 5;
/** No pull takes so long by itself, once steps or scores are coming: the computer slept, or the tab was frozen. */
const SLEEP_MS = 60_000;
/** What took long before may take long again. */
const SLEEP_FACTOR = 20;

export class RunDriver {
  readonly live: LiveRun;
  readonly #host: SessionHost;
  readonly #machine = new RunMachine();
  #breathedAtMs = 0;
  #state: RunState = 'idle';
  #losses = 0;
  /** The device that holds what the generator computes with. */
  #device: unknown;
  /** The longest pull of each kind so far; a piece of text that is scored says nothing of a step. */
  readonly #longestPullMs = { steps: 0, scored: 0 };

  constructor(host: SessionHost, live: LiveRun) {
    this.#host = host;
    this.live = live;
  }

  /** Tells whether the run will do so; false where it must be over first. */
  take(command: RunCommand): boolean {
    return this.#machine.take(command);
  }

  /** Settles when the run is over and its tensors are free. */
  async drive(): Promise<void> {
    while (this.#machine.doing !== 'over') {
      try {
        await this.#act(this.#machine.doing);
      } catch (error) {
        await this.#recover(error);
      }
    }
    await this.#close();
  }

  /** One thing that the state asks for; a command may change the state at any `await` in it. */
  async #act(doing: Exclude<Doing, 'over'>): Promise<void> {
    switch (doing) {
      case 'running':
        return this.#pull(() => this.live.nextPull(this.#host.nowMs(), SAVE_EVERY_MS));
      case 'stepping':
        return this.#step();
      case 'pausing':
      case 'stopping':
        return this.#save(doing);
      case 'paused':
        this.#tell('paused');
        return this.#machine.resumed();
      case 'stopped':
        return this.#end('stopped', { kind: 'finished', reason: 'stopped' });
      default:
        return assertNever(doing);
    }
  }

  /** One pull towards the next step: a checkpoint on the way takes several. */
  async #step(): Promise<void> {
    const before = this.live.step;
    await this.#pull(() => ({ ...this.live.nextPull(0, Infinity), steps: 1 }));
    if (this.live.step > before) this.#machine.stepped();
  }

  /** One pull towards the next state, which is kept as it comes. */
  async #save(doing: 'pausing' | 'stopping'): Promise<void> {
    const { live } = this;
    if (live.isTraining && live.generator) {
      this.#tell('saving');
      return this.#pull(() => ({ steps: 1, save: true }));
    }
    if (live.generator && doing === 'pausing') await this.#keep('paused');
    this.#machine.saved();
  }

  /** One event. */
  async #pull(ask: () => Pull): Promise<void> {
    const { value: event, done } = await this.#host.compute(() => this.#next(ask));
    assert(!done, 'a run ended without a word');
    await this.#take(event);
    if (this.#host.nowMs() - this.#breathedAtMs > BREATHE_EVERY_MS) {
      await this.#host.breathe();
      this.#breathedAtMs = this.#host.nowMs();
    }
  }

  async #next(ask: () => Pull): Promise<IteratorResult<RunEvent, void>> {
    const { live } = this;
    const isFirst = !live.generator;
    const device = await this.#host.device();
    // Another run has met the loss first, and has had a new device opened: what this one holds is gone.
    if (live.generator && device !== this.#device) throw new Error('the device was replaced');
    this.#device = device;
    live.generator ??= await this.#open();
    const begunMs = this.#host.nowMs();
    // A generator never hears what its first `next` was called with, so nothing is asked then.
    const next = await live.generator.next(isFirst ? undefined : ask());
    if (!next.done && (next.value.kind === 'steps' || next.value.kind === 'scored'))
      this.#observe(next.value, this.#host.nowMs() - begunMs);
    return next;
  }

  /** What the run holds is free afterwards, wherever it was broken off. */
  async #close(): Promise<void> {
    const { generator } = this.live;
    this.live.generator = undefined;
    await generator?.return();
  }

  #observe(event: Extract<RunEvent, { kind: 'steps' | 'scored' }>, elapsedMs: number): void {
    const longestMs = this.#longestPullMs[event.kind];
    const slept = longestMs > 0 && elapsedMs > Math.max(SLEEP_MS, SLEEP_FACTOR * longestMs);
    const step = event.kind === 'steps' ? event.first : event.step;
    if (slept) this.#up({ kind: 'resumed', step, cause: 'sleep', awayMs: elapsedMs });
    else this.#longestPullMs[event.kind] = Math.max(longestMs, elapsedMs);
    if (event.kind === 'steps')
      this.live.observe(event.arm, event.first, event.lossNats.length, slept ? longestMs : elapsedMs);
  }

  async #open() {
    const { live } = this;
    if (this.#state !== 'restoring') this.#tell('loading');
    const resume = live.rewind();
    return this.#host.openRun(live.config, { texts: live.texts, ...(resume ? { resume } : {}) });
  }

  async #take(event: RunEvent): Promise<void> {
    const { live } = this;
    switch (event.kind) {
      case 'started':
        this.#up(event);
        return this.#endGap();
      case 'tokenizer':
        live.tokenizerJson = event.json;
        return this.#up(event);
      case 'state':
        live.saved = event;
        // After a crash a run that was running is one that can be resumed.
        await this.#keep('paused');
        return this.#machine.saved();
      case 'checkpoint':
        await this.#keepWeights(event);
        live.saveDue = true;
        return this.#up({ ...event, weights: new Float32Array(0) });
      case 'document':
      case 'pinned':
        this.#up(event);
        return this.#tell('compiling');
      case 'steps':
      case 'scored':
      case 'probed':
        this.#tell('running');
        return this.#up(event);
      case 'finished':
        return this.#end('done', event);
      case 'failed':
        return this.#end('failed', event, event.sentence);
      default:
        return this.#up(event);
    }
  }

  /** A run that begins anew has no gap: there is nothing before it. */
  #endGap(): void {
    const { gap, saved } = this.live;
    this.live.gap = undefined;
    if (!gap || !saved) return;
    const awayMs = Math.max(0, this.#host.nowMs() - gap.sinceMs);
    this.#up({ kind: 'resumed', step: saved.step, cause: gap.cause, awayMs });
  }

  /** The state is over before the save is awaited: what comes then waits for the run to be gone. */
  async #end(state: 'done' | 'stopped' | 'failed', event: RunEvent, sentence?: string): Promise<void> {
    this.#machine.ended();
    this.#up(event);
    this.#tell('saving');
    await this.#keep(state);
    this.#tell(state, sentence);
  }

  /** Writes the last state with the trace as it is now. */
  async #keep(state: RunState): Promise<void> {
    const { live } = this;
    live.saveDue = false;
    live.savedAtMs = this.#host.nowMs();
    await this.#guard(async () => {
      const record = live.record(state, live.savedAtMs, encodeTrace(live.trace));
      await this.#host.store.save(live.id, record);
      live.keptStep = record.step;
      this.#host.onKept();
    });
  }

  /** A full disk costs this checkpoint; what is smaller may still find room. */
  async #keepWeights(event: Extract<RunEvent, { kind: 'checkpoint' }>): Promise<void> {
    const { live } = this;
    if (!live.isKept) return;
    try {
      await this.#host.store.saveWeights(live.id, event, event.weights);
    } catch (error) {
      // Told once: a person may leave it so, and there may be hundreds of checkpoints.
      if (live.hasLostWeights) return;
      live.hasLostWeights = true;
      this.#warn(
        `${refusalOf(error)}: the weights at step ${event.step} are not kept, and the run goes on. Delete old runs to make room.`,
      );
    }
  }

  /** A store that refuses costs the saves, never the run. */
  async #guard(write: () => Promise<void>): Promise<void> {
    const { live } = this;
    if (!live.isKept) return;
    try {
      await write();
    } catch (error) {
      live.isKept = false;
      const kept = live.keptStep === undefined ? '' : ` What is kept ends at step ${live.keptStep}.`;
      this.#warn(`${refusalOf(error)}: this run goes on, but is no longer saved. Delete old runs to make room.${kept}`);
    }
  }

  #warn(sentence: string): void {
    this.#host.post({ v: 1, kind: 'warning', run: this.live.id, sentence });
  }

  /** A lost device is begun again from the last state; anything else ends the run. */
  async #recover(error: unknown): Promise<void> {
    const { live } = this;
    // It may have thrown itself, or it waits at a `yield` and still holds all that it computes with.
    const unfreed = await this.#close().then(
      () => '',
      (wrong) => ` What it held could not be freed: ${wordsOf(wrong)}`,
    );
    if (!(error instanceof InputError) && (await this.#host.isDeviceLost(this.#device))) {
      this.#tell('lost', 'The graphics device was lost.');
      live.gap = { cause: 'device', sinceMs: this.#host.nowMs() };
      if (++this.#losses > MOST_LOSSES) return this.#fail('The graphics device is lost again and again: choose WASM.');
      this.#tell('restoring', `Going on from step ${live.saved?.step ?? 0}.`);
      return this.#restore();
    }
    const reason = wordsOf(error);
    return this.#fail(
      error instanceof InputError ? reason : `The engine failed at step ${live.step}: ${reason}${unfreed}`,
    );
  }

  async #restore(): Promise<void> {
    try {
      await this.#host.restoreDevice(this.#device);
    } catch (error) {
      await this.#fail(wordsOf(error));
    }
  }

  #fail(sentence: string): Promise<void> {
    return this.#end('failed', { kind: 'failed', step: this.live.step, sentence }, sentence);
  }

  #up(event: RunEvent): void {
    const { live } = this;
    appendEvent(live.trace, event);
    this.#host.post({ v: 1, kind: 'event', run: live.id, seq: live.seq++, atMs: this.#host.nowMs(), event });
  }

  #tell(state: RunState, sentence?: string): void {
    if (state === this.#state && sentence === undefined) return;
    this.#state = state;
    this.#host.post({ v: 1, kind: 'state', run: this.live.id, state, ...(sentence ? { sentence } : {}) });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const refusalOf = (error: unknown): string =>
  error instanceof StorageFullError
    ? 'The browser gives no more storage'
    : `The browser refused to save (${wordsOf(error)})`;
