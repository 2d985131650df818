/** @file The same training on WebGPU and on WASM: the same losses. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../../src/core/nn/init';
import { createTrainer, readScalars } from '../../../../src/core/nn/trainer';
import { thoughtsPreset } from '../../../../src/core/trace/thoughtPresets';
import { batchLoss, lossBatch } from '../../../../src/core/train/thoughts/lossBatch';
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
    const ids = lossBatch(config, problems.format, batch, stage, step, rng(1, 'stage', step));
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
