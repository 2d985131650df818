/**
 * @file The page's end of the engine: sends commands down, folds what comes up into traces.
 * The worker is made when first needed, never before the first picture stands.
 */

import type {
  BackendReport,
  Command,
  DeviceFigures,
  EngineMessage,
  RunId,
  RunState,
  SavedRun,
  StorageReport,
} from '../../core/trace/messages/commands';
import { parseEngineMessage } from '../../core/trace/messages/parseMessage';
import { appendEvent, type Trace } from '../../core/trace/trace';
import { InputError } from '../../core/util/assert';

/** What a Worker is to this client; tests pass a plain object. */
export interface EnginePort {
  postMessage(message: Command, transfer?: Transferable[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  terminate(): void;
}

export interface EngineHost {
  readonly spawn: () => EnginePort;
  /** Calls back once, before the next frame. */
  readonly nextFrame: (callback: () => void) => void;
  readonly boot: Extract<Command, { kind: 'boot' }>;
  /** Calls back when nobody holds this lock any more. */
  readonly whenReleased: (lock: string, callback: () => void) => void;
  readonly nowMs: () => number;
}

/** Where the client puts what it learns. */
export interface EngineSink {
  readonly onWaking: () => void;
  readonly onBackend: (report: BackendReport) => void;
  readonly onNoBackend: (sentence: string) => void;
  readonly onMeasured: (figures: DeviceFigures | undefined) => void;
  /** At most once a frame: the traces of these runs have grown. */
  readonly onBump: (runs: ReadonlySet<RunId>) => void;
  readonly onState: (run: RunId, state: RunState, sentence?: string) => void;
  /** A saved run came whole; the sink decodes it and calls `follow` with its trace. */
  readonly onRestored: (run: RunId, bytes: Uint8Array, tokenizerJson?: string) => void;
  /** What the run reads with: no part of its trace. */
  readonly onTokenizer: (run: RunId, tokenizerJson: string) => void;
  /** The engine ended without a word; a new one stands where it was, and knows of no run yet. */
  readonly onEngineLost: () => void;
  /** The engine ended, and no new one was made: no run goes on by itself. */
  readonly onEngineGone: (sentence: string) => void;
  readonly onStorage: (report: StorageReport) => void;
  /** An export that was asked for. */
  readonly onFile: (file: Extract<EngineMessage, { kind: 'file' }>) => void;
  /** A file is a run now; its trace has come before. */
  readonly onImported: (run: RunId, view?: string) => void;
  /** The whole texts that a run was given, by name. */
  readonly onTexts: (run: RunId, texts: Readonly<Record<string, Uint8Array>>) => void;
  readonly onSaved: (runs: readonly SavedRun[]) => void;
  readonly onWarning: (sentence: string, run?: RunId) => void;
}

interface Followed {
  readonly trace: Trace;
  /** The seq that is expected next; absent after a restore, when any may come. */
  nextSeq?: number;
  /** A gap was seen: events are dropped until the whole trace comes. */
  isBroken: boolean;
}

/** Engines that may end within a minute before it is given up. */
const MOST_DEATHS = 3;
const MINUTE_MS = 60_000;

export class EngineClient {
  #port: EnginePort | undefined;
  readonly #followed = new Map<RunId, Followed>();
  readonly #grown = new Set<RunId>();
  /** When engines ended. */
  #deathsMs: number[] = [];

  constructor(
    private readonly host: EngineHost,
    private readonly sink: EngineSink,
  ) {}

  /** Makes the worker and lets it choose a backend. A second call does nothing. */
  wake(): void {
    this.send({ kind: 'wake' });
  }

  /** Makes the worker where there is none. `transfer` lists buffers that the page gives away. */
  send(command: Command, transfer: Transferable[] = []): void {
    this.#open().postMessage(command, transfer);
  }

  /** From now on events of this run are folded into `trace`. */
  follow(run: RunId, trace: Trace): void {
    this.#followed.set(run, { trace, isBroken: false });
  }

  /** Events of this run are stale from now on. */
  forget(run: RunId): void {
    this.#followed.delete(run);
    this.#grown.delete(run);
  }

  #open(): EnginePort {
    if (this.#port) return this.#port;
    const port = this.host.spawn();
    port.onmessage = ({ data }) => this.#take(data, port);
    port.onerror = ({ message }) => this.#break(port, message);
    this.#port = port;
    port.postMessage(this.host.boot);
    return port;
  }

  /** An error that nothing in the worker took: a new one might meet it again, so it is made when a person asks for something. */
  #break(port: EnginePort, message = 'its script did not load'): void {
    if (this.#end(port)) this.#giveUp(`The engine stopped: ${message}. Reload the page to start it.`);
  }

  /** Tells whether this was the worker in use. */
  #end(port: EnginePort): boolean {
    port.terminate();
    port.onmessage = null;
    if (this.#port !== port) return false;
    this.#port = undefined;
    for (const followed of this.#followed.values()) delete followed.nextSeq;
    return true;
  }

  #giveUp(sentence: string): void {
    this.sink.onNoBackend(sentence);
    this.sink.onEngineGone(sentence);
  }

  /** Out of memory, or ended by the browser: a worker gets no last word. */
  #bury(port: EnginePort): void {
    if (!this.#end(port)) return;
    const nowMs = this.host.nowMs();
    this.#deathsMs = [...this.#deathsMs.filter((ms) => nowMs - ms < MINUTE_MS), nowMs];
    if (this.#deathsMs.length >= MOST_DEATHS)
      return this.#giveUp(
        'The browser has ended the engine three times within a minute, probably because memory ran out: reload the page and choose a smaller model.',
      );
    this.wake();
    this.sink.onEngineLost();
  }

  /** A message that is none costs itself and a sentence. The events after one that was lost so bring the whole trace. */
  #take(data: unknown, port: EnginePort): void {
    try {
      this.#receive(parseEngineMessage(data), port);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.sink.onWarning(error.message);
    }
  }

  #receive(message: EngineMessage, port: EnginePort): void {
    switch (message.kind) {
      case 'alive':
        this.host.whenReleased(message.lock, () => this.#bury(port));
        return;
      case 'file':
        this.sink.onFile(message);
        return;
      case 'imported':
        this.sink.onImported(message.run, message.view);
        return;
      case 'storage':
        this.sink.onStorage(message.report);
        return;
      case 'event':
        this.#fold(message);
        return;
      case 'waking':
        this.sink.onWaking();
        return;
      case 'backend':
        this.sink.onBackend(message.report);
        return;
      case 'measured':
        this.sink.onMeasured(message.figures);
        return;
      case 'noBackend':
        this.sink.onNoBackend(message.sentence);
        return;
      case 'state':
        this.sink.onState(message.run, message.state, message.sentence);
        return;
      case 'restored':
        this.sink.onRestored(message.run, message.trace, message.tokenizerJson);
        return;
      case 'texts':
        this.sink.onTexts(message.run, message.texts);
        return;
      case 'saved':
        this.sink.onSaved(message.runs);
        return;
      case 'warning':
        this.sink.onWarning(message.sentence, message.run);
        return;
    }
  }

  /** Drops what belongs to no open run, what was folded already, and what follows a gap. */
  #fold({ run, seq, event }: Extract<EngineMessage, { kind: 'event' }>): void {
    const followed = this.#followed.get(run);
    if (!followed) return;
    // Each session of a run counts from 0: `started` opens one.
    const isOpening = seq === 0 && event.kind === 'started';
    const expected = isOpening ? 0 : (followed.nextSeq ?? seq);
    if (seq < expected || (followed.isBroken && !isOpening)) return;
    if (seq > expected) return this.#readAgain(run, followed);
    followed.nextSeq = seq + 1;
    followed.isBroken = false;
    if (event.kind === 'tokenizer') this.sink.onTokenizer(run, event.json);
    try {
      appendEvent(followed.trace, event);
    } catch (error) {
      // It does not fit what came before, such as scores past the end of the text.
      this.#readAgain(run, followed);
      const why = error instanceof Error ? error.message : String(error);
      throw new InputError(`The engine sent data that does not fit a run, so the run was loaded again: ${why}.`);
    }
    this.#bump(run);
  }

  /** Drops what follows a gap until the whole trace comes. */
  #readAgain(run: RunId, followed: Followed): void {
    followed.isBroken = true;
    this.send({ kind: 'open', run });
  }

  #bump(run: RunId): void {
    if (this.#grown.size === 0)
      this.host.nextFrame(() => {
        const grown = new Set(this.#grown);
        this.#grown.clear();
        this.sink.onBump(grown);
      });
    this.#grown.add(run);
  }
}
