/** @file Scores a text from its top, a few windows at a time. */

import type { Rows, RowScores, Wanted } from './judge';
import { scoreRows, type Scorer } from './scorer';
import { gather, scoreWindows, type ScoreWindow } from '../windows';

/** Scores of tokens [first, first + lossNats.length). */
export interface ScoredChunk extends RowScores {
  readonly first: number;
}

/** Predictions are kept for the tokens of a short text only: ten numbers a token and checkpoint. */
export const MOST_TOKENS_WITH_PREDICTIONS = 4096;

/** Windows in one forward pass. Half of each is context, so a chunk is 4 * seq tokens. */
export const WINDOWS_PER_CHUNK = 8;

/** Windows that are scored in one forward pass of a fixed shape. */
export interface Chunk {
  readonly windows: readonly ScoreWindow[];
  /** Windows that there would be if the text did not end. */
  readonly batch: number;
  readonly seq: number;
}

/**
 * The chunks of a text, from the top; every token is in exactly one.
 *
 * @param windowsPerChunk after the first, which is small, so that something is there to be seen soon
 */
export function chunksOf(tokens: number, seq: number, windowsPerChunk = WINDOWS_PER_CHUNK): Chunk[] {
  const windows = scoreWindows(tokens, seq);
  const first = Math.min(WINDOWS_PER_CHUNK, windowsPerChunk);
  const chunks: Chunk[] = [{ windows: windows.slice(0, first), batch: first, seq }];
  for (let begin = first; begin < windows.length; begin += windowsPerChunk)
    chunks.push({ windows: windows.slice(begin, begin + windowsPerChunk), batch: windowsPerChunk, seq });
  return chunks;
}

/**
 * What a chunk asks of a model.
 *
 * @param ids [token] of the whole text
 */
export function rowsOf({ windows, batch, seq }: Chunk, ids: Int32Array, endOfText: number): Required<Rows> {
  const begins = windows.map(({ begin }) => begin);
  // Nothing stands before the first window of a text: all of it is judged. Of any other the first half is context.
  const judged = begins[0] === 0 ? seq : Math.max(1, seq >> 1);
  return { ...gather(ids, begins, batch, seq, endOfText, judged), width: seq, judged };
}

/** The scores of a chunk's tokens, which are consecutive in the text, from those of its rows. */
export function chunkScores({ windows, seq }: Chunk, { judged }: Required<Rows>, scores: RowScores): ScoredChunk {
  // Where each window's judged tokens stand among the judged positions of all rows.
  const places = windows.map(({ begin, first, count }, row) => ({
    at: (row + 1) * judged - seq + first - begin,
    count,
  }));
  const judgedOf = <A extends Float32Array | Int32Array>(column: A, width: number): A => {
    const parts = places.map(({ at, count }) => column.subarray(at * width, (at + count) * width));
    const whole = column.slice(
      0,
      parts.reduce((sum, part) => sum + part.length, 0),
    ) as A;
    let length = 0;
    for (const part of parts) {
      whole.set(part, length);
      length += part.length;
    }
    return whole;
  };
  return {
    first: windows[0]?.first ?? 0,
    lossNats: judgedOf(scores.lossNats, 1),
    ...(scores.entropyNats ? { entropyNats: judgedOf(scores.entropyNats, 1) } : {}),
    ...(scores.topIds && scores.topProbability
      ? { topIds: judgedOf(scores.topIds, 5), topProbability: judgedOf(scores.topProbability, 5) }
      : {}),
  };
}

/** A whole text by one model. */
export async function* scoreTokens(
  scorer: Scorer,
  ids: Int32Array,
  endOfText: number,
  wanted: Wanted,
): AsyncGenerator<ScoredChunk, void, undefined> {
  for (const chunk of chunksOf(ids.length, scorer.config.seq)) {
    const rows = rowsOf(chunk, ids, endOfText);
    yield chunkScores(chunk, rows, await scoreRows(scorer, rows, wanted));
  }
}
