/** @file What a file turned out to be, and what was read from it. */

import type { Encoding } from './encoding';
import type { LossList } from './losses/lossList';

export interface OpenedText {
  readonly encoding: Encoding;
  /** UTF-8; END_OF_TEXT stands between documents. */
  readonly bytes: Uint8Array;
  readonly documents: number;
}

/** `reading` is one line for a person: what the file was taken for, or why it could not be read. */
export type Opened = { readonly reading: string } & (
  | { readonly kind: 'losses'; readonly losses: LossList }
  /** The items are read by their own door, `readProblemFile`; `form` completes "problems …". */
  | { readonly kind: 'problems'; readonly form: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: OpenedText }
  | { readonly kind: 'model' | 'run' | 'unknown' }
  /** Columns that can only be read piece by piece. */
  | { readonly kind: 'parquet' }
);
