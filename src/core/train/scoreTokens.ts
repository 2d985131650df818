/** @file Scores a text from its top, a few windows at a time. */

import { scoreRows, type RowScores, type Scorer, type Wanted } from './scorer';
import { gather, scoreWindows, type ScoreWindow } from './windows';

/** Scores of tokens [first, first + lossNats.length). */
export interface ScoredChunk extends RowScores {
  readonly first: number;
}

/** Predictions are kept for the tokens of a short text only: ten numbers a token and checkpoint. */
export const MOST_TOKENS_WITH_PREDICTIONS = 4096;

/** Windows in one forward pass. Half of each is context, so a chunk is 4 * seq tokens. */
export const WINDOWS_PER_CHUNK = 8;

/** The chunks of a text, from the top; every token is in exactly one. */
export function chunksOf(tokens: number, seq: number): ScoreWindow[][] {
  const windows = scoreWindows(tokens, seq);
  return Array.from({ length: Math.ceil(windows.length / WINDOWS_PER_CHUNK) }, (_, chunk) =>
    windows.slice(chunk * WINDOWS_PER_CHUNK, (chunk + 1) * WINDOWS_PER_CHUNK),
  );
}

/**
 * Scores one chunk in one forward pass of a fixed shape.
 *
 * @param ids [token] of the whole text
 */
export async function scoreChunk(
  scorer: Scorer,
  ids: Int32Array,
  endOfText: number,
  chunk: readonly ScoreWindow[],
  wanted: Wanted,
): Promise<ScoredChunk> {
  const { seq } = scorer.config;
  const begins = chunk.map(({ begin }) => begin);
  const rows = gather(ids, begins, WINDOWS_PER_CHUNK, seq, endOfText);
  const scores = await scoreRows(scorer, rows, wanted);
  // Row and first column of each window's judged tokens; they are consecutive in the text.
  const places = chunk.map(({ begin, first, count }, row) => ({ at: row * seq + first - begin, count }));
  const judged = <A extends Float32Array | Int32Array>(column: A, width: number): A => {
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
    first: chunk[0]?.first ?? 0,
    lossNats: judged(scores.lossNats, 1),
    ...(scores.entropyNats ? { entropyNats: judged(scores.entropyNats, 1) } : {}),
    ...(scores.topIds && scores.topProbability
      ? { topIds: judged(scores.topIds, 5), topProbability: judged(scores.topProbability, 5) }
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
  for (const chunk of chunksOf(ids.length, scorer.config.seq))
    yield await scoreChunk(scorer, ids, endOfText, chunk, wanted);
}
