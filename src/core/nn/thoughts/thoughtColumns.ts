/**
 * @file Batches that think, and their numbers as columns: what a recorded step reads anew at each play. Lengths have room to
 * spare where steps are recorded, so that few recordings serve all batches; what is added is padding, on which nothing is asked.
 */

import { assert } from '../../util/assert';
import { type Column, recordingDevice, paddedLength } from '../recorder';

/** Sequences of different lengths with the first thought of every row in the same column. */
export interface ThinkingBatch {
  readonly batch: number;
  readonly seq: number;
  /** [batch, seq]; what stands at a thought is never looked up */
  readonly ids: Int32Array;
  /** [batch, seq] 1 on tokens and thoughts, 0 on padding */
  readonly mask: Uint8Array;
  /** [batch, seq] the next token where the loss counts it, otherwise -1 */
  readonly labels: Int32Array;
  readonly firstSlot: number;
  /** [batch] thoughts of each row; 0 where its slots hold plain tokens */
  readonly slots: Int32Array;
}

/** How a batch thinks, apart from its numbers. */
export interface ThinkingForm {
  readonly batch: number;
  readonly seq: number;
  readonly firstSlot: number;
  /** The most of any row. */
  readonly thoughts: number;
  /** Columns at the end, from the first label on. Those before are most of a sequence: nothing is asked there. */
  readonly asked: number;
  /** Are there rows that end thinking earlier? */
  readonly isMixed: boolean;
  readonly isPadded: boolean;
}

export function formOf(thinking: ThinkingBatch): ThinkingForm {
  const { batch, seq, labels, firstSlot, slots } = thinking;
  const thoughts = Math.max(0, ...slots);
  return {
    batch,
    seq,
    firstSlot: thoughts > 0 ? firstSlot : 0,
    thoughts,
    asked: Math.min(seq, paddedLength(seq - firstLabelled(labels, seq))),
    isMixed: slots.some((count) => count < thoughts),
    isPadded: hasPadding(rowStarts(thinking)),
  };
}

export const THINKING_COLUMNS = 3;

/** ids [batch, seq], starts [batch], and 1 where a row thinks [batch, thoughts, 1] */
export function thinkingColumns(thinking: ThinkingBatch): Column[] {
  const { batch, seq, ids, slots } = thinking;
  const thoughts = Math.max(1, ...slots);
  return [
    { values: ids, shape: [batch, seq] },
    { values: rowStarts(thinking), shape: [batch] },
    {
      values: Float32Array.from({ length: batch * thoughts }, (_, i) =>
        i % thoughts < (slots[Math.floor(i / thoughts)] ?? 0) ? 1 : 0,
      ),
      shape: [batch, thoughts, 1],
    },
  ];
}

/** Problems that are read and thought about at once. */
export interface Prompts {
  readonly batch: number;
  /** [batch, promptSeq]; rows end together, shorter ones are padded on the left */
  readonly prompt: Int32Array;
  /** [batch] the column of each row's first token */
  readonly starts: readonly number[];
  /** What stands at a slot: a thought, or this token. */
  readonly slotId?: number;
}

/** The same problems after different numbers of thoughts. All share the prompt, and later ones the thoughts of earlier ones. */
export interface BranchedBatch extends Prompts {
  readonly branches: readonly Branch[];
}

export interface Branch {
  /** Slots between prompt and tail. */
  readonly slots: number;
  /** [batch, tailSeq] `<eot>` and what is written after it; padded on the right */
  readonly tail: Int32Array;
  /** [batch, tailSeq] the next token where the loss counts it, otherwise -1 */
  readonly labels: Int32Array;
  /** How much its mean loss counts. */
  readonly weight: number;
  readonly first?: FirstLabels;
}

/** What the first word of a tail is asked for where several would be right. */
export interface FirstLabels {
  /** [batch, vocab] chances of the first word, which sum to one in each row; zeros in a row that has a label of its own */
  readonly chances: Float32Array;
  /** How much the mean over the rows that have chances counts. */
  readonly weight: number;
}

/** ids [batch, promptSeq], starts [batch] */
export function promptColumns({ batch, prompt, starts }: Prompts): Column[] {
  return [
    { values: prompt, shape: [batch, prompt.length / batch] },
    { values: Int32Array.from(starts), shape: [batch] },
  ];
}

