/** @file The trainer: exact resumption, weights without gradient, a constant number of tensors, a loss that falls. */
import { expect, test } from 'vitest';
import { learningRateAt } from '../../../src/core/nn/adamw';
import { initWeights } from '../../../src/core/nn/init';
import * as tf from '../../../src/core/nn/tf';
import { createTrainer, readScalars, type Trainer } from '../../../src/core/nn/trainer';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { rng } from '../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

const { model: tiny, optimizer } = trainPreset('tiny');
const model = { ...tiny, vocab: 20, seq: 12, embed: 16 };
const FAST = ['cpu', 'wasm'] as const;
const start = (): Trainer => createTrainer(model, optimizer, initWeights(model, 1));

/** Counting modulo a number: the next token follows from this one. */
function batch(step: number): readonly [Int32Array, Int32Array] {
  const random = rng(1, 'batch', step);
  const rows = Array.from({ length: 4 }, () => random.integer(model.vocab));
  const ids = (shift: number) =>
    Int32Array.from({ length: 4 * model.seq }, (_, i) => (rows[Math.floor(i / model.seq)]! + i + shift) % model.vocab);
  return [ids(0), ids(1)];
}

const losses = async (trainer: Trainer, first: number, count: number): Promise<number[]> => {
  const figures = Array.from({ length: count }, (_, i) => trainer.step(...batch(first + i), 5e-3));
  const read = await readScalars(figures.map(({ loss }) => loss));
  tf.dispose(figures.map(({ gradientNorm }) => gradientNorm));
  return [...read];
};

test('the loss falls, the number of tensors stays, and all are freed', async () => {
  await onEachBackend(async () => {
    const leaked = await tensorsLeaked(async () => {
      const trainer = start();
      const [first] = await losses(trainer, 0, 1);
      expect(first).toBeCloseTo(Math.log(model.vocab), 0); // nothing is known yet
      const tensors = tf.memory().numTensors;
      for (let step = 1; step < 60; step++) {
        await losses(trainer, step, 1);
        expect(tf.memory().numTensors).toBe(tensors);
      }
      expect((await losses(trainer, 60, 1))[0]).toBeLessThan(0.3 * first!);
      trainer.dispose();
    });
    expect(leaked).toBe(0);
  }, FAST);
});

test('a run that is saved and loaded goes on exactly', async () => {
  await onEachBackend(async () => {
    const whole = start();
    await losses(whole, 0, 4);
    const state = await whole.readState();
    const expected = [...(await losses(whole, 4, 3)), ...(await whole.readWeights())];
    whole.dispose();
    const resumed = start();
    resumed.loadState(state, 4);
    expect(await resumed.readState()).toEqual(state);
    expect([...(await losses(resumed, 4, 3)), ...(await resumed.readWeights())]).toEqual(expected);
    expect(resumed.steps).toBe(7);
    resumed.dispose();
  }, FAST);
});

test('tokens of weight zero leave no trace: a batch of kept tokens trains as that batch alone', async () => {
  await onEachBackend(async () => {
    const [inputs, targets] = batch(0);
    const half = inputs.length / 2;
    const masked = start();
    const figure = masked.step(inputs, targets, 1e-3, (lossNats) => {
      expect(lossNats.shape).toEqual([4, model.seq]);
      const kept = tf.tensor2d([[1], [1], [0], [0]]);
      return tf.mul(tf.onesLike(lossNats), tf.div(kept, half));
    });
    const alone = start();
    const other = alone.step(inputs.slice(0, half), targets.slice(0, half), 1e-3);
    const [a, b, c, d] = await readScalars([figure.loss, other.loss, figure.gradientNorm, other.gradientNorm]);
    expect(a).toBeCloseTo(b!, 5);
    expect(c).toBeCloseTo(d!, 4);
    masked.dispose();
    alone.dispose();
  }, FAST);
});

test('no gradient flows through the choice of weights', async () => {
  await onEachBackend(async () => {
    const byLoss = start();
    const fixed = start();
    let chosen: number[][] = [];
    const first = byLoss.step(...batch(0), 1e-3, (lossNats) => {
      const weights = tf.div(lossNats, 100);
      chosen = weights.arraySync() as number[][];
      return weights as tf.Tensor2D;
    });
    const second = fixed.step(...batch(0), 1e-3, () => tf.tensor2d(chosen));
    const [a, b] = await readScalars([first.gradientNorm, second.gradientNorm]);
    expect(a).toBeCloseTo(b!, 5);
    tf.dispose([first.loss, second.loss]);
    byLoss.dispose();
    fixed.dispose();
  }, FAST);
});

test('the rate warms up in a line, peaks, and ends at its fraction', () => {
  const rate = (step: number) =>
    learningRateAt({ ...optimizer, learningRate: 1, warmupSteps: 10, finalFraction: 0.1 }, step, 101);
  expect(rate(0)).toBeCloseTo(0.1);
  expect(rate(4)).toBeCloseTo(0.5);
  expect(rate(10)).toBe(1);
  expect(rate(55)).toBeCloseTo(0.55); // half-way down
  expect(rate(100)).toBeCloseTo(0.1);
});
