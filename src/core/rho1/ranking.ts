/**
 * @file Which tokens are the top k by a score. A ranking is computed once; keeping another fraction of it is one comparison
 * a token, so that a cut can follow the hand.
 */

import { assert } from '../util/assert';
import { finished, inBlocks, type Pieces } from '../util/pieces';

/** The rank of what has no score: it is never kept, and does not count into N. */
export const UNRANKED = 0xffffffff;

export interface Ranking {
  /** [token] 0 is the highest score of its group; UNRANKED where the score is NaN */
  readonly rank: Uint32Array;
  /** Tokens that are ranked against each other: a whole batch or text, or one sequence. */
  readonly groupSize: number;
  /** [group] N: ranked tokens */
  readonly ranked: Uint32Array;
}

/**
 * Ranks from the highest score down. Equal scores keep the order of the tokens, or two backends that round differently
 * would select different tokens of the same data.
 *
 * @param scores [token] NaN for padding and whatever must not be chosen
 * @param groupSize ranks each run of so many tokens by itself (a sequence); all together if left out
 */
export function rankDescending(scores: Float32Array, groupSize = scores.length): Ranking {
  return finished(rankingDescending(scores, groupSize));
}

/** The same in pieces: a million tokens would hold up a page. */
export function* rankingDescending(scores: Float32Array, groupSize = scores.length): Pieces<Ranking> {
  const rank = new Uint32Array(scores.length).fill(UNRANKED);
  const groups = groupSize > 0 ? Math.ceil(scores.length / groupSize) : 0;
  const ranked = new Uint32Array(groups);
  const sorter = new RadixSorter(Math.min(groupSize, scores.length));
  for (let group = 0; group < groups; group++) {
    const start = group * groupSize;
    const end = start + groupSize;
    ranked[group] = yield* sorter.rank(scores.subarray(start, end), rank.subarray(start, end));
  }
  return { rank, groupSize, ranked };
}

/** How many of N are kept: max(1, round(k·N)), halves up; 0 of none. `keepFraction` is k% in Eq. 4. */
export function keptCount(ranked: number, keepFraction: number): number {
  assert(keepFraction >= 0 && keepFraction <= 1, `a kept fraction of ${keepFraction} is not within 0..1`);
  return ranked === 0 ? 0 : Math.max(1, Math.round(keepFraction * ranked));
}

/** @returns [token] 1 where kept, else 0 */
export function keptAt({ rank, groupSize, ranked }: Ranking, keepFraction: number): Uint8Array {
  const kept = new Uint8Array(rank.length);
  for (let group = 0; group < ranked.length; group++) {
    const count = keptCount(ranked[group] as number, keepFraction);
    const end = Math.min(rank.length, (group + 1) * groupSize);
    for (let token = group * groupSize; token < end; token++) kept[token] = (rank[token] as number) < count ? 1 : 0;
  }
  return kept;
}

/** The top `keepFraction` by score: exactly `keptCount` of each group. */
export function selectTop(scores: Float32Array, keepFraction: number, groupSize?: number): Uint8Array {
  return keptAt(rankDescending(scores, groupSize), keepFraction);
}

/** The lowest score that is kept: where the cut stands in a histogram. NaN if nothing is scored. For ungrouped rankings. */
export function cutScore(scores: Float32Array, { rank, ranked }: Ranking, keepFraction: number): number {
  const count = keptCount(ranked[0] ?? 0, keepFraction);
  const token = count > 0 ? rank.indexOf(count - 1) : -1;
  return scores[token] ?? NaN;
}

/** A token kept by both at k: the worse of its two ranks decides. [RHO-1 §3.4] */
export function intersectRankings(a: Ranking, b: Ranking): Ranking {
  return combined(a, b, Math.max);
}

/** A token kept by either at k: the better of its two ranks decides. [App. H] */
export function uniteRankings(a: Ranking, b: Ranking): Ranking {
  return combined(a, b, Math.min);
}

function combined(a: Ranking, b: Ranking, choose: (s: number, t: number) => number): Ranking {
  assert(a.rank.length === b.rank.length && a.groupSize === b.groupSize, 'rankings of different tokens');
  const rank = a.rank.map((r, token) => choose(r, b.rank[token] as number));
  return { rank, groupSize: a.groupSize, ranked: a.ranked.map((n, group) => Math.max(n, b.ranked[group] as number)) };
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Tokens in one piece of the work. */
const BLOCK = 16_384;

/** Least-significant-digit radix sort of float bits: linear, and stable, which is the rule for ties. Reuses its memory. */
class RadixSorter {
  readonly #keys: Uint32Array;
  #order: Uint32Array;
  #spare: Uint32Array;
  readonly #starts = new Uint32Array(DIGITS + 1);

  constructor(capacity: number) {
    this.#keys = new Uint32Array(capacity);
    this.#order = new Uint32Array(capacity);
    this.#spare = new Uint32Array(capacity);
  }

  /** Writes ranks, and returns how many tokens have one. */
  *rank(scores: Float32Array, rank: Uint32Array): Pieces<number> {
    const valid = yield* this.#load(scores);
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) yield* this.#pass(valid, shift);
    const order = this.#order;
    yield* inBlocks(valid, BLOCK, (from, to) => {
      for (let place = from; place < to; place++) rank[order[place] as number] = place;
    });
    return valid;
  }

  /** Keys that ascend as scores descend. */
  *#load(scores: Float32Array): Pieces<number> {
    const [keys, order] = [this.#keys, this.#order];
    const score = new Float32Array(1);
    const bits = new Uint32Array(score.buffer);
    let valid = 0;
    yield* inBlocks(scores.length, BLOCK, (from, to) => {
      for (let token = from; token < to; token++) {
        // + 0 makes -0 the same as 0.
        score[0] = (scores[token] as number) + 0;
        if (score[0] !== score[0]) continue;
        const b = bits[0] as number;
        keys[token] = b >>> 31 ? b : ~b & 0x7fffffff;
        order[valid++] = token;
      }
    });
    return valid;
  }

  *#pass(count: number, shift: number): Pieces<void> {
    const [keys, order, spare, starts] = [this.#keys, this.#order, this.#spare, this.#starts];
    const mask = DIGITS - 1;
    starts.fill(0);
    yield* inBlocks(count, BLOCK, (from, to) => {
      for (let i = from; i < to; i++) {
        const digit = ((keys[order[i] as number] as number) >>> shift) & mask;
        starts[digit + 1] = (starts[digit + 1] as number) + 1;
      }
    });
    for (let digit = 0; digit < DIGITS; digit++)
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    yield* inBlocks(count, BLOCK, (from, to) => {
      for (let i = from; i < to; i++) {
        const token = order[i] as number;
        const digit = ((keys[token] as number) >>> shift) & mask;
        const place = starts[digit] as number;
        spare[place] = token;
        starts[digit] = place + 1;
      }
    });
    this.#order = spare;
    this.#spare = order;
  }
}
