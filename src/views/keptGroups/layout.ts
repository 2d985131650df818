/** @file What is kept of each group of tokens: of each category, or of each source label. */

import { scaleLinear } from 'd3';
import type { KeptOfGroup } from '../../core/rho1/overlap';
import { count, share } from '../format';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface GroupRow extends KeptOfGroup {
  readonly name: string;
}

export interface KeptGroupsData {
  /** What the groups are, such as `category` or `kind of text`. */
  readonly of: string;
  readonly rows: readonly GroupRow[];
  /** Kept of all tokens: what each group would keep if selection did not look. */
  readonly keepFraction: number;
}

export interface GroupMark {
  readonly name: string;
  readonly yPx: number;
  readonly barPx: number;
  readonly keptPx: number;
  readonly words: string;
}

export interface KeptGroupsMarks {
  readonly leftPx: number;
  readonly rightPx: number;
  readonly topPx: number;
  readonly bottomPx: number;
  readonly chancePx: number;
  readonly chanceWords: string;
  readonly rows: readonly GroupMark[];
}

const ROW_PX = 24;
const TOP_PX = 22;
const NAME_PX = 84;
const WORDS_PX = 128;

export function keptGroupsHeightPx(rows: number): number {
  return TOP_PX + rows * ROW_PX + 4;
}

export function keptGroupsLayout({ rows, keepFraction }: KeptGroupsData, size: SizePx): KeptGroupsMarks {
  const leftPx = NAME_PX;
  const rightPx = Math.max(leftPx + 1, size.widthPx - WORDS_PX);
  const x = scaleLinear([0, 1], [leftPx, rightPx]);
  return {
    leftPx,
    rightPx,
    topPx: TOP_PX,
    bottomPx: TOP_PX + rows.length * ROW_PX,
    chancePx: x(keepFraction),
    chanceWords: `all tokens ${share(keepFraction)}`,
    rows: rows.map((row, i) => ({
      name: row.name,
      yPx: TOP_PX + i * ROW_PX,
      barPx: ROW_PX - 12,
      keptPx: row.total > 0 ? x(row.keptFraction) - leftPx : 0,
      words: row.total > 0 ? `${share(row.keptFraction)} of ${count(row.total)}` : 'none',
    })),
  };
}

export function keptGroupsSentence({ of, rows }: KeptGroupsData): string {
  const parts = rows.map(({ name, kept, total }) => `${name} ${count(kept)} of ${count(total)}`);
  return `Kept tokens by ${of}: ${parts.join(', ')}.`;
}

export function keptGroupsTable({ of, rows }: KeptGroupsData): Table {
  return {
    columns: [of, 'tokens', 'kept', 'share kept', 'share of the kept', 'share of the dropped'],
    rows: rows.map((row) => [
      row.name,
      row.total,
      row.kept,
      row.keptFraction,
      row.fractionOfKept,
      row.fractionOfDropped,
    ]),
  };
}
