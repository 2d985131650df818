/** @file What a text pane is given, whichever way it draws. */

import type { SharedCharacter } from '../../core/text/characters';
import type { TokenPaint } from '../tokenPaint';

/** The end of a character that a token before began, and the start of one that goes on in the next. */
export interface SharedEnds {
  readonly lead?: SharedCharacter;
  readonly tail?: SharedCharacter;
}

export type SharedOf = (token: number) => SharedEnds;

export interface PaneProps {
  readonly count: number;
  /**
   * Printable text of a token: control and bidirectional characters are escapes already, while space, tab and newline
   * stand for themselves. Keep the function's identity while the text is the same.
   */
  readonly texts: (token: number) => string;
  /** Characters that a token shares with its neighbours; `texts` leaves them out. */
  readonly shared?: SharedOf | undefined;
  readonly paint: TokenPaint;
  /** For screen readers: `word, H→L, loss 2.31 → 0.42`. */
  readonly describe: (token: number) => string;
  /** [token] 1 where the filter lets it through; the others are dimmed. */
  readonly shown?: Uint8Array | undefined;
  readonly cursor: number | undefined;
  readonly pins: readonly number[];
  /** Hover and arrow keys. */
  readonly onCursor: (token: number) => void;
  /** Click and Enter: pins, or lets go. */
  readonly onPin: (token: number) => void;
  /** First and last token on the screen. */
  readonly onViewport?: ((first: number, last: number) => void) | undefined;
  /** Names the pane. */
  readonly label: string;
}

/** Lines of text stand so far apart that underlines and chips have room. */
export const LINE_PX = 32;
export const PAD_PX = 20;

export type TokenChipsProps = Pick<
  PaneProps,
  'texts' | 'shared' | 'paint' | 'describe' | 'shown' | 'cursor' | 'pins'
> & {
  readonly id: string;
  /** Tokens [first, end). */
  readonly first: number;
  readonly end: number;
  /** Out of view, and its turn has not come: what was drawn may stand. */
  readonly isStale: boolean;
};
