import { expect, test } from 'vitest';
import * as tf from '../../../src/core/nn/tf';
import { createTrainer, readScalars } from '../../../src/core/nn/trainer';
import { initWeights } from '../../../src/core/nn/init';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { rng } from '../../../src/core/util/rng';
import { BACKENDS, useBackend } from '../../support/backends';

const { model: small, optimizer } = trainPreset('tiny');
const model = { ...small, layers: 1, vocab: 32, seq: 8, embed: 8, heads: 2 };
const batch = 2;
// A software GPU takes up to a second a step; MEMORY_STEPS=500 asks all of it.
const STEPS = { cpu: 500, wasm: 500, webgpu: Number(process.env['MEMORY_STEPS'] ?? 20) };
const READ_EVERY = 5;

const ids = (step: number) => {
  const random = rng(1, 'memory', step);
  return Int32Array.from({ length: batch * model.seq }, () => random.integer(model.vocab));
};

/** Bytes of live tensors, and on WebGPU those of all buffers, pooled ones too. */
function memory(): { tensors: number; bytes: number; gpuBytes: number } {
  const { numTensors, numBytes, ...rest } = tf.memory();
  const gpuBytes = 'numBytesInGPU' in rest && typeof rest.numBytesInGPU === 'number' ? rest.numBytesInGPU : 0;
  return { tensors: numTensors, bytes: numBytes, gpuBytes };
}

test.each(BACKENDS)(
  '%s: tensors and bytes stay the same over hundreds of steps, and are gone after',
  async (name) => {
    const why = await useBackend(name);
    if (why) return console.log(`SKIPPED on ${name}: ${why}`);
    const start = memory();
    const trainer = createTrainer(model, optimizer, initWeights(model, 1));
    const seen: ReturnType<typeof memory>[] = [];
    for (let step = 0; step < STEPS[name]; step++) {
      const { loss, gradientNorm } = trainer.step(ids(step), ids(step + 1), 1e-3);
      if (step % READ_EVERY === READ_EVERY - 1) {
        expect((await readScalars([loss, gradientNorm])).every(Number.isFinite)).toBe(true);
        seen.push(memory());
      } else tf.dispose([loss, gradientNorm]);
    }
    trainer.dispose();
    console.log(
      `${name}: after ${READ_EVERY} steps ${JSON.stringify(seen[0])}, after ${STEPS[name]} ${JSON.stringify(seen.at(-1))}`,
    );
    for (const later of seen) expect(later).toEqual(seen[0]);
    expect(memory().tensors).toBe(start.tensors);
    expect(memory().bytes).toBe(start.bytes);
  },
  1_200_000,
);
