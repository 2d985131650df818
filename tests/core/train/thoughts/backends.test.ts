/** @file The same training on WebGPU and on WASM: the same losses. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../../src/core/nn/init';
import { Recorder } from '../../../../src/core/nn/recorder';
import * as tf from '../../../../src/core/nn/tf';
import { createTrainer, readScalars } from '../../../../src/core/nn/trainer';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { askProblems } from '../../../../src/core/train/thoughts/ask';
import { batchLoss, lossBatch } from '../../../../src/core/train/thoughts/lossBatch';
import { nodeValues } from '../../../../src/core/train/thoughts/nodeValues';
import { openProblems } from '../../../../src/core/train/thoughts/problemSet';
import { rng } from '../../../../src/core/util/rng';
import { type BackendName, onEachBackend, tensorsLeaked } from '../../../support/backends';

const preset = thoughtsPreset('tiny', 'coconut', 'prosqa');
const problems = openProblems(preset, {});
const model = { ...preset.model, vocab: problems.format.codec.size, embed: 16, heads: 2, layers: 1 };
const config = { ...preset, model };
const STEPS = 20;

/** Graphs of eleven edges alone: a software GPU compiles each shape anew, and takes a second for it. */
const batches = Array.from({ length: 10 * STEPS }, (_, step) => problems.draw('micro', step, 2))
  .filter(([first]) => first?.task === 'prosqa' && first.edges.length === 11)
  .slice(0, STEPS);

async function losses(): Promise<number[]> {
  const trainer = createTrainer(model, config.optimizer, initWeights(model, 1));
  const figures = batches.map((batch, step) => {
    const stage = Math.min(2, Math.floor((3 * step) / STEPS));
    const ids = lossBatch(config, problems.format, batch, { stage }, step, rng(1, 'stage', step));
    return trainer.minimise(batchLoss(model, ids), 3e-3);
  });
  const read = await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
  trainer.dispose();
  return [...read].filter((_, i) => i % 2 === 0);
}

test('20 steps through three stages lose the same within 1e-3', { timeout: 120_000 }, async () => {
  expect(batches).toHaveLength(STEPS);
  const found = new Map<BackendName, number[]>();
  await onEachBackend(
    async (backend) => {
      expect(await tensorsLeaked(async () => void found.set(backend, await losses()))).toBe(0);
    },
    ['wasm', 'webgpu'],
  );
  const [first, ...others] = [...found.values()];
  for (const other of others) {
    const most = Math.max(...other.map((loss, step) => Math.abs(loss - first![step]!)));
    console.log(`20 steps, largest difference of a loss: ${most.toExponential(1)}`);
    expect(most).toBeLessThan(1e-3);
  }
});

test(
  'values and answers are the same on both, also where their chains are replayed',
  { timeout: 120_000 },
  async () => {
    const { format, heldOut } = problems;
    // Prompts of different lengths, two at a time: on WebGPU there is room for both in one recording.
    const pairs = [heldOut('micro', 2), heldOut('micro', 4).slice(2)];
    const found = new Map<BackendName, { values: number[]; written: string[] }>();
    await onEachBackend(
      async (backend) => {
        const values: number[] = [];
        const written: string[] = [];
        const leaked = await tensorsLeaked(async () => {
          const recorder = new Recorder();
          const theta = tf.tensor1d(initWeights(model, 5));
          const thinker = { config: model, theta: () => theta, method: 'coconut', format, recorder } as const;
          for (const pair of pairs) {
            for (const rows of await nodeValues(thinker, pair, [0, 1, 2]))
              values.push(...rows.flatMap((row) => [...row]));
            for (const rows of await askProblems(thinker, pair, [0, 1, 2]))
              written.push(...rows.map((answer) => answer.written.slice(0, 12)));
          }
          if (backend === 'webgpu') expect(recorder.dispatches().size).toBeLessThanOrEqual(2);
          recorder.dispose();
          theta.dispose();
        });
        expect(leaked).toBe(0);
        found.set(backend, { values, written });
      },
      ['wasm', 'webgpu'],
    );
    const [first, ...others] = [...found.values()];
    for (const other of others) {
      expect(other.written).toEqual(first!.written);
      expect(Math.max(...other.values.map((value, i) => Math.abs(value - first!.values[i]!)))).toBeLessThan(1e-5);
    }
  },
);
