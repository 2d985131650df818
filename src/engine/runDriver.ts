/**
 * @file Pulls one run to its end: loads, steps, rests, saves, goes on after a lost device, stops.
 *
 * Every way out ends in a state message. Weights and states go to the store and not up; all other events are folded here
 * first, so that what is saved is what the page saw.
 */

import type { RunState } from '../core/trace/commands';
import type { Pull, RunEvent } from '../core/trace/events';
import { appendEvent } from '../core/trace/trace';
import { encodeTrace } from '../core/trace/traceCodec';
import { InputError } from '../core/util/assert';
import { StorageFullError } from './fileTree';
import type { LiveRun } from './liveRun';
import type { SessionHost } from './session';

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
  #breathedAtMs = 0;
  #state: RunState = 'idle';
  #losses = 0;
  /** The longest pull of each kind so far; a piece of text that is scored says nothing of a step. */
  readonly #longestPullMs = { steps: 0, scored: 0 };

  constructor(host: SessionHost, live: LiveRun) {
    this.#host = host;
    this.live = live;
  }

  /** Settles when the run is over and its tensors are free. */
  async drive(): Promise<void> {
    let isOver = false;
    while (!isOver) {
      try {
        isOver = await this.#turn();
      } catch (error) {
        isOver = await this.#recover(error);
      }
    }
    await this.live.generator?.return();
  }

  /** Does the next thing that is wanted of the run. Tells whether the run is over. */
  async #turn(): Promise<boolean> {
    const { live } = this;
    if (live.wish === 'stop') return this.#stop();
    if (live.wish === 'rest' && live.stepsOwed === 0) {
      if (await this.#save('paused')) return true;
      this.#tell('paused');
      await live.sleep();
      return false;
    }
    if (live.wish === 'run') return this.#pull(() => live.nextPull(this.#host.nowMs(), SAVE_EVERY_MS));
    const target = live.step + 1;
    while (live.step < target) if (await this.#pull(() => ({ ...live.nextPull(0, Infinity), steps: 1 }))) return true;
    live.stepsOwed--;
    return false;
  }

  /** One event. Tells whether it was the last. */
  async #pull(ask: () => Pull): Promise<boolean> {
    const { live } = this;
    const isFirst = !live.generator;
    live.generator ??= await this.#open();
    const begunMs = this.#host.nowMs();
    // A generator never hears what its first `next` was called with, so nothing is asked then.
    const { value: event, done } = await live.generator.next(isFirst ? undefined : ask());
    const wrong = this.#host.takeDeviceError();
    if (wrong !== undefined) throw new Error(`The graphics device refused a command: ${wrong}`);
    if (done) return true;
    if (event.kind === 'steps' || event.kind === 'scored') this.#observe(event, this.#host.nowMs() - begunMs);
    await this.#take(event);
    if (this.#host.nowMs() - this.#breathedAtMs > BREATHE_EVERY_MS) {
      await this.#host.breathe();
      this.#breathedAtMs = this.#host.nowMs();
    }
    return event.kind === 'finished' || event.kind === 'failed';
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
        return this.#keep(this.#state === 'saving' ? 'paused' : 'running');
      case 'checkpoint':
        await this.#guard(() => this.#host.store.saveWeights(live.id, event, event.weights));
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

  async #end(state: 'done' | 'stopped' | 'failed', event: RunEvent, sentence?: string): Promise<void> {
    this.#up(event);
    this.#tell('saving');
    await this.#keep(state);
    this.#tell(state, sentence);
  }

  async #stop(): Promise<boolean> {
    // What comes before the save may be the end itself.
    if (await this.#save('stopped')) return true;
    await this.#end('stopped', { kind: 'finished', reason: 'stopped' });
    return true;
  }

  /** Pulls until the run has told its state, which keeps it. Tells whether the run ended before that. */
  async #save(state: RunState): Promise<boolean> {
    const { live } = this;
    if (!live.isTraining || !live.generator) {
      if (live.generator && state === 'paused') await this.#keep('paused');
      return false;
    }
    this.#tell('saving');
    const before = live.saved;
    while (live.saved === before) if (await this.#pull(() => ({ steps: 1, save: true }))) return true;
    return false;
  }

  /** Writes the last state with the trace as it is now. */
  async #keep(state: RunState): Promise<void> {
    const { live } = this;
    live.saveDue = false;
    live.savedAtMs = this.#host.nowMs();
    // After a crash a run that was running is one that can be resumed.
    const kept = state === 'running' ? 'paused' : state;
    const record = live.record(kept, live.savedAtMs, encodeTrace(live.trace));
    await this.#guard(async () => {
      await this.#host.store.save(live.id, record);
      live.keptStep = record.step;
      this.#host.onKept();
    });
  }

  /** A store that refuses costs the saves, never the run. */
  async #guard(write: () => Promise<void>): Promise<void> {
    const { live } = this;
    if (!live.isKept) return;
    try {
      await write();
    } catch (error) {
      live.isKept = false;
      const why =
        error instanceof StorageFullError
          ? 'The browser gives no more storage'
          : `The browser refused to save (${error instanceof Error ? error.message : String(error)})`;
      const kept = live.keptStep === undefined ? '' : ` What is kept ends at step ${live.keptStep}.`;
      const sentence = `${why}: this run goes on, but is no longer saved. Delete old runs to make room.${kept}`;
      this.#host.post({ v: 1, kind: 'warning', run: live.id, sentence });
    }
  }

  /** A lost device is begun again from the last state; anything else ends the run. Tells whether the run is over. */
  async #recover(error: unknown): Promise<boolean> {
    const { live } = this;
    live.generator = undefined; // It has thrown, and so has already freed what it held.
    if (!(error instanceof InputError) && (await this.#host.isDeviceLost())) {
      this.#tell('lost', 'The graphics device was lost.');
      live.gap = { cause: 'device', sinceMs: this.#host.nowMs() };
      if (++this.#losses > MOST_LOSSES) return this.#fail('The graphics device is lost again and again: choose WASM.');
      this.#tell('restoring', `Going on from step ${live.saved?.step ?? 0}.`);
      return this.#restore();
    }
    const reason = error instanceof Error ? error.message : String(error);
    return this.#fail(error instanceof InputError ? reason : `The engine failed at step ${live.step}: ${reason}`);
  }

  /** Tells whether the run is over, because nothing here can compute any more. */
  async #restore(): Promise<boolean> {
    try {
      await this.#host.restoreDevice();
      return false;
    } catch (error) {
      return this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #fail(sentence: string): Promise<boolean> {
    await this.#end('failed', { kind: 'failed', step: this.live.step, sentence }, sentence);
    return true;
  }

  #up(event: RunEvent): void {
    const { live } = this;
    appendEvent(live.trace, event);
    // The trace keeps the document's own arrays; everything else it copies, so those may be given away.
    const sent = event.kind === 'document' ? structuredClone(event) : event;
    this.#host.post({ v: 1, kind: 'event', run: live.id, seq: live.seq++, atMs: this.#host.nowMs(), event: sent });
  }

  #tell(state: RunState, sentence?: string): void {
    if (state === this.#state && sentence === undefined) return;
    this.#state = state;
    this.#host.post({ v: 1, kind: 'state', run: this.live.id, state, ...(sentence ? { sentence } : {}) });
  }
}
