/** @file What goes down to the engine, and the envelopes in which facts come up. Nothing waits for a reply. */

import type { RunConfig, Setting } from '../config/config';
import type { RunEvent } from '../events';

/** Names one run for ever; it is also its folder in the store. */
export type RunId = string & { readonly brand: 'RunId' };

export type Command =
  /** The first command: what the engine computes on, once something is to be computed. */
  | {
      readonly kind: 'boot';
      readonly baseUrl: string;
      readonly commit: string;
      readonly backend?: BackendName;
      /** For WASM; otherwise as many as suit the machine. */
      readonly threads?: number;
    }
  | {
      readonly kind: 'start';
      readonly run: RunId;
      readonly config: RunConfig;
      /** by TextSource.name */ readonly texts: Readonly<Record<string, Uint8Array>>;
    }
  /** Choose a backend (the best, or the one named) and measure it, where that is still to be done; else a run's start does. */
  | { readonly kind: 'wake' }
  /** Measure the device for some seconds. Answered by `measured`. */
  | { readonly kind: 'measure' }
  | { readonly kind: 'pause'; readonly run: RunId }
  /** Goes on from memory if the run is paused, otherwise from the store. */
  | { readonly kind: 'resume'; readonly run: RunId }
  | { readonly kind: 'step'; readonly run: RunId }
  | { readonly kind: 'stop'; readonly run: RunId }
  | { readonly kind: 'set'; readonly run: RunId; readonly setting: Setting }
  /** Send the saved trace of a run up. */
  | { readonly kind: 'open'; readonly run: RunId }
  /** The whole texts that a saved run was given; its trace holds the watched part alone. Answered by `texts`. */
  | { readonly kind: 'texts'; readonly run: RunId }
  /** A new run that goes on, paused, from a saved moment of another one. */
  | { readonly kind: 'branch'; readonly run: RunId; readonly from: RunId; readonly step: number }
  /** What a person says of a run takes the place of what was said before. */
  | { readonly kind: 'describe'; readonly run: RunId; readonly card: RunCard }
  /** Out of the list; its files stay for a while, so that `reclaim` can bring it back. */
  | { readonly kind: 'discard'; readonly run: RunId }
  | { readonly kind: 'reclaim'; readonly run: RunId }
  /** The kept run as one archive, or the last weights of one arm with their checkpoints. Answered by `file`. */
  | {
      readonly kind: 'export';
      readonly run: RunId;
      readonly what: 'experiment' | 'model';
      readonly arm: number;
      /** The address of what one sees, to travel along. */
      readonly view?: string;
    }
  /** A file becomes a run of this browser: an experiment's archive, or a trace. Answered by `restored` and `imported`. */
  | { readonly kind: 'import'; readonly run: RunId; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'list' };

/** What a person says of a run, and where it comes from. */
export interface RunCard {
  readonly name?: string;
  readonly note?: string;
  readonly group?: string;
  readonly isPinned?: boolean;
  readonly parent?: { readonly run: RunId; readonly step: number };
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export type RunState =
  | 'idle'
  | 'loading'
  | 'compiling'
  | 'running'
  | 'paused'
  | 'saving'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'lost'
  | 'restoring';

export interface BackendReport {
  readonly name: BackendName;
  /** The adapter's own words, or threads and SIMD for wasm. */
  readonly adapter: string;
  /** Why each better backend was not taken, one sentence each. */
  readonly falls: readonly { readonly name: BackendName; readonly why: string }[];
  /** Training speed of a small model measured at start, tokens per second. */
  readonly tokensPerSecond: number;
}

/** What a device can do at best, measured. */
export interface DeviceLimits {
  /** On a matrix product. */
  readonly flopsPerSecond: number;
  /** On the sum of two vectors. */
  readonly bytesPerSecond: number;
  /** One operation in a chain of small ones. */
  readonly dispatchMs: number;
}

/** Where a training step spends its time. */
export interface StepParts {
  readonly tokens: number;
  readonly forwardMs: number;
  readonly backwardMs: number;
  readonly updateMs: number;
  readonly stepMs: number;
  /** Programs that one step sends to the GPU; absent off the GPU. */
  readonly dispatches?: number | undefined;
}

export interface DeviceFigures {
  readonly limits: DeviceLimits;
  readonly parts: StepParts;
  /** What the step cannot be faster than, by the limits. */
  readonly boundMs: number;
}

/** A run as the store knows it. */
export interface SavedRun {
  readonly run: RunId;
  readonly config: RunConfig;
  readonly state: RunState;
  /** Optimisation steps done and saved. */
  readonly step: number;
  readonly savedAtMs: number;
  readonly bytes: number;
  readonly card: RunCard;
  /** Steps of the saved moments that a branch can go on from, the newest first. */
  readonly moments: readonly number[];
  /** Another tab computes it at this moment. */
  readonly isElsewhere: boolean;
}

/** Room that the browser gives this page for its files. */
export interface StorageReport {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** The browser has promised not to clear the files by itself. */
  readonly isPersistent: boolean;
}

export type EngineMessage = { readonly v: 1 } &
  /** First of all: the worker holds this lock as long as it lives, so whoever is granted it knows that the worker is gone. */
  (
    | { readonly kind: 'alive'; readonly lock: string }
    /** A backend is being chosen; `backend` or `noBackend` follows. */
    | { readonly kind: 'waking' }
    | { readonly kind: 'backend'; readonly report: BackendReport }
    | { readonly kind: 'noBackend'; readonly sentence: string }
    /** Without figures where a run is in hand, which would share the device. */
    | { readonly kind: 'measured'; readonly figures?: DeviceFigures }
    | {
        readonly kind: 'event';
        readonly run: RunId;
        /** counts from 0 in each run */ readonly seq: number;
        readonly atMs: number;
        readonly event: RunEvent;
      }
    | {
        readonly kind: 'state';
        readonly run: RunId;
        readonly state: RunState;
        /** for a person, where there is something to say */ readonly sentence?: string;
      }
    /** A saved run whole, as its encoded trace, and its tokenizer where it is kept; later events of the run follow it. */
    | { readonly kind: 'restored'; readonly run: RunId; readonly trace: Uint8Array; readonly tokenizerJson?: string }
    /** By TextSource.name; empty where the store holds none. */
    | { readonly kind: 'texts'; readonly run: RunId; readonly texts: Readonly<Record<string, Uint8Array>> }
    | { readonly kind: 'saved'; readonly runs: readonly SavedRun[] }
    | {
        readonly kind: 'file';
        readonly run: RunId;
        readonly what: 'experiment' | 'model';
        readonly bytes: Uint8Array<ArrayBuffer>;
      }
    | { readonly kind: 'imported'; readonly run: RunId; readonly view?: string }
    | { readonly kind: 'storage'; readonly report: StorageReport }
    /** What could not be kept or done, and that the run goes on. */
    | { readonly kind: 'warning'; readonly run?: RunId; readonly sentence: string }
  );
