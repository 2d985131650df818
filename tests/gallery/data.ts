/** @file Example data of the gallery: a page of our own text with losses that move as losses do, from a seed. */

import { rng } from '../../src/core/util/rng';

const PAGE = `The harbour at low water

When the tide goes out of the harbour it leaves the boats where they stand. The keeper walks the wall at five in the morning, counts them, and writes the number in a book: 41 on Monday, 38 on Tuesday, 38 again on the day of the storm. Nobody has asked for the book in sixty years, and nobody would dare to stop it.

A boat that lies on its side looks larger than it is. You see the planks that water hides, the green line where it begins, and the repairs: tin, tar, a square of someone's roof. Boats do not last because they are strong; they last because they are mended.

var t = {"page": 17, "user": "q8x_02", "utm": "fs9-aa1"}; log(t);
© 2019 Harbour Times | Home | About | Contact | Subscribe

Questions and answers

Q: How long is the wall?
A: 412 metres, of which 96 are under water at high tide. If the wall grows by 3 metres a year, it reaches 442 metres after (442 − 412) / 3 = 10 years.

Q: Who paints the numbers on the boats?
A: The owners do, each spring; the keeper only checks that no number stands twice. In 1987 there were two boats with the number 26, and for a whole summer the book was wrong by one.

The keeper's daughter reads the book aloud in winter. "Thirty-eight," she reads, "thirty-eight, thirty-nine." It is not a story, she says, but one can hear the storm in it if one knows where to listen.
`;

/** Text cut as byte-pair tokenizers cut it: a space belongs to the word after it, long words fall in two. */
export function exampleTokens(repeat = 1): string[] {
  const pieces = PAGE.repeat(repeat).match(/\n+| ?\p{L}+| ?\p{N}{1,2}| ?[^\s\p{L}\p{N}]+|\s+/gu) ?? [];
  return pieces.flatMap((piece) => (piece.trim().length > 7 ? [piece.slice(0, 5), piece.slice(5)] : [piece]));
}

export interface ExampleRun {
  readonly texts: readonly string[];
  readonly category: Uint8Array;
  /** nats, [checkpoint][token] */
  readonly lossNats: readonly Float32Array[];
  /** nats, [token] of the fitted line */
  readonly startNats: Float32Array;
  readonly endNats: Float32Array;
  readonly changeNats: Float32Array;
  readonly referenceNats: Float32Array;
  readonly excessNats: Float32Array;
  readonly selected: Uint8Array;
  readonly steps: readonly number[];
  readonly meanLastNats: number;
}

export const CHECKPOINTS = 11;
// Start and slope of the loss for each category, in nats and nats a checkpoint.
const COURSE = [
  [4.2, -0.26],
  [0.5, -0.005],
  [3.6, -0.004],
  [1.4, 0.12],
] as const;

/** Losses for a text: each token follows the course of its category, with noise; the rule then reads them back. */
export function exampleRun(texts: readonly string[], seed = 7): ExampleRun {
  const chance = rng(seed, 'gallery');
  const count = texts.length;
  const lossNats = Array.from({ length: CHECKPOINTS }, () => new Float32Array(count));
  const referenceNats = new Float32Array(count);
  for (let token = 0; token < count; token++) {
    const [start, slope] = COURSE[drawCategory(texts[token]!, chance.uniform())]!;
    const height = Math.max(0.05, start * (0.6 + 0.8 * chance.uniform()));
    for (let checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++)
      lossNats[checkpoint]![token] = Math.max(
        0.01,
        height + slope * checkpoint * (0.7 + 0.6 * chance.uniform()) + 0.06 * chance.normal(),
      );
    referenceNats[token] = Math.max(0.02, height * 0.55 + 0.4 * chance.normal());
  }
  return { texts, lossNats, referenceNats, ...judged(lossNats, referenceNats, count) };
}

/** Boilerplate and numbers stay hard, common words are known early. */
function drawCategory(text: string, u: number): number {
  if (/[{}":_|©;]/.test(text)) return u < 0.7 ? 2 : 3;
  if (/\p{N}/u.test(text)) return u < 0.5 ? 2 : u < 0.75 ? 3 : 0;
  if (text.trim().length <= 3) return u < 0.8 ? 1 : u < 0.9 ? 0 : 3;
  return u < 0.45 ? 0 : u < 0.85 ? 1 : u < 0.92 ? 3 : 2;
}

/** The paper's rule [RHO-1 §2.1], written out here so that the gallery needs no other code than the pictures. */
function judged(lossNats: readonly Float32Array[], referenceNats: Float32Array, count: number) {
  const last = lossNats[CHECKPOINTS - 1]!;
  const meanLastNats = last.reduce((sum, loss) => sum + loss, 0) / count;
  const middle = (CHECKPOINTS - 1) / 2;
  const spread = Array.from({ length: CHECKPOINTS }, (_, i) => (i - middle) ** 2).reduce((a, b) => a + b);
  const startNats = new Float32Array(count);
  const endNats = new Float32Array(count);
  const category = new Uint8Array(count);
  for (let token = 0; token < count; token++) {
    let mean = 0;
    let slope = 0;
    for (let i = 0; i < CHECKPOINTS; i++) {
      mean += lossNats[i]![token]! / CHECKPOINTS;
      slope += ((i - middle) * lossNats[i]![token]!) / spread;
    }
    startNats[token] = mean - slope * middle;
    endNats[token] = mean + slope * middle;
    const change = endNats[token]! - startNats[token]!;
    category[token] = change < -0.2 ? 0 : change > 0.2 ? 3 : last[token]! <= meanLastNats ? 1 : 2;
  }
  const changeNats = endNats.map((end, token) => end - startNats[token]!);
  const excessNats = last.map((loss, token) => loss - referenceNats[token]!);
  const cut = Float32Array.from(excessNats).sort()[Math.floor(count * 0.4)]!;
  const selected = Uint8Array.from(excessNats, (excess) => (excess >= cut ? 1 : 0));
  const steps = Array.from({ length: CHECKPOINTS }, (_, i) => i * 200);
  return { startNats, endNats, changeNats, category, excessNats, selected, steps, meanLastNats };
}

/** A training curve with the noise of small batches. */
export function exampleCurve(steps: number, seed = 3): Float32Array {
  const chance = rng(seed, 'curve');
  return Float32Array.from({ length: steps }, (_, step) => 2.1 + 3.9 * Math.exp(-step / 260) + 0.22 * chance.normal());
}
