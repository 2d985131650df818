/** @file Noise addedto a clean text, for an experiment: lines of our generated pages between its lines, each byte labelled. */

import { assert } from '../util/assert';
import { rng } from '../util/rng';
import { generateCorpus } from './corpus';

export interface NoisyText {
  /** UTF-8, or as broken as the text was. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** [byte] 1 where it was put in */
  readonly isNoise: Uint8Array<ArrayBuffer>;
}

const NEWLINE = 10;
/** The pages that noise is taken from are so long; a longer text meets the same lines again. */
const POOL_BYTES = 200_000;

/**
 * After each line of the text come lines of noise, until the noise so far has its share of the bytes: the text itself stays
 * whole and in order.
 *
 * @param noiseFraction 0..1 of the bytes of the result; 1 is not reached, since the text stays
 */
export function injectNoise(text: Uint8Array, noiseFraction: number, seed: number): NoisyText {
  assert(noiseFraction >= 0 && noiseFraction < 1, `a noise share of ${noiseFraction} is not within 0..1`);
  const noise = noiseFraction === 0 ? [] : noiseLines(seed);
  const chance = rng(seed, 'inject');
  const pieces: { bytes: Uint8Array; isNoise: boolean }[] = [];
  const owed = noiseFraction / (1 - noiseFraction);
  let [taken, added] = [0, 0];
  for (const line of linesOf(text)) {
    pieces.push({ bytes: line, isNoise: false });
    taken += line.length;
    while (noise.length > 0 && added < taken * owed) {
      const next = noise[chance.integer(noise.length)];
      if (!next) break;
      // A line without its end would run into what follows.
      if (line.at(-1) !== NEWLINE) break;
      pieces.push({ bytes: next, isNoise: true });
      added += next.length;
    }
  }
  return joined(pieces);
}

/** Whole pages of nothing but noise, cut into lines that hold something. */
function noiseLines(seed: number): Uint8Array[] {
  const { bytes } = generateCorpus({ recipe: 'noisy', seed, minBytes: POOL_BYTES, noise: 1 });
  return [...linesOf(bytes)].filter((line) => line.length > 1);
}

/** With their ends; the last may have none. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(from, to);
    from = to;
  }
}

function joined(pieces: readonly { readonly bytes: Uint8Array; readonly isNoise: boolean }[]): NoisyText {
  const length = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const bytes = new Uint8Array(length);
  const isNoise = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.bytes, at);
    if (piece.isNoise) isNoise.fill(1, at, at + piece.bytes.length);
    at += piece.bytes.length;
  }
  return { bytes, isNoise };
}
