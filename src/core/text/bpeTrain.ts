/**
 * @file Learns a byte-level BPE from a text: again and again the most frequent pair of neighbours becomes a token.
 *
 * The order is that of Hugging Face's trainer (the count, then the smaller pair of ids), and a test holds the two to
 * equal merges. Counts are kept up to date merge by merge: the cost follows the distinct words, not the text.
 */

import { assert } from '../util/assert';
import { Heap } from '../util/heap';
import { encodeUtf8 } from '../util/utf8';
import { type Bpe, bpeOf, END_OF_TEXT, type Merge, specialFinder, wordMerger } from './bpe';
import { BYTE_ORDER } from './bpeAlphabet';
import { wordSplitter } from './bpeSplit';
import { WordTable } from './bpeWords';

export interface BpeTraining {
  /** Special tokens beside END_OF_TEXT, which always has id 0; they take the ids from 1. */
  readonly special?: readonly string[];
  /** Words made tokens before anything is learned, each within one word of the splitter; see `numberWords`. */
  readonly forced?: readonly string[];
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Trains on one text, or on several as if each stood alone.
 *
 * @param vocab tokens wanted. Fewer come out where no pair occurs twice any more.
 */
export function trainBpe(
  text: Uint8Array | readonly Uint8Array[],
  vocab: number,
  { special = [], forced = [], onProgress }: BpeTraining = {},
): Bpe {
  const names = [END_OF_TEXT, ...special];
  const tokens = [...names.map(encodeUtf8), ...BYTE_ORDER.map((byte) => Uint8Array.of(byte))];
  assert(vocab >= tokens.length, `a vocabulary of ${vocab} has no room for the ${tokens.length} first tokens`);
  const table = { tokens, special: new Map(names.map((name, id) => [name, id])), merges: new Array<Merge>() };
  const add = (left: number, right: number): Merge => {
    const merge = { left, right, merged: tokens.length };
    tokens.push(Uint8Array.of(...(tokens[left] ?? []), ...(tokens[right] ?? [])));
    table.merges.push(merge);
    return merge;
  };
  for (const word of forced) forceWord(encodeUtf8(word), table, add);
  assert(vocab >= tokens.length, `a vocabulary of ${vocab} has no room for the forced words`);

  const words = countWords(Array.isArray(text) ? text : [text as Uint8Array], table.special);
  const pairs = new PairCounts(words, wordMerger(table), vocab);
  const toLearn = vocab - tokens.length;
  for (let learned = 0; learned < toLearn; learned++) {
    const best = pairs.mostFrequent();
    if (!best) break;
    pairs.merge(add(best.left, best.right));
    if (learned % 64 === 0) onProgress?.(learned / toLearn);
  }
  return bpeOf(table);
}

/**
 * The numbers from 0 to 99, without and with a space before them, as whole tokens: a small model need not learn to
 * spell them. None for a vocabulary so small that they would take most of what there is to learn.
 */
export function numberWords(vocab: number): readonly string[] {
  const numbers = Array.from({ length: 100 }, (_, number) => `${number}`);
  return vocab < 768 ? [] : [...numbers, ...numbers.map((number) => ` ${number}`)];
}

/** Adds merges from the left until the word is one token. */
function forceWord(
  word: Uint8Array,
  table: Parameters<typeof wordMerger>[0],
  add: (left: number, right: number) => Merge,
): void {
  for (;;) {
    const [left, right] = wordMerger(table)(word, 0, word.length);
    if (left === undefined || right === undefined) return;
    add(left, right);
  }
}

interface CountedWords {
  readonly words: WordTable;
  /** [word] */
  readonly counts: readonly number[];
}

function countWords(texts: readonly Uint8Array[], special: ReadonlyMap<string, number>): CountedWords {
  const words = new WordTable();
  const counts: number[] = [];
  const wordEnd = wordSplitter();
  const nextSpecial = specialFinder(special);
  for (const text of texts)
    for (let at = 0; at < text.length;) {
      const between = nextSpecial(text, at);
      while (at < between.start) {
        const end = wordEnd(text, at, between.start);
        const word = words.intern(text, at, end);
        counts[word] = (counts[word] ?? 0) + 1;
        at = end;
      }
      at = between.end;
    }
  return { words, counts };
}

interface Candidate {
  readonly pair: number;
  /** When it was queued; it may have fallen since. */
  readonly count: number;
}

interface Pair {
  count: number;
  /** Where it was seen, ascending: all places of a pair come from the one merge that made its younger half. */
  readonly places: number[];
}

/** The distinct words as one linked list of tokens, and how often each pair of neighbours occurs in the text. */
class PairCounts {
  readonly #vocab: number;
  /** [place] the token there; -1 where it was swallowed. */
  readonly #ids: Int32Array;
  /** [place] the neighbours within the word; -1 at its ends. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** [place] how often the word occurs. */
  readonly #weights: Int32Array;
  readonly #pairs = new Map<number, Pair>();
  readonly #queue = new Heap<Candidate>((a, b) => a.count > b.count || (a.count === b.count && a.pair < b.pair));

