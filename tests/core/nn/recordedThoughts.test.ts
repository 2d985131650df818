/** @file Steps of thoughts and readings of chains, recorded and replayed: the same numbers to the bit, one submission, no new memory. */
import { beforeAll, expect, test } from 'vitest';
import { alignBatch } from '../../../src/core/coconut/curriculum/alignBatch';
import { SPECIAL_IDS } from '../../../src/core/coconut/curriculum/vocabulary';
import { splitWeights } from '../../../src/core/nn/gpt';
import { initWeights } from '../../../src/core/nn/init';
import type { FusedBackend } from '../../../src/core/nn/kernels/webgpu/fusedBackend';
import { Reading } from '../../../src/core/nn/thoughts/readThoughts';
import { Recorder, paddedLength, tensorOf } from '../../../src/core/nn/recorder';
import * as tf from '../../../src/core/nn/tf';
import type { BranchedBatch, Prompts } from '../../../src/core/nn/thoughts/thoughtColumns';
import { branchedLoss, thinkingLoss } from '../../../src/core/nn/thoughts/thoughts';
import { createTrainer, type Loss, readScalars } from '../../../src/core/nn/trainer';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { rng, type Rng } from '../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked, useBackend } from '../../support/backends';
import { counting } from '../../support/gpuCalls';

const { model: preset, optimizer } = trainPreset('tiny');
const small: ModelConfig = { ...preset, vocab: 24, seq: 24, embed: 8, heads: 2, layers: 1 };
const learned: ModelConfig = { ...small, position: 'learned', tokenShift: false, convolutionTaps: 0 };
const MODELS = [
  ['rotary, shifted and convolved', small],
  ['learned positions', learned],
] as const;
const BATCH = 2;

let why: string | undefined;
beforeAll(async () => {
  why = await useBackend('webgpu');
});

const idsOf = (random: Rng, count: number): number[] =>
  Array.from({ length: count }, () => random.integer(small.vocab));

/** Prompts of these lengths, padded to the longest. */
function promptsOf(random: Rng, lengths: readonly number[]): Prompts {
  const seq = Math.max(...lengths);
  const starts = lengths.map((length) => seq - length);
  const prompt = Int32Array.from(
    starts.flatMap((start) => [...Array<number>(start).fill(0), ...idsOf(random, seq - start)]),
  );
  return { batch: lengths.length, prompt, starts };
}

const branchesOf = (random: Rng, tails: readonly number[]): BranchedBatch['branches'] =>
  tails.map((length, slots) => ({
    slots,
    weight: slots === tails.length - 1 ? 1 : 0.3,
    tail: Int32Array.from(idsOf(random, BATCH * length)),
    labels: Int32Array.from({ length: BATCH * length }, (_, i) =>
      i % length === 0 || random.uniform() < 0.7 ? 3 : -1,
    ),
  }));

/** Three branches behind prompts of 9 or 10 tokens: one shape where there is room for 10. */
function branchedStep(config: ModelConfig, step: number): Loss {
  const random = rng(1, 'branched', step);
  const lengths = [9, 7 + random.integer(4)];
  return branchedLoss(config, { ...promptsOf(random, lengths), branches: branchesOf(random, [4, 3, 2]) });
}

/** A row that thinks twice, and one that thinks once or not at all. */
function mixedStep(config: ModelConfig, step: number): Loss {
  const random = rng(1, 'mixed', step);
  const rows = [2, random.integer(2)].map((slots) => ({
    prompt: idsOf(random, 7),
    slots,
    fill: 'thought' as const,
    opening: [3],
    rest: idsOf(random, 3 + (2 - slots)),
  }));
  return thinkingLoss(config, alignBatch(rows, SPECIAL_IDS));
}

/** Rows without a thought. */
function writtenStep(config: ModelConfig, step: number): Loss {
  const random = rng(1, 'written', step);
  const rows = [9, 8 + random.integer(2)].map((length) => ({
    prompt: idsOf(random, length),
    slots: 0,
    fill: 'thought' as const,
    opening: [],
    rest: idsOf(random, 12 - length),
  }));
  return thinkingLoss(config, alignBatch(rows, SPECIAL_IDS));
}

const STEPS = [
  ['branches', branchedStep],
  ['rows that think more or less', mixedStep],
  ['rows that write', writtenStep],
] as const;

/** Losses, norms and weights of six steps on different batches. */
async function trained(config: ModelConfig, lossAt: (step: number) => Loss): Promise<number[]> {
  const trainer = createTrainer(config, optimizer, initWeights(config, 1));
  const figures = Array.from({ length: 6 }, (_, step) => trainer.minimise(lossAt(step), 1e-3 * (step + 1)));
  const read = await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
  const weights = await trainer.readWeights();
  trainer.dispose();
  return [...read, ...weights];
}

