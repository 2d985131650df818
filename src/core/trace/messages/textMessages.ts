/** @file What the text worker is asked, and what it says. Files go in as they are; the text comes back as bytes. */

export type TextCommand =
  | {
      readonly kind: 'read';
      /** Chosen by whoever asks; every answer carries it. */
      readonly job: number;
      readonly files: readonly NamedFile[];
      readonly choice?: ColumnChoice;
    }
  | { readonly kind: 'cancel'; readonly job: number };

export interface NamedFile {
  readonly name: string;
  readonly blob: FileBytes;
}

/** The part of a Blob that is needed: `core/` does not know the platform's. */
export interface FileBytes {
  readonly size: number;
  readonly slice: (start: number, end: number) => FileBytes;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** By file name: the column of a table, or the field of JSON objects, that holds the text. Guessed where absent. */
export type ColumnChoice = Readonly<Record<string, string>>;

export type TextMessage =
  | { readonly kind: 'progress'; readonly job: number; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'read'; readonly job: number; readonly text: ReadText }
  /** The file is no text: it holds losses that were measured elsewhere. */
  | {
      readonly kind: 'losses';
      readonly job: number;
      readonly name: string;
      /** One sentence: what the file was taken for. */
      readonly sentence: string;
      /** The trace, as `encodeTrace` writes it. */
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** One sentence: what is wrong with which file, and the mend. */
  | { readonly kind: 'refused'; readonly job: number; readonly sentence: string }
  | { readonly kind: 'cancelled'; readonly job: number };

export interface ReadText {
  /** Of the file, or of the first and how many more. */
  readonly name: string;
  /** UTF-8 where the files were; broken bytes are kept. END_OF_TEXT stands between documents. */
  readonly text: Uint8Array;
  /** [document] document i is [documentEnd[i - 1], documentEnd[i]), with the END_OF_TEXT that closes it. */
  readonly documentEnd: Int32Array;
  /** What was done to files that are no plain UTF-8 texts, one sentence each. */
  readonly takenFor: readonly string[];
  /** The files that had columns to choose from. */
  readonly tables: readonly TextTable[];
}

export interface TextTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly chosen: string;
  /** Rows without a text in the chosen column; they are left out. */
  readonly emptyRows: number;
}
