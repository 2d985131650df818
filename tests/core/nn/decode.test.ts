/** @file Decoding over the cache equals the full forward pass, for every architecture; sampling follows the softmax. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generate, type DecodeOptions } from '../../../src/core/nn/decode';
import { embedTokens, forward, logits, splitWeights } from '../../../src/core/nn/gpt';
import * as tf from '../../../src/core/nn/tf';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { rng } from '../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

const read = (name: string): { readonly config: ModelConfig; readonly theta: number[]; readonly inputs: number[] } =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

const FAST = ['cpu', 'wasm'] as const;

async function write(
  theta: tf.Tensor1D,
  config: ModelConfig,
  prompt: number[],
  options: DecodeOptions,
): Promise<number[]> {
  const ids: number[] = [];
  for await (const id of generate(theta, config, prompt, options)) ids.push(id);
  return ids;
}

/** Scores [seq, vocab] of a whole sequence in one pass. */
function fullScores(theta: tf.Tensor1D, config: ModelConfig, ids: number[]): number[][] {
  const flat = tf.tidy(() => {
    const weights = splitWeights(theta, config);
    const inputs = tf.tensor2d(ids, [1, ids.length], 'int32');
    return logits(weights, forward(weights, config, embedTokens(weights, inputs)).hidden);
  });
  const [scores] = flat.arraySync();
  flat.dispose();
  return scores!;
}

for (const name of ['rho', 'coconut', 'learned']) {
  const golden = read(name);
  const { config } = golden;
  const prompt = golden.inputs.slice(0, 4);

  test(`${name}: hidden states over the cache, in pieces of any length, equal those of one pass`, async () => {
    await onEachBackend(async () => {
      const worst = tf.tidy(() => {
        const weights = splitWeights(tf.tensor1d(golden.theta), config);
        const ids = tf.tensor2d(golden.inputs.slice(0, 2 * config.seq), [2, config.seq], 'int32');
        const embeddings = embedTokens(weights, ids);
        const whole = forward(weights, config, embeddings).hidden;
        let cache: ReturnType<typeof forward>['cache'] | undefined;
        let first = 0;
        const parts = [5, 1, 1, config.seq - 7].map((count) => {
          const part = forward(weights, config, tf.slice(embeddings, [0, first, 0], [-1, count, -1]), cache);
          cache = part.cache;
          first += count;
          return part.hidden;
        });
        return tf.max(tf.abs(tf.sub(whole, tf.concat(parts, 1)))).dataSync()[0]!;
      });
      expect(worst).toBeLessThan(1e-5);
    }, FAST);
  });

  test(`${name}: greedy decoding takes the argmax of the full pass, stops at the window and frees its tensors`, async () => {
    await onEachBackend(async () => {
      const leaked = await tensorsLeaked(async () => {
        const theta = tf.tensor1d(golden.theta);
        const written = await write(theta, config, prompt, { maxTokens: 99 });
        expect(written.length).toBe(config.seq - prompt.length + 1);
        const scores = fullScores(theta, config, [...prompt, ...written.slice(0, -1)]);
        const expected = scores.slice(prompt.length - 1).map((row) => row.indexOf(Math.max(...row)));
        expect(written).toEqual(expected);
        const stopped = await write(theta, config, prompt, { maxTokens: 99, stopId: written[2]! });
        expect(stopped).toEqual(written.slice(0, written.indexOf(written[2]!)));
        for await (const id of generate(theta, config, prompt, { maxTokens: 5 })) if (id >= 0) break;
        theta.dispose();
      });
      expect(leaked).toBe(0);
    }, FAST);
  });
}

test('what is put in while a model writes is read as if it had written it', async () => {
  await onEachBackend(async () => {
    const { config, theta: values, inputs } = read('rho');
    const theta = tf.tensor1d(values);
    const prompt = inputs.slice(0, 4);
    const [first = 0] = await write(theta, config, prompt, { maxTokens: 1 });
    const writing = generate(theta, config, prompt, { maxTokens: 4 });
    await writing.next();
    const inserted = [7, 3];
    const after = await writing.next(inserted);
    expect(after.value).toBe((await write(theta, config, [...prompt, first, ...inserted], { maxTokens: 1 }))[0]);
    // Four in all: one, two put in, and one more.
    expect((await writing.next()).done).toBe(true);
    theta.dispose();
  }, FAST);
});

test('sampling repeats itself by seed and follows softmax(logits / temperature)', async () => {
  await onEachBackend(async () => {
    const { config, theta: values, inputs } = read('rho');
    const theta = tf.tensor1d(values);
    const prompt = inputs.slice(0, 4);
    const draw = (seed: number) =>
      write(theta, config, prompt, { maxTokens: 1, sample: { temperature: 2, rng: rng(seed, 'sample') } });
    expect(await draw(1)).toEqual(await draw(1));
    const scores = fullScores(theta, config, prompt).at(-1)!;
    const masses = scores.map((score) => Math.exp(score / 2));
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    const draws = 300;
    const counts = new Array<number>(config.vocab).fill(0);
    for (let seed = 0; seed < draws; seed++) counts[(await draw(seed))[0]!]!++;
    // Each count is binomial: within four standard deviations.
    masses.forEach((mass, id) => {
      const chance = mass / total;
      expect(Math.abs(counts[id]! / draws - chance)).toBeLessThan(
        4 * Math.sqrt((chance * (1 - chance)) / draws) + 1e-3,
      );
    });
    theta.dispose();
  }, ['wasm']);
});
