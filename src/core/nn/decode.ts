/** @file Writes on from a prompt, greedily or by chance, one position at a time over a key-value cache. */

import type { ModelConfig } from '../trace/config/config';
import { assert } from '../util/assert';
import type { Rng } from '../util/rng';
import { embedTokens, forward, logits, splitWeights, type Cache, type Weights } from './gpt';
import { kept, tensorsOf } from './held';
import * as tf from './tf';

export interface DecodeOptions {
  /** Tokens to write at most; the model's window ends it sooner. */
  readonly maxTokens: number;
  /** Writing ends before this token. */
  readonly stopId?: number;
  /** Sample from softmax(logits / temperature); without it the likeliest token is taken, the lowest id on a tie. */
  readonly sample?: { readonly temperature: number; readonly rng: Rng };
}

/**
 * @param theta [P] on the device; the caller keeps it
 * @param prompt [token], at least one
 * @returns the ids written, one at a time; what it holds is freed when it ends or is broken off. Who pulls may answer an id
 *   with ids of its own: they are read as if the model had written them, and count as written.
 */
export async function* generate(
  theta: tf.Tensor1D,
  config: ModelConfig,
  prompt: ArrayLike<number>,
  { maxTokens, stopId, sample }: DecodeOptions,
): AsyncGenerator<number, void, readonly number[] | undefined> {
  assert(prompt.length > 0, 'a prompt has at least one token');
  const weights = kept(() => splitWeights(theta, config));
  let cache: Cache | undefined;
  let next = Array.from(prompt);
  let room = Math.min(maxTokens, config.seq - prompt.length + 1);
  try {
    while (room > 0) {
      const read = advance(weights, config, next, cache);
      tensorsOf(cache).forEach((tensor) => tensor.dispose());
      cache = read.cache;
      const scores = await read.scores.data<'float32'>();
      read.scores.dispose();
      const id = sample ? sampled(scores, sample.temperature, sample.rng) : likeliest(scores);
      if (id === stopId) return;
      next = [id, ...((yield id) ?? [])];
      room -= next.length;
    }
  } finally {
    tf.dispose([...tensorsOf(cache), ...tensorsOf(weights)]);
  }
}

/** Reads tokens behind the cache. Scores [vocab] are those of the token after the last; the caller owns all. */
function advance(
  weights: Weights,
  config: ModelConfig,
  ids: readonly number[],
  before: Cache | undefined,
): { readonly scores: tf.Tensor1D; readonly cache: Cache } {
  return kept(() => {
    const inputs = tf.tensor2d([...ids], [1, ids.length], 'int32');
    const { hidden, cache } = forward(weights, config, embedTokens(weights, inputs), before);
    const last = tf.slice(hidden, [0, ids.length - 1, 0], [1, 1, config.embed]);
    return { scores: tf.reshape<tf.Rank.R1>(logits(weights, last), [config.vocab]), cache };
  });
}

function likeliest(scores: Float32Array): number {
  return scores.reduce((best, score, id) => (score > (scores[best] ?? -Infinity) ? id : best), 0);
}

/** One id with chance softmax(scores / temperature). */
function sampled(scores: Float32Array, temperature: number, rng: Rng): number {
  const top = scores[likeliest(scores)] ?? 0;
  const masses = scores.map((score) => Math.exp((score - top) / temperature));
  let left = rng.uniform() * masses.reduce((sum, mass) => sum + mass, 0);
  const chosen = masses.findIndex((mass) => (left -= mass) < 0);
  return chosen < 0 ? likeliest(scores) : chosen; // rounding may leave a crumb at the end
}