/** Are there rows to be masked? A recording looks for itself at each play. @param starts [batch] */
export const hasPadding = (starts: ArrayLike<number>): boolean =>
  recordingDevice() !== undefined || Array.from(starts).some((start) => start > 0);

/** More padding on the left, where steps are recorded. */
export function withRoomBefore<P extends Prompts>(prompts: P): P {
  const { batch, prompt, starts } = prompts;
  const seq = prompt.length / batch;
  const room = paddedLength(seq) - seq;
  return { ...prompts, prompt: widened(prompt, seq, room, 0, 0), starts: starts.map((start) => start + room) };
}

/** More padding before the first slot and at the end, where steps are recorded. */
export function withRoom(thinking: ThinkingBatch): ThinkingBatch {
  const { seq, ids, mask, labels, firstSlot, slots } = thinking;
  const thoughts = Math.max(0, ...slots);
  const before = thoughts > 0 ? paddedLength(firstSlot) - firstSlot : 0;
  const last = thoughts > 0 ? seq - firstSlot - thoughts : seq;
  const after = last > 0 ? paddedLength(last) - last : 0;
  return {
    ...thinking,
    seq: before + seq + after,
    ids: widened(ids, seq, before, after, 0),
    mask: widened(mask, seq, before, after, 0),
    labels: widened(labels, seq, before, after, -1),
    firstSlot: firstSlot + before,
  };
}

/** Rows [.., seq] with more columns before and after. */
function widened<T extends Int32Array | Uint8Array>(
  rows: T,
  seq: number,
  before: number,
  after: number,
  fill: number,
): T {
  if (before + after === 0) return rows;
  const width = before + seq + after;
  const wide = new (rows.constructor as new (length: number) => T)((rows.length / seq) * width).fill(fill) as T;
  for (let row = 0; row * seq < rows.length; row++)
    wide.set(rows.subarray(row * seq, (row + 1) * seq), row * width + before);
  return wide;
}

export const BRANCH_COLUMNS = 3;
export const FIRST_COLUMNS = 2;

/** tail [batch, tailSeq], the columns of its labels, and of its first labels where it has some */
export function branchColumns({ tail, labels, weight, first }: Branch, batch: number): Column[] {
  const seq = tail.length / batch;
  const room = paddedLength(seq) - seq;
  return [
    { values: widened(tail, seq, 0, room, 0), shape: [batch, seq + room] },
    ...labelColumns(widened(labels, seq, 0, room, -1), weight),
    ...(first ? firstColumns(first, batch) : []),
  ];
}

/** chances [batch, vocab], and the share of each row in the loss [1, batch] */
function firstColumns({ chances, weight }: FirstLabels, batch: number): Column[] {
  const vocab = chances.length / batch;
  const isAsked = Array.from({ length: batch }, (_, row) =>
    chances.subarray(row * vocab, (row + 1) * vocab).some((chance) => chance > 0),
  );
  const asked = isAsked.filter(Boolean).length;
  return [
    { values: chances, shape: [batch, vocab] },
    { values: Float32Array.from(isAsked, (is) => (is ? weight / asked : 0)), shape: [1, batch] },
  ];
}

/**
 * targets [rows], and the share of each in the loss [1, rows]
 *
 * @param labels [batch, seq] -1 where nothing is asked
 */
export function labelColumns(labels: Int32Array, weight = 1): Column[] {
  const asked = labels.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  assert(asked > 0, 'a batch asks for at least one token');
  return [
    { values: labels.map((label) => Math.max(label, 0)), shape: [labels.length] },
    { values: Float32Array.from(labels, (label) => (label >= 0 ? weight / asked : 0)), shape: [1, labels.length] },
  ];
}

/** [batch] the column of the first token in each row */
function rowStarts({ batch, seq, mask }: ThinkingBatch): Int32Array {
  return Int32Array.from({ length: batch }, (_, row) =>
    Math.max(0, mask.subarray(row * seq, (row + 1) * seq).indexOf(1)),
  );
}

function firstLabelled(labels: Int32Array, seq: number): number {
  return labels.reduce((first, label, i) => (label >= 0 ? Math.min(first, i % seq) : first), seq - 1);
}

/** [batch, asked] */
export function askedLabels({ seq, labels }: ThinkingBatch, asked: number): Int32Array {
  return labels.filter((_, i) => i % seq >= seq - asked);
}
