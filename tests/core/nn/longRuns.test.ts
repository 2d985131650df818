/** @file Many steps: the losses stay those of plain tfjs, and memory stays as it is. */
import { expect, test } from 'vitest';
import type { BenchEngine } from '../../bench/engine';
import { ourEngine } from '../../bench/ours';
import { plainTfjsEngine } from '../../bench/plainTfjs';
import { type BenchSize, SIZES } from '../../bench/sizes';
import { initWeights } from '../../../src/core/nn/init';
import type { FusedBackend } from '../../../src/core/nn/kernels/webgpu/fusedBackend';
import * as tf from '../../../src/core/nn/tf';
import { rng } from '../../../src/core/util/rng';
import { useBackend } from '../../support/backends';

const [smallest] = SIZES;
const size: BenchSize = {
  ...smallest!,
  model: { ...smallest!.model, layers: 1, embed: 16, vocab: 20, seq: 8 },
  batch: 2,
};
const theta = initWeights(size.model, 1);

/** Each id but one in five follows from the one before: there is something to learn. */
const batchAt = (step: number) => {
  const random = rng(1, 'long runs', step);
  const ids = Int32Array.from({ length: size.batch * size.model.seq + 1 }, () => random.integer(size.model.vocab));
  for (let i = 1; i < ids.length; i++) if (random.uniform() < 0.8) ids[i] = (3 * ids[i - 1]! + 1) % size.model.vocab;
  return { inputIds: ids.slice(0, -1), targetIds: ids.slice(1) };
};

async function train(engine: BenchEngine, steps: number): Promise<number[]> {
  const losses: number[] = [];
  for (let first = 0; first < steps; first += 20)
    losses.push(...(await engine.train(Array.from({ length: 20 }, (_, i) => batchAt(first + i)))));
  return losses;
}

test('over 200 steps the losses are those of plain tfjs within 1e-3', async () => {
  await useBackend('wasm');
  const plain = plainTfjsEngine(size, theta);
  const expected = await train(plain, 200);
  plain.dispose();
  expect(expected.at(-1)).toBeLessThan(expected[0]! / 1.3); // it learned
  for (const backend of ['wasm', 'webgpu'] as const) {
    const why = await useBackend(backend);
    if (why) {
      console.log(`SKIPPED on ${backend}: ${why}`);
      continue;
    }
    const ours = ourEngine(size, theta);
    const losses = await train(ours, 200);
    ours.dispose();
    const worst = Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i]!) / expected[i]!));
    console.log(`${backend}: losses over 200 steps within ${worst.toExponential(1)} of plain tfjs`);
    expect(worst).toBeLessThan(1e-3);
  }
});

test.each(['wasm', 'webgpu'] as const)('over 1,000 steps on %s tensors and bytes stay the same', async (backend) => {
  const why = await useBackend(backend);
  if (why) return console.log(`SKIPPED on ${backend}: ${why}`);
  const held = () => {
    const { numTensors, numBytes } = tf.memory();
    const buffers = backend === 'webgpu' ? (tf.backend() as FusedBackend).buffers.numBytesAllocated : 0;
    return { numTensors, numBytes, buffers };
  };
  const ours = ourEngine(size, theta);
  await train(ours, 40);
  const before = held();
  await train(ours, 1000);
  expect(held()).toEqual(before);
  ours.dispose();
});
