/** @file Selections compared with each other, and against what the tokens are. A selection is [token] 1 or 0. */

import { assert } from '../util/assert';

/** Jaccard's index |a ∩ b| / |a ∪ b|; 1 for two empty selections. Two random halves have 1/3. */
export function jaccard(a: Uint8Array, b: Uint8Array): number {
  assert(a.length === b.length, 'selections of different tokens');
  let both = 0;
  let either = 0;
  for (let token = 0; token < a.length; token++) {
    both += (a[token] as number) & (b[token] as number);
    either += (a[token] as number) | (b[token] as number);
  }
  return either === 0 ? 1 : both / either;
}

/** [selection][selection] */
export function overlapMatrix(selections: readonly Uint8Array[]): readonly Float64Array[] {
  return selections.map((a) => Float64Array.from(selections, (b) => jaccard(a, b)));
}

export interface KeptOfGroup {
  readonly kept: number;
  readonly total: number;
  /** Of the group, what part is kept; NaN for an empty group. */
  readonly keptFraction: number;
  /** Of what is kept, what part is of this group; NaN if nothing is kept. */
  readonly fractionOfKept: number;
  /** Of what is dropped; NaN if nothing is dropped. */
  readonly fractionOfDropped: number;
}

/**
 * How much of each group of tokens is kept: of each category, or of each source label.
 *
 * @param kept [token]
 * @param groupOf [token] index of its group; tokens of `groups` or more (unscored ones) are left out
 */
export function keptByGroup(kept: Uint8Array, groupOf: Uint8Array, groups: number): readonly KeptOfGroup[] {
  const keptOf = new Uint32Array(256);
  const totalOf = new Uint32Array(256);
  for (let token = 0; token < kept.length; token++) {
    const group = groupOf[token] as number;
    totalOf[group] = (totalOf[group] as number) + 1;
    keptOf[group] = (keptOf[group] as number) + (kept[token] as number);
  }
  const sum = (counts: Uint32Array) => counts.subarray(0, groups).reduce((total, count) => total + count, 0);
  const [allKept, all] = [sum(keptOf), sum(totalOf)];
  return Array.from({ length: groups }, (_, group) => {
    const [k, total] = [keptOf[group] as number, totalOf[group] as number];
    return {
      kept: k,
      total,
      keptFraction: k / total,
      fractionOfKept: k / allKept,
      fractionOfDropped: (total - k) / (all - allKept),
    };
  });
}
