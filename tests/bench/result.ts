/** @file What a bench leaves behind, one file a device. */
import type { BackendName, DeviceLimits } from '../../src/core/trace/messages/commands';

/** Where the engines ran. */
export type Place = 'Node' | 'Chromium';

/** Against one other engine in the same rounds. */
export interface Peer {
  readonly name: string;
  readonly tokensPerSecond: number;
  /** Our speed by theirs: median over rounds, the smallest, the largest. */
  readonly ratio: readonly [median: number, least: number, most: number];
  /** The same of processor time, where the processor does all the work: other jobs of the machine do not enter it. */
  readonly processorRatio?: readonly [median: number, least: number, most: number];
  readonly dispatches: number;
  readonly submits: number;
  /** Largest relative difference of the losses over the compared steps. */
  readonly worstLossDifference: number;
}

export interface Row {
  readonly place: Place;
  readonly backend: BackendName;
  readonly size: string;
  /** Ours, where it is WASM. jax-js takes a thread a core there. */
  readonly threads?: number;
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
  readonly achievedGflops: number;
  /** Of one step; 0 off the GPU. */
  readonly dispatches: number;
  readonly submits: number;
  readonly bytesMoved: number;
  /** The least time that the measured limits allow, by the time taken. */
  readonly shareOfBound: number;
  readonly peers: readonly Peer[];
  /** Time of a selective step by that of a step over all tokens. */
  readonly slmOverClm: number;
  /** The same of processor time. */
  readonly slmOverClmProcessor?: number;
  /** A step of two thoughts, three passes and three branches, of the same batch. */
  readonly thoughtsMsPerStep: number;
  /** Of such a step; 0 off the GPU. */
  readonly thoughtsDispatches?: number;
  readonly thoughtsSubmits?: number;
  /** Time of a recorded step of thoughts by that of one that goes through the graph: median over rounds, the smallest, the largest. */
  readonly thoughtsOverUnrecorded?: readonly [median: number, least: number, most: number];
  /** The same of processor time. */
  readonly thoughtsOverUnrecordedProcessor?: readonly [median: number, least: number, most: number];
}

/** Scoring by several checkpoints together. */
export interface ScoringRow {
  readonly place: Place;
  readonly backend: BackendName;
  readonly size: string;
  /** Of WASM; absent where it is one. */
  readonly threads?: number;
  readonly checkpoints: number;
  /** Tokens times checkpoints; half of each window is context, which is not counted. */
  readonly scoresPerSecond: number;
  readonly scoresPerProcessorSecond?: number;
  /** Its speed by that of one checkpoint after another: median over rounds, the smallest, the largest. */
  readonly overOneByOne: readonly [median: number, least: number, most: number];
  readonly processorOverOneByOne?: readonly [median: number, least: number, most: number];
  /** Of a chunk of the text, by all checkpoints; 0 off the GPU. */
  readonly dispatches: number;
  /** The read-back is one of its own. */
  readonly submits: number;
}

export interface Result {
  readonly device: string;
  readonly cores: number;
  readonly node: string;
  readonly adapters: Partial<Record<BackendName, string>>;
  readonly limits: Partial<Record<BackendName, DeviceLimits>>;
  readonly rows: readonly Row[];
  readonly scoring?: readonly ScoringRow[];
}
