/**
 * @file A text of tokens as its reader sees it: which characters stand whole within a token, and which one several
 * tokens share.
 *
 * A byte-level tokenizer cuts anywhere, so `自` is often three tokens and a family of emoji twenty. Such a character is
 * shown once, and each of its tokens is a part of it. Characters are grapheme clusters (UAX #29), found a chunk of the
 * text at a time and only where somebody looks, because a text may have a million tokens.
 */

import { decodeUtf8, sequenceLength, utf8Length } from '../util/utf8';
import { visibleByte, visibleCluster } from './tokenText';

/** A character that several tokens share. */
export interface SharedCharacter {
  /** As it is shown: nothing unseen. */
  readonly text: string;
  /** As it stands in the text. */
  readonly exact: string;
  /** Its bytes [byteStart, byteEnd) in the text. */
  readonly byteStart: number;
  readonly byteEnd: number;
  /** The first token that holds a byte of it. */
  readonly first: number;
  /** Tokens that hold a byte of it: at least two. */
  readonly tokens: number;
}

/** What a token shows: the end of a shared character, characters of its own, the start of a shared character. */
export interface TokenCharacters {
  /** Begun by a token before. */
  readonly lead?: SharedCharacter;
  /** Characters that are whole in this token. Line ends and tabs stand for themselves, all else unseen is spelled out. */
  readonly own: string;
  /** Goes on in the next token. */
  readonly tail?: SharedCharacter;
}

export interface TokenizedText {
  readonly textBytes: Uint8Array;
  /** [token] where each token ends, in bytes */
  readonly byteEnd: ArrayLike<number>;
}

const CHUNK_BYTES = 2048;
/** How far a chunk's bound is looked for. Beyond it, the next character that starts will do. */
const BOUND_SEARCH_BYTES = 512;
/** Longer clusters are cut: one letter under a thousand accents is no character to a reader. */
const CLUSTER_SCALARS = 32;
const NEWLINE = 10;
const TAB = 9;

/**
 * Reads each token when it is first asked for.
 *
 * @param isFolded whether the line end at this byte is shown by its sign alone, see `blankLines`
 */
export function charactersOfTokens(
  { textBytes, byteEnd }: TokenizedText,
  isFolded: (byte: number) => boolean = () => false,
): (token: number) => TokenCharacters {
  const chunks = new Map<number, readonly Cluster[]>();
  // Of its full length from the start: an array that is first written far from its end becomes a slow table.
  const known = new Array<TokenCharacters | undefined>(byteEnd.length);

  const clustersAt = (chunk: number): readonly Cluster[] => {
    const kept = chunks.get(chunk);
    if (kept) return kept;
    const found = clustersOf(textBytes, chunkBound(textBytes, chunk), chunkBound(textBytes, chunk + 1));
    chunks.set(chunk, found);
    return found;
  };
  const read = (token: number): TokenCharacters => {
    const start = token > 0 ? (byteEnd[token - 1] ?? 0) : 0;
    const end = byteEnd[token] ?? start;
    // The byte after it too: an accent would join the token's last letter.
    if (isAscii(textBytes, start, Math.min(end + 1, textBytes.length)))
      return { own: ownText(textBytes, start, end, isFolded) };
    let lead: SharedCharacter | undefined;
    let tail: SharedCharacter | undefined;
    let own = '';
    for (let chunk = chunkOf(textBytes, start); chunkBound(textBytes, chunk) < end; chunk++) {
      const clusters = clustersAt(chunk);
      for (let at = firstEndingAfter(clusters, start); at < clusters.length; at++) {
        const cluster = clusters[at];
        if (!cluster || cluster.start >= end) break;
        if (cluster.start >= start && cluster.end <= end) own += shown(cluster, textBytes, isFolded);
        else {
          const shared = sharedCharacter(cluster, byteEnd);
          if (cluster.start < start) lead = shared;
          else tail = shared;
        }
      }
    }
    return { own, ...(lead ? { lead } : {}), ...(tail ? { tail } : {}) };
  };
  return (token) => (known[token] ??= read(token));
}

