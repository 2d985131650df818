/** @file One run in the engine: its generator, the fold of its events, and what is kept of it. */

import type { RunId } from '../../core/trace/messages/commands';
import type { RunConfig, Setting } from '../../core/trace/config/config';
import type { Pull, ResumeCause, Run } from '../../core/trace/events';
import { emptyTrace, type Trace } from '../../core/trace/trace';
import type { ResumePoint } from '../../core/train/ports';
import type { RunRecord } from '../store/store';

/** One pull should last about so long: short enough that a pause feels at once, long enough to hide the read-back. */
const PULL_MS = 70;
const MOST_STEPS = 512;

/** What is known of a run that is not running: enough to begin it, or to go on. */
export interface RunStart {
  readonly config: RunConfig;
  readonly texts: Readonly<Record<string, Uint8Array>>;
  readonly tokenizerJson?: string;
  readonly trace?: Trace;
  readonly saved?: SavedArms;
  readonly gap?: Gap;
}

/** Why and since when a run is away; told once it goes on. */
export interface Gap {
  readonly cause: ResumeCause;
  readonly sinceMs: number;
}

export interface SavedArms {
  readonly step: number;
  readonly arms: readonly Float32Array[];
}

export class LiveRun {
  readonly id: RunId;
  readonly config: RunConfig;
  readonly texts: Readonly<Record<string, Uint8Array>>;
  readonly trace: Trace;
  tokenizerJson: string | undefined;
  saved: SavedArms | undefined;
  savedAtMs: number;
  gap: Gap | undefined;
  generator: Run | undefined;
  seq = 0;
  readonly settings: Setting[] = [];
  saveDue = false;
  /** False once the store had no room: then no more saves are tried until something is deleted. */
  isKept = true;
  /** The store had no room for the weights of a checkpoint. */
  hasLostWeights = false;
  /** Of the last save that the store took. */
  keptStep: number | undefined;
  /** Steps to take in one pull. */
  budget = 1;
  /** [arm] optimisation steps done. */
  #stepsDone: number[] = [];

  constructor(id: RunId, start: RunStart, nowMs: number) {
    this.id = id;
    this.config = start.config;
    this.texts = start.texts;
    this.tokenizerJson = start.tokenizerJson;
    this.trace = start.trace ?? emptyTrace();
    this.saved = start.saved;
    this.#stepsDone = stepsOf(start.saved);
    this.savedAtMs = nowMs;
    this.gap = start.gap;
    this.keptStep = start.saved?.step;
  }

  /** Optimisation steps that every arm has done. */
  get step(): number {
    return Math.min(...Array.from({ length: armsOf(this.config) }, (_, arm) => this.#stepsDone[arm] ?? 0));
  }

  /** Whether there is a moment of training that could be saved; before the document, or the problems, there are no weights. */
  get isTraining(): boolean {
    const { config, trace } = this;
    return config.kind === 'train' ? trace.document !== undefined : config.kind === 'thoughts' && !!trace.thoughts;
  }

  /** Goes back to the last save, and tells where a generator may go on; undefined where it must begin anew. */
  rewind(): ResumePoint | undefined {
    this.#stepsDone = stepsOf(this.saved);
    if (!this.saved || this.tokenizerJson === undefined) return undefined;
    const { step, arms } = this.saved;
    return {
      step,
      arms,
      tokenizerJson: this.tokenizerJson,
      settings: this.trace.settings.filter((set) => set.step <= step),
      checkpointsDone: checkpointsDone(this.trace, step),
    };
  }

  /** The next pull; settings go one at a time, in the order in which they were asked for. */
  nextPull(nowMs: number, saveEveryMs: number): Pull {
    const set = this.settings.shift();
    const save = this.isTraining && (this.saveDue || nowMs - this.savedAtMs > saveEveryMs);
    return { steps: this.budget, ...(set ? { set } : {}), ...(save ? { save } : {}) };
  }

  /** Counts the steps of an arm, and fits the budget to their cost. It grows by doubling: the first pulls also compile. */
  observe(arm: number, first: number, steps: number, elapsedMs: number): void {
    this.#stepsDone[arm] = first + steps;
    // Further arms' steps were done in the first one's pull, and cost nothing more.
    if (arm > 0) return;
    const fitting = Math.round((steps * PULL_MS) / Math.max(elapsedMs, 0.1));
    this.budget = Math.max(1, Math.min(fitting, this.budget * 2, MOST_STEPS));
  }

  record(state: RunRecord['state'], nowMs: number, trace: Uint8Array): RunRecord {
    const { config, texts, tokenizerJson, saved } = this;
    return {
      // What the run has told of itself: a model's true size may follow from its texts.
      config: this.trace.config ?? config,
      state,
      step: saved?.step ?? 0,
      savedAtMs: nowMs,
      trace,
      arms: saved?.arms ?? [],
      texts,
      ...(tokenizerJson === undefined ? {} : { tokenizerJson }),
    };
  }
}

/** Models that a run trains; a run that scores counts one that stays at step 0. */
const armsOf = (config: RunConfig): number => (config.kind === 'train' ? config.arms.length : 1);

/** [arm] */
const stepsOf = (saved: SavedArms | undefined): number[] => (saved ? saved.arms.map(() => saved.step) : []);

/** Checkpoints up to `step` that every arm has scored to the end of the document. */
function checkpointsDone(trace: Trace, step: number): number {
  const tokens = trace.document?.ids.length ?? 0;
  const done = trace.arms.map(({ checkpoints }) => {
    const open = checkpoints.findIndex((point) => point.scored < tokens || point.step > step);
    return open < 0 ? checkpoints.length : open;
  });
  return done.length === 0 ? 0 : Math.min(...done);
}