  constructor(
    { words, counts }: CountedWords,
    mergeWord: (bytes: Uint8Array, from: number, to: number) => readonly number[],
    vocab: number,
  ) {
    const { bytes } = words;
    this.#vocab = vocab;
    this.#ids = new Int32Array(bytes.length);
    this.#next = new Int32Array(bytes.length).fill(-1);
    this.#previous = new Int32Array(bytes.length).fill(-1);
    this.#weights = new Int32Array(bytes.length);
    let place = 0;
    counts.forEach((count, word) => {
      mergeWord(bytes, words.start(word), words.start(word + 1)).forEach((id, i) => {
        this.#ids[place] = id;
        this.#weights[place] = count;
        if (i > 0) {
          this.#next[place - 1] = place;
          this.#previous[place] = place - 1;
          this.#count(place - 1, 1);
        }
        place++;
      });
    });
    for (const [pair, { count }] of this.#pairs) this.#queue.push({ pair, count });
  }

  /** The pair that occurs most often, at least twice; of equals the one with the smaller ids. */
  mostFrequent(): { readonly left: number; readonly right: number } | undefined {
    for (let best = this.#queue.pop(); best && best.count > 1; best = this.#queue.pop()) {
      const { pair } = best;
      const count = this.#pairs.get(pair)?.count ?? 0;
      if (count === best.count) return { left: Math.floor(pair / this.#vocab), right: pair % this.#vocab };
      // Fallen: back into the queue, at its place.
      if (count > 1) this.#queue.push({ pair, count });
    }
    return undefined;
  }

  /** Merges the pair wherever it stands, and recounts its neighbourhood. */
  merge({ left, right, merged }: Merge): void {
    const made = new Set<number>();
    const pair = this.#pairs.get(left * this.#vocab + right);
    this.#pairs.delete(left * this.#vocab + right);
    for (const place of pair?.places ?? []) {
      const follower = this.#next[place] ?? -1;
      if (this.#ids[place] !== left || follower < 0 || this.#ids[follower] !== right) continue;
      const before = this.#previous[place] ?? -1;
      const after = this.#next[follower] ?? -1;
      if (before >= 0) this.#count(before, -1);
      if (after >= 0) this.#count(follower, -1);
      this.#ids[place] = merged;
      this.#ids[follower] = -1;
      this.#next[place] = after;
      if (after >= 0) this.#previous[after] = place;
      if (before >= 0) made.add(this.#count(before, 1));
      if (after >= 0) made.add(this.#count(place, 1));
    }
    for (const key of made) this.#queue.push({ pair: key, count: this.#pairs.get(key)?.count ?? 0 });
  }

  /** Counts the pair that starts at `place` once more, or once less; returns its key. */
  #count(place: number, sign: 1 | -1): number {
    const key = (this.#ids[place] ?? 0) * this.#vocab + (this.#ids[this.#next[place] ?? 0] ?? 0);
    const weight = this.#weights[place] ?? 0;
    const pair = this.#pairs.get(key);
    if (pair) pair.count += sign * weight;
    else if (sign > 0) this.#pairs.set(key, { count: weight, places: [place] });
    if (pair && sign > 0) pair.places.push(place);
    return key;
  }
}
