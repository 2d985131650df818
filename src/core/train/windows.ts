/**
 * @file Which tokens enter the model together. Pure plans: training takes fixed windows that do not overlap, scoring takes
 * windows that overlap by half, so that no token is judged without context.
 *
 * A text of n tokens is read as the stream <|endoftext|>, t_0 .. t_{n-1}: token i is predicted at stream position i, so
 * each token has exactly one prediction, the first one too.
 */

import { rng, shuffled } from '../util/rng';

/** A window's first stream position, and the range of tokens whose predictions it is asked for. */
export interface ScoreWindow {
  /** Stream position of the window's first input; its inputs predict the tokens from this index on. */
  readonly begin: number;
  /** Tokens [first, first + count) are judged by this window. */
  readonly first: number;
  readonly count: number;
}

/**
 * Windows of `seq` inputs, half a window apart: after the first window, every token is judged with at least seq/2 tokens
 * before it.
 */
export function scoreWindows(tokens: number, seq: number): ScoreWindow[] {
  const stride = Math.max(1, seq >> 1);
  const windows: ScoreWindow[] = [];
  for (let begin = 0; windows.length === 0 || begin - stride + seq < tokens; begin += stride) {
    const first = begin === 0 ? 0 : begin - stride + seq;
    windows.push({ begin, first, count: Math.min(begin + seq, tokens) - first });
  }
  return windows;
}

/**
 * Inputs and targets of windows at these stream positions. Past the end of the text stands `pad`, whose predictions
 * nobody reads; short batches are filled up, because a fixed shape is compiled once.
 *
 * @param begins stream positions, at most `batch`
 * @param judged positions at the end of each window whose targets are asked for
 * @returns inputs [batch, seq] and targets [batch, judged]
 */
export function gather(
  ids: Int32Array,
  begins: readonly number[],
  batch: number,
  seq: number,
  pad: number,
  judged = seq,
): { inputs: Int32Array; targets: Int32Array } {
  const inputs = new Int32Array(batch * seq).fill(pad);
  const targets = new Int32Array(batch * judged).fill(pad);
  begins.forEach((begin, row) => {
    const end = Math.min(begin + seq, ids.length);
    targets.set(ids.subarray(begin + seq - judged, end), row * judged);
    // Input t is the token before target t; before the first token stands <|endoftext|>, which is also the pad.
    inputs.set(ids.subarray(Math.max(0, begin - 1), Math.max(0, end - 1)), row * seq + (begin === 0 ? 1 : 0));
  });
  return { inputs, targets };
}

/** Whole training windows of a text: [w * seq, (w + 1) * seq) are the targets of window w. */
export function trainWindows(tokens: number, seq: number): number {
  return Math.floor(tokens / seq);
}

/**
 * The windows of the batch at a step. An epoch is a fresh order of all windows; what does not fill its last batch is left
 * out of that epoch. A batch follows from seed and step alone, so a resumed run sees what it would have seen.
 *
 * @returns window indices, [batch]
 */
export function batchWindows(seed: number, step: number, windows: number, batch: number): number[] {
  const batches = Math.floor(windows / batch);
  const epoch = Math.floor(step / batches);
  const first = (step % batches) * batch;
  return epochOrder(seed, epoch, windows).slice(first, first + batch);
}

export function epochOrder(seed: number, epoch: number, windows: number): number[] {
  return shuffled(
    Array.from({ length: windows }, (_, window) => window),
    rng(seed, 'epoch', epoch),
  );
}