interface Cluster {
  readonly start: number;
  readonly end: number;
  /** As it stands in the text; undefined for a byte that is part of no character. */
  readonly exact: string | undefined;
}

function sharedCharacter({ start, end, exact = '' }: Cluster, byteEnd: ArrayLike<number>): SharedCharacter {
  const first = tokenOfByte(byteEnd, start);
  const tokens = tokenOfByte(byteEnd, end - 1) - first + 1;
  return { text: visibleCluster(exact), exact, byteStart: start, byteEnd: end, first, tokens };
}

function shown({ start, exact }: Cluster, bytes: Uint8Array, isFolded: (byte: number) => boolean): string {
  if (exact === undefined) return visibleByte(bytes[start] ?? 0);
  if (exact === '\t' || (exact === '\n' && !isFolded(start))) return exact;
  return visibleCluster(exact);
}

function ownText(bytes: Uint8Array, start: number, end: number, isFolded: (byte: number) => boolean): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const staysItself = byte === TAB || (byte === NEWLINE && !isFolded(at));
    text += staysItself ? String.fromCharCode(byte) : visibleCluster(String.fromCharCode(byte));
  }
  return text;
}

/** The clusters of [start, end); each broken byte is one by itself. */
function clustersOf(bytes: Uint8Array, start: number, end: number): Cluster[] {
  const clusters: Cluster[] = [];
  for (let at = start; at < end;) {
    let sound = at;
    for (let length = 1; sound < end && (length = sequenceLength(bytes, sound)) > 0;) sound += length;
    for (const exact of clustersOfText(decodeUtf8(bytes.subarray(at, Math.min(sound, end))))) {
      const length = utf8Length(exact);
      clusters.push({ start: at, end: at + length, exact });
      at += length;
    }
    if (at < end) clusters.push({ start: at, end: ++at, exact: undefined });
  }
  return clusters;
}

function clustersOfText(text: string): string[] {
  const segments = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
  return segments.flatMap((segment) => {
    // For UAX #29 it is one cluster; for a reader of tokens, a line end after a carriage return.
    if (segment === '\r\n') return ['\r', '\n'];
    const scalars = [...segment];
    if (scalars.length <= CLUSTER_SCALARS) return [segment];
    const pieces = Math.ceil(scalars.length / CLUSTER_SCALARS);
    return Array.from({ length: pieces }, (_, i) =>
      scalars.slice(i * CLUSTER_SCALARS, (i + 1) * CLUSTER_SCALARS).join(''),
    );
  });
}

/** Where a chunk begins: at an ASCII character, which no cluster before it takes in, or at least not within a character. */
function chunkBound(bytes: Uint8Array, chunk: number): number {
  const from = chunk * CHUNK_BYTES;
  const last = Math.min(from + BOUND_SEARCH_BYTES, bytes.length);
  if (from === 0 || last >= bytes.length) return Math.min(from, bytes.length);
  let starts: number | undefined;
  for (let at = from; at < last; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return at;
    if (byte >= 0xc0) starts ??= at;
  }
  return starts ?? from;
}

function chunkOf(bytes: Uint8Array, byte: number): number {
  const chunk = Math.floor(byte / CHUNK_BYTES);
  return byte < chunkBound(bytes, chunk) ? chunk - 1 : chunk;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

function firstEndingAfter(clusters: readonly Cluster[], byte: number): number {
  let [low, high] = [0, clusters.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clusters[middle]?.end ?? Infinity) > byte) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tokenOfByte(byteEnd: ArrayLike<number>, byte: number): number {
  let [low, high] = [0, byteEnd.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byteEnd[middle] ?? Infinity) > byte) high = middle;
    else low = middle + 1;
  }
  return low;
}
