/**
 * @file A byte-level BPE tokenizer (Sennrich et al. 2016, on bytes as in GPT-2): any bytes go in, the same come out.
 *
 * Splitting is in bpeSplit, training in bpeTrain, the file form in tokenizerJson.
 */

import { assert } from '../util/assert';
import { joinBytes } from '../util/bytes';
import { Heap } from '../util/heap';
import { encodeUtf8 } from '../util/utf8';
import { wordSplitter } from './bpeSplit';
import { WordTable } from './bpeWords';
import { visibleText } from './tokenText';

/** Stands between documents, and is found where a text has it in these letters. */
export const END_OF_TEXT = '<|endoftext|>';

/** What a tokenizer is. All else follows. */
export interface BpeTable {
  /** [id] bytes of each token; of a special token, its name. */
  readonly tokens: readonly Uint8Array[];
  /** Ids of the special tokens by name. */
  readonly special: ReadonlyMap<string, number>;
  /** In order of rank: tokens `left` and `right` side by side become `merged`. */
  readonly merges: readonly Merge[];
}

export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly merged: number;
}

export interface EncodedText {
  /** [token] */
  readonly ids: Int32Array<ArrayBuffer>;
  /** [token] end of each token in the text: it covers [byteEnd[i - 1], byteEnd[i]). */
  readonly byteEnd: Int32Array<ArrayBuffer>;
}

export interface Bpe extends BpeTable {
  readonly encode: (text: Uint8Array, onProgress?: (bytesDone: number) => void) => EncodedText;
  /** Ids that no token has are left out. */
  readonly decode: (ids: ArrayLike<number>) => Uint8Array<ArrayBuffer>;
  /** Empty where no token has the id. */
  readonly tokenBytes: (id: number) => Uint8Array;
  /** For the eye; see `visibleText`. */
  readonly tokenText: (id: number) => string;
}

// Longer words are rare and seldom come twice.
const CACHED_WORD_BYTES = 64;
// Some 20 MB; beyond it (ids, hashes) a new word is more likely never to come again.
const CACHED_WORDS = 2 ** 18;
const PROGRESS_BYTES = 2 ** 20;

export function bpeOf(table: BpeTable): Bpe {
  const { tokens } = table;
  const mergeWord = wordMerger(table);
  const nextSpecial = specialFinder(table.special);
  return {
    ...table,
    tokenBytes: (id) => tokens[id] ?? new Uint8Array(0),
    tokenText: (id) => visibleText(tokens[id] ?? new Uint8Array(0)),
    decode: (ids) => joinBytes(Array.from(ids, (id) => tokens[id] ?? new Uint8Array(0))),
    encode: (text, onProgress) => {
      const output = tokenWriter(tokens, text.length);
      const wordEnd = wordSplitter();
      const cache = wordCache(mergeWord);
      let reported = 0;
      for (let at = 0; at < text.length;) {
        const special = nextSpecial(text, at);
        while (at < special.start) {
          const end = wordEnd(text, at, special.start);
          output.write(cache(text, at, end));
          at = end;
          if (onProgress && at - reported >= PROGRESS_BYTES) onProgress((reported = at));
        }
        if (special.id !== undefined) output.write([special.id]);
        at = special.end;
      }
      return output.finish();
    },
  };
}

/** Merges one word by rank, the lowest first, then from the left. */
export type WordMerger = (bytes: Uint8Array, start: number, end: number) => readonly number[];

const RANK_UNIT = 2 ** 32;

