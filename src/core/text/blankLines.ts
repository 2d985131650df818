/** @file Runs of empty lines, which a picture of the text may fold. */

/** Bytes [start, end) of a run: whitespace with at least `FOLDED_LINES` empty lines, from its first line end to its last. */
export interface BlankRun {
  readonly start: number;
  readonly end: number;
  /** Lines in it that hold nothing but spaces. */
  readonly lines: number;
}

/** One or two empty lines set paragraphs apart; more than that only push the text away. */
const FOLDED_LINES = 3;
const NEWLINE = 10;

export function blankRuns(textBytes: Uint8Array): readonly BlankRun[] {
  const runs: BlankRun[] = [];
  const ink = firstInk(textBytes);
  for (let at = textBytes.indexOf(NEWLINE); at >= 0;) {
    // At the start of the text its first line is empty as well.
    const isFirst = at < ink;
    let [newlines, last, next] = [0, at, at];
    for (; next < textBytes.length && isBlank(textBytes[next]); next++)
      if (textBytes[next] === NEWLINE) {
        newlines++;
        last = next;
      }
    const lines = isFirst ? newlines : newlines - 1;
    if (lines >= FOLDED_LINES) runs.push({ start: at, end: last + 1, lines });
    at = textBytes.indexOf(NEWLINE, next);
  }
  return runs;
}

/**
 * Whether the line end at a byte is folded: shown by its sign, with no new line after it. The last of a run still ends
 * the line, and so does the first where it ends a line of text.
 */
export function foldedLineEnds(runs: readonly BlankRun[], textBytes: Uint8Array): (byte: number) => boolean {
  const ink = firstInk(textBytes);
  return (byte) => {
    const run = runAt(runs, byte);
    if (!run || byte === run.end - 1) return false;
    return byte > run.start || byte < ink;
  };
}

function runAt(runs: readonly BlankRun[], byte: number): BlankRun | undefined {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.end ?? Infinity) > byte) high = middle;
    else low = middle + 1;
  }
  const run = runs[low];
  return run && run.start <= byte ? run : undefined;
}

/** Space, tab, line feed, carriage return. */
function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === NEWLINE || byte === 13;
}

/** The first byte that is not blank. */
function firstInk(bytes: Uint8Array): number {
  const found = bytes.findIndex((byte) => !isBlank(byte));
  return found < 0 ? bytes.length : found;
}
