/** @file The whole document in one strip: each pixel column stacks the categories of its tokens. */

import { CATEGORIES } from '../palette';
import { categoryName } from '../tokenPaint';
import { countCategories } from '../shares';
import type { SizePx } from '../size';
import type { Table } from '../table';

export interface StripData {
  /** [token] */
  readonly category: Uint8Array;
  /** [token] 1 where the filter lets it through; the others leave a gap */
  readonly shown?: Uint8Array | undefined;
}

/** First and last token on the screen. */
export interface Viewport {
  readonly first: number;
  readonly last: number;
}

export interface StripMarks {
  /** One SVG path per category: rectangles, all columns. */
  readonly paths: readonly string[];
  readonly columnPx: number;
}

/** Columns are a pixel wide, or as wide as a token's share of the strip. Column c holds tokens [c·n/columns, (c+1)·n/columns). */
export function stripLayout({ category, shown }: StripData, size: SizePx): StripMarks {
  const columns = Math.max(1, Math.min(category.length, Math.floor(size.widthPx)));
  const columnPx = size.widthPx / columns;
  const paths = CATEGORIES.map((): string[] => []);
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((column * category.length) / columns);
    const end = Math.floor(((column + 1) * category.length) / columns);
    const counts = columnCounts(category, shown, first, end);
    let fromPx = size.heightPx;
    counts.forEach((tokens, code) => {
      if (tokens === 0) return;
      const heightPx = (tokens / (end - first)) * size.heightPx;
      fromPx -= heightPx;
      paths[code]?.push(`M${px(column * columnPx)} ${px(fromPx)}h${px(columnPx)}v${px(heightPx)}h${px(-columnPx)}z`);
    });
  }
  return { paths: paths.map((parts) => parts.join('')), columnPx };
}

/** Tokens per category in [first, end). */
function columnCounts(category: Uint8Array, shown: Uint8Array | undefined, first: number, end: number): number[] {
  const counts = CATEGORIES.map(() => 0);
  for (let token = first; token < end; token++) {
    const code = category[token] ?? NaN;
    if (code < counts.length && shown?.[token] !== 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Where a token stands in the strip. */
export function stripX(token: number, count: number, size: SizePx): number {
  return (token / Math.max(1, count)) * size.widthPx;
}

/** The token at a place. */
export function stripToken(xPx: number, count: number, size: SizePx): number {
  return Math.max(0, Math.min(count - 1, Math.floor((xPx / size.widthPx) * count)));
}

/** Where a key leads: a screen on, or the ends. */
export function stripTokenAfterKey(key: string, count: number, { first, last }: Viewport): number | undefined {
  const screen = Math.max(1, last - first);
  const clamp = (token: number) => Math.max(0, Math.min(count - 1, token));
  switch (key) {
    case 'ArrowRight':
    case 'PageDown':
      return clamp(last + 1);
    case 'ArrowLeft':
    case 'PageUp':
      return clamp(first - screen);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The strip in so many equal parts, as a table cannot have a row for each pixel. */
export function stripTable({ category, shown }: StripData, parts = 20): Table {
  return {
    columns: ['first token', 'last token', ...CATEGORIES.map(({ code }) => `${categoryName(code)} (tokens)`)],
    rows: Array.from({ length: Math.min(parts, category.length) }, (_, part) => {
      const first = Math.floor((part * category.length) / parts);
      const end = Math.floor(((part + 1) * category.length) / parts);
      return [first, end - 1, ...columnCounts(category, shown, first, end)];
    }),
  };
}

export function stripSentence({ category }: StripData): string {
  const counts = countCategories(category);
  return `${CATEGORIES.map(({ code, name }) => `${name} ${counts[code] ?? 0}`).join(', ')}, from the start of the text to its end.`;
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