export function wordMerger({ tokens, special, merges }: BpeTable): WordMerger {
  const vocab = tokens.length;
  const ranks = new Map(merges.map(({ left, right }, rank) => [left * vocab + right, rank]));
  const byteIds = byteIdsOf({ tokens, special });
  return (bytes, start, end) => {
    const length = end - start;
    const ids = Array.from(bytes.subarray(start, end), (byte) => byteIds[byte] ?? 0);
    if (length < 2) return ids;
    // A linked list over the positions; a swallowed position holds -1.
    const next = Int32Array.from({ length }, (_, i) => (i + 1 < length ? i + 1 : -1));
    const previous = Int32Array.from({ length }, (_, i) => i - 1);
    // One number for rank and place, so that the order of numbers is the order of merging.
    const queue = new Heap<number>((a, b) => a < b);
    const consider = (at: number) => {
      const follower = next[at] ?? -1;
      if (at < 0 || follower < 0) return;
      const rank = ranks.get((ids[at] ?? 0) * vocab + (ids[follower] ?? 0));
      if (rank !== undefined) queue.push(rank * RANK_UNIT + at);
    };
    for (let at = 0; at < length; at++) consider(at);
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const at = key % RANK_UNIT;
      const merge = merges[(key - at) / RANK_UNIT];
      const follower = next[at] ?? -1;
      // An earlier merge may have changed the pair.
      if (!merge || ids[at] !== merge.left || follower < 0 || ids[follower] !== merge.right) continue;
      ids[at] = merge.merged;
      ids[follower] = -1;
      const after = next[follower] ?? -1;
      next[at] = after;
      if (after >= 0) previous[after] = at;
      consider(at);
      consider(previous[at] ?? -1);
    }
    return ids.filter((id) => id >= 0);
  };
}

/** [byte] the id of the token that is this byte alone. */
export function byteIdsOf({ tokens, special }: Pick<BpeTable, 'tokens' | 'special'>): Int32Array {
  const ids = new Int32Array(256).fill(-1);
  const specialIds = new Set(special.values());
  tokens.forEach(([byte, ...more], id) => {
    if (byte !== undefined && more.length === 0 && !specialIds.has(id)) ids[byte] = id;
  });
  assert(!ids.includes(-1), 'a byte has no token');
  return ids;
}

/** Remembers short words: in a text most words come again. */
function wordCache(mergeWord: WordMerger): WordMerger {
  let words = new WordTable();
  let merged: (readonly number[])[] = [];
  return (bytes, start, end) => {
    if (end - start > CACHED_WORD_BYTES) return mergeWord(bytes, start, end);
    if (words.size === CACHED_WORDS) {
      words = new WordTable();
      merged = [];
    }
    const index = words.intern(bytes, start, end);
    return (merged[index] ??= mergeWord(bytes, start, end));
  };
}

function tokenWriter(tokens: readonly Uint8Array[], textBytes: number) {
  const lengths = Int32Array.from(tokens, (token) => token.length);
  let ids = new Int32Array(16 + Math.ceil(textBytes / 3));
  let byteEnd = new Int32Array(ids.length);
  let count = 0;
  let at = 0;
  const reserve = (needed: number) => {
    if (needed <= ids.length) return;
    const [oldIds, oldEnds] = [ids, byteEnd];
    ids = new Int32Array(Math.max(needed, Math.ceil(1.5 * ids.length)));
    byteEnd = new Int32Array(ids.length);
    ids.set(oldIds);
    byteEnd.set(oldEnds);
  };
  return {
    write: (word: readonly number[]): void => {
      reserve(count + word.length);
      for (const id of word) {
        at += lengths[id] ?? 0;
        ids[count] = id;
        byteEnd[count++] = at;
      }
    },
    finish: (): EncodedText => ({ ids: ids.slice(0, count), byteEnd: byteEnd.slice(0, count) }),
  };
}

interface SpecialPlace {
  readonly start: number;
  readonly end: number;
  /** Absent at the end of the text. */
  readonly id?: number;
}

/** Finds the next special token of a text, the longest where several start. */
export function specialFinder(special: ReadonlyMap<string, number>): (text: Uint8Array, from: number) => SpecialPlace {
  const names = [...special]
    .map(([name, id]) => ({ bytes: encodeUtf8(name), id }))
    .sort((a, b) => b.bytes.length - a.bytes.length);
  const isFirst = new Uint8Array(256);
  for (const { bytes } of names) isFirst[bytes[0] ?? 0] = 1;
  return (text, from) => {
    for (let start = from; start < text.length; start++) {
      if (isFirst[text[start] ?? 0] === 0) continue;
      const found = names.find(({ bytes }) => bytes.every((byte, i) => text[start + i] === byte));
      if (found) return { start, end: start + found.bytes.length, id: found.id };
    }
    return { start: text.length, end: text.length };
  };
}
