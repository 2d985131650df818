/** @file Two yardsticks that say whether a model reads a text at all: a uniform guess, and the text's own bytes. */

const LN2 = Math.log(2);
/** So many say enough, and a longer text would hold up a page. */
const MOST_TOKENS = 100_000;

export interface Reading {
  /** Bits a byte over the tokens that are scored. */
  readonly model: number;
  /** Entropy of the bytes of the same part, each by itself: what is known of a text that is only counted. */
  readonly byteEntropy: number;
  /** A uniform guess over the vocabulary for each token; undefined where the vocabulary is not known. */
  readonly uniform: number | undefined;
}

/**
 * Over the first 100,000 tokens.
 *
 * @param lossNats [token] NaN where a token is not scored
 * @param byteEnd [token] end of each token in `textBytes`
 * @returns undefined where nothing is scored yet
 */
export function readingOf(
  textBytes: Uint8Array,
  byteEnd: Int32Array,
  lossNats: Float32Array,
  vocab: number | undefined,
): Reading | undefined {
  let [tokens, bytes, nats] = [0, 0, 0];
  const counts = new Float64Array(256);
  let start = 0;
  for (let token = 0; token < Math.min(MOST_TOKENS, byteEnd.length); token++) {
    const end = byteEnd[token] ?? start;
    const loss = lossNats[token] ?? NaN;
    if (!Number.isNaN(loss)) {
      tokens++;
      bytes += end - start;
      nats += loss;
      for (const byte of textBytes.subarray(start, end)) counts[byte] = (counts[byte] ?? 0) + 1;
    }
    start = end;
  }
  if (bytes === 0) return undefined;
  const byteEntropy =
    counts.reduce((sum, count) => (count === 0 ? sum : sum - count * Math.log2(count / bytes)), 0) / bytes;
  return {
    model: nats / LN2 / bytes,
    byteEntropy,
    uniform: vocab === undefined ? undefined : (tokens * Math.log2(vocab)) / bytes,
  };
}

/** Fewer tokens say little about a text. */
const FEWEST_TOKENS = 32;

/** Whether the model is no better than one of the yardsticks. */
export function isBeyond({ model, byteEntropy, uniform }: Reading, tokens: number): boolean {
  return tokens >= FEWEST_TOKENS && model >= Math.min(byteEntropy, uniform ?? Infinity);
}
