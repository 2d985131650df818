/** @file What the table worker is asked, and what it says: a trace made elsewhere, one row a token, its losses by checkpoint. */

import type { NamedFile } from './textMessages';

export type TableCommand =
  /** What columns are there? */
  | { readonly kind: 'inspect'; readonly file: NamedFile }
  | { readonly kind: 'read'; readonly file: NamedFile; readonly mapping: TableMapping };

export interface TableColumn {
  readonly name: string;
  /** Whether its first rows hold numbers. */
  readonly isNumber: boolean;
}

/** Which column means what. */
export interface TableMapping {
  /** The text of each token. */
  readonly text: string;
  /** Its number in the vocabulary; counted by first appearance where there is none. */
  readonly id?: string | undefined;
  /** nats, by a reference model */
  readonly reference?: string | undefined;
  /** nats, at each checkpoint */
  readonly losses: readonly { readonly column: string; readonly step: number }[];
  /** Tokens are written as byte-level BPE does: `Ġ` for a space. */
  readonly isByteLevel: boolean;
}

export interface TableShape {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  readonly guess: TableMapping;
}

export type TableMessage =
  | { readonly kind: 'shape'; readonly shape: TableShape }
  /** The trace, as `encodeTrace` writes it. */
  | { readonly kind: 'trace'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** One sentence: what is wrong with the file, and the mend. */
  | { readonly kind: 'refused'; readonly sentence: string };