test.each(MODELS.flatMap(([name, config]) => STEPS.map(([step, lossAt]) => [step, name, config, lossAt] as const)))(
  'a replayed step has the losses, norms and weights of the unrecorded one, to the bit: %s, %s',
  async (_, __, config, lossAt) => {
    if (why) return console.log(`SKIPPED: ${why}`);
    expect(new Set(Array.from({ length: 6 }, (___, step) => lossAt(config, step).kind)).size).toBeLessThan(4);
    const leaked = await tensorsLeaked(async () => {
      const replayed = await trained(config, (step) => lossAt(config, step));
      const plain = await trained(config, (step) => ({ ...lossAt(config, step), kind: undefined }));
      expect(replayed).toEqual(plain);
    });
    expect(leaked).toBe(0);
  },
);

test('a replayed step of thoughts is one submission', async () => {
  if (why) return console.log(`SKIPPED: ${why}`);
  for (const [name, config] of MODELS) {
    const trainer = createTrainer(config, optimizer, initWeights(config, 1));
    const take = (step: number) => tf.dispose(Object.values(trainer.minimise(branchedStep(config, step), 1e-3)));
    take(0);
    const { dispatches, submits } = await counting(() => take(1));
    console.log(`${name}, two thoughts and three branches: ${dispatches} dispatches, ${submits} submissions`);
    expect(submits).toBe(1);
    expect(dispatches).toBe(trainer.dispatches);
    trainer.dispose();
  }
});

test.each(MODELS)('padding changes nothing, on either side and on each backend: %s', async (_, config) => {
  const random = rng(1, 'padding');
  const narrow: BranchedBatch = { ...promptsOf(random, [8, 6]), branches: branchesOf(random, [4, 2]) };
  const wide: BranchedBatch = {
    ...narrow,
    prompt: Int32Array.from([0, 1].flatMap((row) => [0, 0, 0, 0, ...narrow.prompt.subarray(row * 8, row * 8 + 8)])),
    starts: narrow.starts.map((start) => start + 4),
    branches: narrow.branches.map((branch) => {
      const seq = branch.tail.length / BATCH;
      const more = (rows: Int32Array, fill: number) =>
        Int32Array.from([0, 1].flatMap((row) => [...rows.subarray(row * seq, (row + 1) * seq), fill, fill]));
      return { ...branch, tail: more(branch.tail, 0), labels: more(branch.labels, -1) };
    }),
  };
  await onEachBackend(async (backend) => {
    const [first, second] = [narrow, wide].map((batch) => {
      const { of, columns } = branchedLoss(config, batch);
      return tf.tidy(() => {
        const { value, grad } = tf.valueAndGrad((theta) =>
          of(splitWeights(theta as tf.Tensor1D, config), columns.map(tensorOf)),
        )(tf.tensor1d(initWeights(config, 2)));
        return tf.concat([tf.reshape(value, [1]), grad as tf.Tensor1D]);
      });
    });
    const [ours, theirs] = [await first!.data<'float32'>(), await second!.data<'float32'>()];
    tf.dispose([first!, second!]);
    const largest = theirs.subarray(1).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const error = ours.subarray(1).reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i + 1]!)), 0);
    console.log(`padding, ${backend}: loss ${Math.abs(ours[0]! / theirs[0]! - 1)}, gradient ${error / largest}`);
    expect(Math.abs(ours[0]! / theirs[0]! - 1)).toBeLessThan(1e-6);
    expect(error / largest).toBeLessThan(1e-6);
  });
  await useBackend('webgpu');
});

test('padding behind the end of the window changes nothing', async () => {
  const random = rng(1, 'window');
  const batch: BranchedBatch = { ...promptsOf(random, [3, 3]), branches: branchesOf(random, [9]) };
  const config: ModelConfig = { ...learned, seq: 12 };
  const found: number[][] = [];
  await onEachBackend(async () => {
    const trainer = createTrainer(config, optimizer, initWeights(config, 2));
    const { loss, gradientNorm } = trainer.minimise(branchedLoss(config, batch), 1e-3);
    found.push([...(await readScalars([loss, gradientNorm]))]);
    trainer.dispose();
  }, ['wasm', 'webgpu']);
  const [first, ...others] = found;
  for (const other of others) other.forEach((figure, i) => expect(figure / first![i]!).toBeCloseTo(1, 5));
});

