/** A thought whose slot no later position may see. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { Reading } from '../../../src/core/nn/thoughts/readThoughts';
import * as tf from '../../../src/core/nn/tf';
import type { Prompts } from '../../../src/core/nn/thoughts/thoughtColumns';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { rng } from '../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

const { model: preset } = trainPreset('tiny');
const placed: ModelConfig = { ...preset, vocab: 24, seq: 24, embed: 8, heads: 2, layers: 2 };
const placeless: ModelConfig = { ...placed, position: 'none', tokenShift: false, convolutionTaps: 0 };
const random = rng(1, 'masked');
const ids = Array.from({ length: 12 }, () => 1 + random.integer(23));
/** Two prompts of 6 and 5 tokens, the second behind padding. */
const prompts: Prompts = {
  batch: 2,
  prompt: Int32Array.from([...ids.slice(0, 6), 0, ...ids.slice(7)]),
  starts: [0, 1],
};
const opening = [5];

/** Chances after so many slots, and the states. */
async function read(
  config: ModelConfig,
  slots: number,
  options: { maskedSlot?: number; fedInstead?: ReadonlyMap<number, Float32Array> } = {},
) {
  const theta = tf.tensor1d(initWeights(config, 3));
  const reading = new Reading(theta, config, prompts, slots, { asked: [slots], opening, ...options });
  try {
    return { next: [...(await reading.next(slots))], thoughts: await reading.thoughts() };
  } finally {
    reading.dispose();
    theta.dispose();
  }
}

const farthest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

test('without positions a masked thought leaves what it handed on: the next thought alone, in a slot of its own', async () => {
  await onEachBackend(async (backend) => {
    const masked = await read(placeless, 2, { maskedSlot: 0 });
    const [, second] = (await read(placeless, 1)).thoughts; // what the first slot hands on
    const alone = await read(placeless, 1, { fedInstead: new Map([[0, second!]]) });
    expect(farthest(masked.next, alone.next), backend).toBeLessThan(1e-5);
    // Nothing stands between it and the answer when it was the last: then it is as if it had not been thought.
    const last = await read(placeless, 1, { maskedSlot: 0 });
    expect(farthest(last.next, (await read(placeless, 0)).next), backend).toBeLessThan(1e-5);
  });
});

test('it is neither a thought fewer nor the chain as it is, and its place still counts', async () => {
  await onEachBackend(async (backend) => {
    for (const maskedSlot of [0, 1]) {
      const masked = await read(placed, 2, { maskedSlot });
      expect(farthest(masked.next, (await read(placed, 1)).next), backend).toBeGreaterThan(1e-3);
      expect(farthest(masked.next, (await read(placed, 2)).next), backend).toBeGreaterThan(1e-4);
    }
  });
});

test('what the masked slot hands on is the thought of the chain as it is', async () => {
  await onEachBackend(async (backend) => {
    const masked = await read(placed, 2, { maskedSlot: 0 });
    const clean = await read(placed, 2);
    expect(masked.thoughts[1], backend).toEqual(clean.thoughts[1]);
    expect(masked.thoughts[2], backend).not.toEqual(clean.thoughts[2]);
  });
});

test('it frees what it makes', async () => {
  await onEachBackend(async (backend) => {
    expect(await tensorsLeaked(async () => void (await read(placed, 2, { maskedSlot: 0 }))), backend).toBe(0);
  });
});
