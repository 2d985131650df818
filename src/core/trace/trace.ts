/** @file The fold of a run's events: append-only columns. `appendEvent` is the only writer, live, in replay and in tests. */

import { assert, assertNever } from '../util/assert';
import { Column } from '../util/columns';
import type { RunConfig, Setting, Stamp } from './config/config';
import type { ResumeCause, RunEvent } from './events';
import { appendThoughts, emptyThoughts, replaceOrAdd, type ThoughtColumns } from './thoughtsFold';

export interface Trace {
  /** Counts the events folded: whoever watches a trace compares this number. */
  version: number;
  config?: RunConfig;
  stamp?: Stamp;
  document?: DocumentColumns;
  readonly arms: ArmColumns[];
  /** Of a run that thinks. */
  thoughts?: ThoughtColumns;
  readonly settings: { step: number; setting: Setting }[];
  /** Where the run was away and went on, in order. */
  readonly resumptions: { step: number; cause: ResumeCause; awayMs: number }[];
  end?: { reason: 'done' | 'stopped' | 'failed'; sentence?: string };
}

export interface DocumentColumns {
  readonly name: string;
  readonly textBytes: Uint8Array;
  /** [token] */
  readonly ids: Int32Array;
  /** [token] end of each token in `textBytes`. */
  readonly byteEnd: Int32Array;
  readonly kindOf?: Uint8Array;
  readonly kinds?: readonly string[];
  /** nats, [token]; NaN until scored. */
  readonly referenceLossNats: Float32Array;
  readonly referenceEntropyNats: Float32Array;
  referenceScored: number;
}

export interface ArmColumns {
  /** Optimisation steps done. */
  readonly lossNats: Column<Float32Array>;
  readonly gradientNorm: Column<Float32Array>;
  readonly learningRate: Column<Float32Array>;
  /** In order. */
  readonly checkpoints: CheckpointColumns[];
  readonly figures: { step: number; figure: string; value: number; count: number }[];
}

export interface CheckpointColumns {
  readonly step: number;
  /** nats, [token]; NaN until scored. */
  readonly lossNats: Float32Array;
  /** Watched tokens scored so far, from the start. */
  scored: number;
  /** [token, 5]; present once a prediction came. */
  topIds?: Int32Array;
  topProbability?: Float32Array;
}

export function emptyTrace(): Trace {
  return { version: 0, arms: [], settings: [], resumptions: [] };
}

/** Folds one event into the trace, in place. */
export function appendEvent(trace: Trace, event: RunEvent): void {
  trace.version++;
  switch (event.kind) {
    case 'started':
      trace.config = event.config;
      trace.stamp = event.stamp;
      // A resumed run starts again: what came after its saved state is computed anew.
      delete trace.end;
      return;
    case 'document':
      appendDocument(trace, event);
      return;
    case 'steps': {
      const arm = armOf(trace, event.arm);
      assert(event.first <= arm.lossNats.length, `a gap before step ${event.first}`);
      for (const name of ['lossNats', 'gradientNorm', 'learningRate'] as const) {
        arm[name].truncate(event.first);
        arm[name].append(event[name]);
      }
      return;
    }
    case 'checkpoint':
      checkpointOf(trace, event.arm, event.checkpoint, event.step);
      return;
    case 'scored':
      appendScores(trace, event);
      return;
    case 'referenceScored': {
      const document = documentOf(trace);
      document.referenceLossNats.set(event.lossNats, event.first);
      document.referenceEntropyNats.set(event.entropyNats, event.first);
      document.referenceScored = event.first + event.lossNats.length;
      return;
    }
    case 'measured': {
      const { step, figure, value, count } = event;
      const { figures } = armOf(trace, event.arm);
      // A resumed run measures some things again: they take the place of what they were.
      replaceOrAdd(figures, { step, figure, value, count }, (known) => known.step === step && known.figure === figure);
      return;
    }
    case 'asked':
    case 'pinned':
    case 'graded':
    case 'probed':
    case 'thoughtsRead':
    case 'ended':
    case 'intervened':
      trace.thoughts ??= emptyThoughts();
      appendThoughts(trace.thoughts, event);
      return;
    case 'set':
      trace.settings.push({ step: event.step, setting: event.setting });
      return;
    case 'resumed':
      trace.resumptions.push({ step: event.step, cause: event.cause, awayMs: event.awayMs });
      return;
    case 'finished':
      trace.end = { reason: event.reason };
      return;
    case 'failed':
      trace.end = { reason: 'failed', sentence: event.sentence };
      return;
    case 'state':
    case 'tokenizer':
      return; // For the store; a trace holds what was seen, not what is needed to go on.
    default:
      assertNever(event);
  }
}

function appendDocument(trace: Trace, event: Extract<RunEvent, { kind: 'document' }>): void {
  // A resumed run tells its document again: scores that are there stay.
  if (trace.document && trace.document.ids.length === event.ids.length) return;
  const { name, textBytes, ids, byteEnd, kindOf, kinds } = event;
  trace.document = {
    name,
    textBytes,
    ids,
    byteEnd,
    ...(kindOf && kinds ? { kindOf, kinds } : {}),
    referenceLossNats: new Float32Array(ids.length).fill(NaN),
    referenceEntropyNats: new Float32Array(ids.length).fill(NaN),
    referenceScored: 0,
  };
}

function appendScores(trace: Trace, event: Extract<RunEvent, { kind: 'scored' }>): void {
  const columns = checkpointOf(trace, event.arm, event.checkpoint, event.step);
  columns.lossNats.set(event.lossNats, event.first);
  columns.scored = event.first + event.lossNats.length;
  if (!event.topIds || !event.topProbability) return;
  columns.topIds ??= new Int32Array(columns.lossNats.length * 5);
  columns.topProbability ??= new Float32Array(columns.lossNats.length * 5);
  columns.topIds.set(event.topIds, event.first * 5);
  columns.topProbability.set(event.topProbability, event.first * 5);
}

function documentOf(trace: Trace): DocumentColumns {
  assert(trace.document, 'scores before the document');
  return trace.document;
}

function armOf(trace: Trace, index: number): ArmColumns {
  while (trace.arms.length <= index)
    trace.arms.push({
      lossNats: Column.float32(),
      gradientNorm: Column.float32(),
      learningRate: Column.float32(),
      checkpoints: [],
      figures: [],
    });
  return trace.arms[index] as ArmColumns;
}

function checkpointOf(trace: Trace, arm: number, index: number, step: number): CheckpointColumns {
  const { checkpoints } = armOf(trace, arm);
  assert(index <= checkpoints.length, `checkpoint ${index} before checkpoint ${checkpoints.length}`);
  const tokens = trace.document?.ids.length ?? 0;
  const known = checkpoints[index];
  if (known && known.step === step && known.lossNats.length === tokens) return known;
  const columns: CheckpointColumns = { step, lossNats: new Float32Array(tokens).fill(NaN), scored: 0 };
  checkpoints[index] = columns;
  return columns;
}
