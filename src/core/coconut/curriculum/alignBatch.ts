/** @file Sequences of different lengths as one batch, with the first slot of every row in the same column. [Coconut, dataset.py] */

import type { SequenceParts } from './sequence';
import type { SpecialIds } from './vocabulary';

export interface AlignedBatch {
  readonly batch: number;
  readonly seq: number;
  /** [batch, seq] */
  readonly ids: Int32Array;
  /** [batch, seq] counts from 0 at the row's first token; 0 on padding. */
  readonly positions: Int32Array;
  /** [batch, seq] 1 on tokens and slots, 0 on padding. */
  readonly mask: Uint8Array;
  /** [batch, seq] the next token where the loss counts it, otherwise -1. */
  readonly labels: Int32Array;
  /** Column of the first slot of every row that has slots; `seq` where no row has any. */
  readonly firstSlot: number;
  /** [batch] */
  readonly slots: Int32Array;
}

/**
 * Pads on the left up to the common first slot, then on the right. A row without slots is not padded on the left: its
 * place in the passes does not matter.
 */
export function alignBatch(rows: readonly SequenceParts[], special: SpecialIds): AlignedBatch {
  const thinking = rows.filter((row) => row.slots > 0);
  const column = Math.max(0, ...thinking.map((row) => row.prompt.length));
  const start = (row: SequenceParts): number => (row.slots > 0 ? column - row.prompt.length : 0);
  const seq = Math.max(0, ...rows.map((row) => start(row) + rowLength(row)));
  const size = rows.length * seq;
  const batch: AlignedBatch = {
    batch: rows.length,
    seq,
    ids: new Int32Array(size).fill(special.pad),
    positions: new Int32Array(size),
    mask: new Uint8Array(size),
    labels: new Int32Array(size).fill(-1),
    firstSlot: thinking.length > 0 ? column : seq,
    slots: Int32Array.from(rows, (row) => row.slots),
  };
  for (const [index, row] of rows.entries()) writeRow(batch, index * seq + start(row), row, special);
  return batch;
}

function rowLength({ prompt, slots, opening, rest }: SequenceParts): number {
  return prompt.length + slots + opening.length + rest.length;
}

/** Tokens of one row with its slots in place. */
export function rowIds(row: SequenceParts, special: SpecialIds): number[] {
  const slots = Array<number>(row.slots).fill(row.fill === 'pause' ? special.pause : special.thought);
  return [...row.prompt, ...slots, ...row.opening, ...row.rest];
}

function writeRow(batch: AlignedBatch, offset: number, row: SequenceParts, special: SpecialIds): void {
  const ids = rowIds(row, special);
  const firstLearned = ids.length - row.rest.length;
  for (const [i, id] of ids.entries()) {
    batch.ids[offset + i] = id;
    batch.positions[offset + i] = i;
    batch.mask[offset + i] = 1;
    // The token at i is asked of the position before it.
    if (i >= Math.max(firstLearned, 1)) batch.labels[offset + i - 1] = id;
  }
}
