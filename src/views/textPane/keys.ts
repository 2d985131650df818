/** @file Which token a key leads to. Lines are asked for, as each way of drawing knows them differently. */

export interface KeyContext {
  readonly count: number;
  readonly cursor: number | undefined;
  /** The token below (lines > 0) or above this one, at about the same place in its line. */
  readonly lineMove: (token: number, lines: number) => number;
  readonly linesPerPage: number;
}

/** The token that the cursor moves to, or nothing if the key does not move it. */
export function tokenAfterKey(key: string, context: KeyContext): number | undefined {
  const { count, lineMove, linesPerPage } = context;
  const cursor = context.cursor ?? -1;
  const last = count - 1;
  const from = Math.max(0, cursor);
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, cursor + 1);
    case 'ArrowLeft':
      return Math.max(0, cursor - 1);
    case 'ArrowDown':
      return cursor < 0 ? 0 : lineMove(from, 1);
    case 'ArrowUp':
      return lineMove(from, -1);
    case 'PageDown':
      return lineMove(from, linesPerPage);
    case 'PageUp':
      return lineMove(from, -linesPerPage);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