test('over many steps and readings tensors and bytes stay the same, and all goes with the recordings', async () => {
  if (why) return console.log(`SKIPPED: ${why}`);
  const config = learned;
  const held = () => {
    const { numTensors, numBytes } = tf.memory();
    return { numTensors, numBytes, buffers: (tf.backend() as FusedBackend).buffers.numBytesAllocated };
  };
  const leaked = await tensorsLeaked(async () => {
    const trainer = createTrainer(config, optimizer, initWeights(config, 1));
    const recorder = new Recorder();
    const live = async (steps: number) => {
      for (let step = 0; step < steps; step++) {
        const lossAt = step % 2 === 0 ? branchedStep : mixedStep;
        tf.dispose(Object.values(trainer.minimise(lossAt(config, step % 20), 1e-3)));
        if (step % 10 > 0) continue;
        const prompts = promptsOf(rng(1, 'long', step), [7, 6]);
        const reading = new Reading(trainer.theta, config, prompts, 2, { asked: [0, 2], recorder });
        await reading.next(2);
        await reading.write(0, { maxTokens: 2, stopId: 1 });
        reading.dispose();
      }
    };
    await live(40);
    const before = held();
    await live(160);
    expect(held()).toEqual(before);
    trainer.forgetRecordings();
    recorder.dispose();
    expect(held().buffers).toBeLessThan(before.buffers);
    trainer.dispose();
  });
  expect(leaked).toBe(0);
});

/** All that a reading tells. */
async function told(reading: Reading): Promise<unknown> {
  const asked = [0, 2];
  const facts = {
    chances: await Promise.all(asked.map((slots) => reading.next(slots))),
    written: await Promise.all(asked.map((slots) => reading.write(slots, { maxTokens: 4, stopId: 1, tops: 2 }))),
    ways: await reading.continuations(2, [5], [[[4], [6, 7]], [[8, 9, 10]]]),
    first: await reading.continuations(0, [], [[[4], [6, 7]], [[8, 9, 10]]]),
    thoughts: await reading.thoughts(),
    words: await reading.words(2),
    attention: await reading.attention(),
    starts: reading.starts,
  };
  reading.dispose();
  return facts;
}

test.each([
  ['thoughts', {}],
  ['thoughts, one of which is another', { fed: true }],
  ['thoughts, one of which is masked', { maskedSlot: 0 }],
  ['pauses', { slotId: 2 }],
])(
  'a replayed reading tells what an unrecorded one tells, to the bit: %s',
  async (_, { fed = false, slotId, maskedSlot }: { fed?: boolean; slotId?: number; maskedSlot?: number }) => {
    if (why) return console.log(`SKIPPED: ${why}`);
    for (const [, config] of MODELS) {
      const theta = tf.tensor1d(initWeights(config, 3));
      const leaked = await tensorsLeaked(async () => {
        const recorder = new Recorder();
        for (let round = 0; round < 4; round++) {
          const random = rng(1, 'readings', round);
          const prompts = { ...promptsOf(random, [7, 5 + (round % 2)]), ...(slotId === undefined ? {} : { slotId }) };
          const other = Float32Array.from({ length: BATCH * config.embed }, () => random.normal());
          const options = {
            asked: [0, 2],
            opening: slotId === undefined ? [3] : [],
            withAttention: true,
            ...(fed ? { fedInstead: new Map([[1, other]]) } : {}),
            maskedSlot,
          };
          const recorded = await told(new Reading(theta, config, prompts, 2, { ...options, recorder }));
          expect(recorded).toEqual(await told(new Reading(theta, config, prompts, 2, options)));
        }
        expect(recorder.dispatches().size).toBe(1);
        recorder.dispose();
      });
      expect(leaked).toBe(0);
      theta.dispose();
    }
  },
);

test('a chain that is read again, with what follows each thought, is one submission', async () => {
  if (why) return console.log(`SKIPPED: ${why}`);
  const theta = tf.tensor1d(initWeights(small, 3));
  const recorder = new Recorder();
  const read = (round: number) =>
    new Reading(theta, small, promptsOf(rng(1, 'again', round), [7, 6]), 2, {
      asked: [0, 1, 2],
      opening: [3],
      recorder,
    });
  read(0).dispose();
  const calls = await counting(() => read(1).dispose());
  console.log(`a chain of two thoughts, asked after each: ${calls.dispatches} dispatches`);
  expect(calls.submits).toBe(1);
  const reading = read(2);
  expect(await counting(() => reading.next(1))).toEqual({ dispatches: 0, submits: 1 }); // a read-back
  reading.dispose();
  recorder.dispose();
  theta.dispose();
});

test('lengths have room for few recordings: four in each doubling, at most a quarter more', async () => {
  if (why) return console.log(`SKIPPED: ${why}`);
  const lengths = Array.from({ length: 256 }, (_, i) => i + 1);
  expect(lengths.every((length) => paddedLength(length) >= length && paddedLength(length) <= 1.25 * length)).toBe(true);
  expect([...new Set(lengths.map(paddedLength))].filter((length) => length > 32)).toEqual([
    40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
  ]);
  await useBackend('wasm');
  expect(lengths.map(paddedLength)).toEqual(lengths);
  await useBackend('webgpu');
});
