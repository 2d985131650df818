/** @file Rows of named columns, wherever they come from, and which column is likely to hold the text. */

export interface TextRows {
  readonly columns: readonly string[];
  /** [row] one column from the top, read anew each time. A cell that is absent or empty is no document. */
  readonly cells: (column: number) => Iterable<Uint8Array | undefined>;
}

/** Columns of these names hold text, the first most surely. */
const TEXT_NAMES = ['text', 'content', 'document', 'body', 'story', 'article', 'message', 'sentence', 'question'];
const LOOKED_AT_ROWS = 200;

export const isTextName = (column: string): boolean => TEXT_NAMES.includes(lastName(column));

/** A field within others is named by its path, `data.text`. */
const lastName = (column: string): string => column.toLowerCase().split('.').at(-1) ?? '';

/** By its name; otherwise the column that has most text in the first rows. */
export function guessTextColumn({ columns, cells }: TextRows): string {
  const lower = columns.map((column) => column.toLowerCase());
  const last = columns.map(lastName);
  const named = [
    ...TEXT_NAMES.map((name) => lower.indexOf(name)),
    ...TEXT_NAMES.map((name) => last.indexOf(name)),
  ].find((index) => index >= 0);
  if (named !== undefined) return columns[named] ?? '';
  const bytes = columns.map((_, column) => textBytes(cells(column)));
  return columns[bytes.indexOf(Math.max(...bytes))] ?? '';
}

function textBytes(cells: Iterable<Uint8Array | undefined>): number {
  let bytes = 0;
  let row = 0;
  for (const cell of cells) {
    if (row++ === LOOKED_AT_ROWS) break;
    bytes += cell?.length ?? 0;
  }
  return bytes;
}
