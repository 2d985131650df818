/** @file What a line of text is made of: the extents of its tokens. */

import type { Direction } from './direction';

/** Extent of one distinct token text. Measured once. */
export interface TokenShape {
  readonly text: string;
  /** Up to the first newline, its sign included. */
  readonly headPx: number;
  /** Newlines in the token. */
  readonly breaks: number;
  /** After the last newline: it stands at the start of the next line. */
  readonly tailPx: number;
  /** A line may break before it. */
  readonly opensWord: boolean;
  /** It begins with a newline, whose sign may hang into the margin: it never starts a line. */
  readonly hangs: boolean;
  /** A line may break after it. */
  readonly closesWord: boolean;
  /** It begins with the rest of a character that the token before began: no line breaks before it. */
  readonly joins: boolean;
  /** Of the head: its part of a shared character at the start, and at the end (of the tail, where there is a newline). */
  readonly leadPartPx: number;
  readonly tailPartPx: number;
  readonly direction: Direction;
}

export interface Line {
  readonly first: number;
  readonly end: number;
  readonly leadPx: number;
}

/** Room between two chips. */
export const GAP_PX = 1;
