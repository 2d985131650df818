/** @file How many tokens each category has, and what share of the scored ones that is. */

import { UNSCORED } from '../core/rho1/categories';
import { CATEGORIES, type CategoryLook } from './palette';
import type { Table } from './table';

export interface CategoryShare {
  readonly look: CategoryLook;
  readonly count: number;
  /** Of the scored tokens, 0..1; 0 when none is scored. */
  readonly fraction: number;
}

export interface LegendData {
  /** Tokens per category, in the order of their codes. */
  readonly counts: readonly number[];
}

/** Counts the codes of a column; unscored tokens belong to none. */
export function countCategories(category: Uint8Array): number[] {
  const counts = CATEGORIES.map(() => 0);
  for (let token = 0; token < category.length; token++) {
    const code = category[token] ?? UNSCORED;
    if (code !== UNSCORED) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

export function categoryShares(counts: readonly number[]): CategoryShare[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return CATEGORIES.map((look) => {
    const count = counts[look.code] ?? 0;
    return { look, count, fraction: total > 0 ? count / total : 0 };
  });
}

export function sharesTable({ counts }: LegendData): Table {
  return {
    columns: ['category', 'meaning', 'tokens', 'share', 'share in the paper'],
    rows: categoryShares(counts).map(({ look, count, fraction }) => [
      look.name,
      look.word,
      count,
      fraction,
      look.paperShare,
    ]),
  };
}
