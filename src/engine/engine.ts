/** @file The engine in its worker: backend, store and session put together. */

import type { Command, DeviceFigures, EngineMessage } from '../core/trace/messages/commands';
import type { RunConfig } from '../core/trace/config/config';
import type { Run } from '../core/trace/events';
import type { RunPorts } from '../core/train/ports';
import { trainPreset } from '../core/trace/config/presets';
import { measureDevice } from '../core/train/measureDevice';
import { scoreText } from '../core/train/scoring/scoreText';
import { probeProblems } from '../core/train/thoughts/probeProblems';
import { trainThoughts } from '../core/train/thoughts/trainThoughts';
import { trainLanguageModel } from '../core/train/trainLanguageModel';
import { assertNever } from '../core/util/assert';
import { openBackend, reportOf } from './backends/backend';
import type { ChosenBackend } from './backends/chooseBackend';
import { wakefulClock } from './clock';
import { memoryFileTree } from './store/fileTree';
import { modelLibrary } from './store/models';
import { openOpfs } from './store/opfs';
import { NO_LOCKS, type RunLocks, webRunLocks } from './store/runLocks';
import { Session } from './runs/session';
import type { SessionHost } from './runs/sessionHost';
import { RunStore } from './store/store';

type Boot = Extract<Command, { kind: 'boot' }>;
type Post = (message: EngineMessage) => void;

const STORE_FOLDER = 'tokens-and-thoughts';
/** A rejected read-back and the news of a lost device come in either order, this far apart at most. */
const LOSS_NEWS_MS = 500;

/** Opens the store; afterwards the session takes commands, and the first that computes opens a backend. */
export async function bootEngine(boot: Boot, post: Post): Promise<Session> {
  await holdLife(post);
  const tree = await openOpfs(STORE_FOLDER);
  if (!tree) {
    const sentence =
      'This browser keeps no files for this page: runs last as long as the tab. Export what you want to keep.';
    post({ v: 1, kind: 'warning', sentence });
  }
  const store = new RunStore(tree ?? memoryFileTree());
  const host = new WorkerHost(boot, store, post);
  const session = new Session(host);
  // Other tabs keep their runs in the same place.
  host.tabs.onmessage = () => void session.handle({ kind: 'list' });
  await tidy(store, host, post);
  return session;
}

/** What is wrong with the disk is told; what needs none of it goes on. */
async function tidy(store: RunStore, host: WorkerHost, post: Post): Promise<void> {
  try {
    await store.sweep(host.nowMs(), await host.locks.claimed());
    await host.reportStorage();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const sentence = `The files that this page keeps in the browser could not be read (${why}): saved runs may be missing. Reload the page.`;
    post({ v: 1, kind: 'warning', sentence });
  }
}

/** See the message `alive`. Without locks the page does not hear of a worker's end. */
async function holdLife(post: Post): Promise<void> {
  if (!('locks' in navigator)) return;
  const lock = `engine:${crypto.randomUUID()}`;
  await new Promise<void>((resolve) => {
    void navigator.locks.request(lock, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  post({ v: 1, kind: 'alive', lock });
}

class WorkerHost implements SessionHost {
  readonly post: Post;
  readonly store: RunStore;
  readonly locks: RunLocks = 'locks' in navigator ? webRunLocks(navigator.locks) : NO_LOCKS;
  readonly tabs = new BroadcastChannel('runs');
  readonly #boot: Boot;
  /** Opened when it is first needed: what lies in the store is read without it. Rejects where nothing can compute. */
  #backend: Promise<ChosenBackend> | undefined;
  /** The last one that was lost, and another opened for. */
  #replaced: unknown;

  constructor(boot: Boot, store: RunStore, post: Post) {
    this.post = post;
    this.store = store;
    this.#boot = boot;
  }

  readonly wake = async (): Promise<void> => {
    // A failure is told to the page; whoever starts a run hears it again.
    await this.#opened().catch(() => undefined);
  };

  readonly nowMs = wakefulClock(
    () => performance.now(),
    () => Date.now(),
  );

  readonly breathe = breathe;

  readonly onKept = (): void => {
    this.tabs.postMessage('kept');
    void this.reportStorage();
  };

  readonly compute = async <T>(work: () => Promise<T>): Promise<T> => {
    const { attend = unattended } = await this.#opened();
    return attend(work);
  };

  readonly measure = async (): Promise<DeviceFigures> => {
    await this.#opened();
    return measureDevice(trainPreset('tiny'), () => performance.now());
  };

  readonly openRun = async (config: RunConfig, given: Pick<RunPorts, 'texts' | 'resume'>): Promise<Run> => {
    const { name, adapter } = await this.#opened();
    const ports: RunPorts = {
      ...given,
      models: modelLibrary(this.#boot.baseUrl, this.store),
      stamp: { backend: name, adapter, commit: this.#boot.commit },
    };
    switch (config.kind) {
      case 'train':
        return trainLanguageModel(config, ports);
      case 'score':
        return scoreText(config, ports);
      case 'thoughts':
        return trainThoughts(config, ports);
      case 'probe':
        return probeProblems(config, ports);
      default:
        return assertNever(config);
    }
  };

  readonly device = (): Promise<ChosenBackend> => this.#opened();

  readonly isDeviceLost = async (device: unknown): Promise<boolean> => {
    // One that never opened cannot be lost: what it failed of is the run's to tell.
    const backend = await this.#backend?.catch(() => undefined);
    if (!backend) return false;
    if (device !== undefined && device !== backend) return true;
    const isLost = backend.lost.then(() => true);
    return Promise.race([isLost, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LOSS_NEWS_MS))]);
  };

  readonly restoreDevice = async (lost: unknown): Promise<void> => {
    const known = await this.#backend?.catch(() => undefined);
    // Several runs may meet the same loss: the first one opens what all go on with.
    if (known === lost && this.#replaced !== lost) {
      this.#replaced = lost;
      this.#backend = this.#open();
    }
    await this.#opened();
  };

  async reportStorage(): Promise<void> {
    // Only a secure address has storage, and Safari's private windows have no estimate.
    if (!('storage' in navigator)) return;
    const { usage, quota } = (await navigator.storage.estimate?.()) ?? {};
    if (usage === undefined || quota === undefined) return;
    const isPersistent = (await navigator.storage.persisted?.()) ?? false;
    this.post({ v: 1, kind: 'storage', report: { usedBytes: usage, quotaBytes: quota, isPersistent } });
  }

  #opened(): Promise<ChosenBackend> {
    return (this.#backend ??= this.#open());
  }

  async #open(): Promise<ChosenBackend> {
    this.post({ v: 1, kind: 'waking' });
    try {
      const opened = await openBackend(this.#boot.backend, this.#boot.threads);
      this.post({ v: 1, kind: 'backend', report: await reportOf(opened) });
      return opened;
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      this.post({ v: 1, kind: 'noBackend', sentence });
      throw error;
    }
  }
}

/** Where the device throws by itself. */
const unattended = <T>(work: () => Promise<T>): Promise<T> => work();

/** One turn of the event loop. A timer would cost 4 ms, a message costs 0.05. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
