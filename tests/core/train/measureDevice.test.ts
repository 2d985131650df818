import { expect, test } from 'vitest';
import { boundMs, bytesPerStep, measureDevice } from '../../../src/core/train/measureDevice';
import { parameterCount } from '../../../src/core/nn/layout';
import { flopsPerStep } from '../../../src/core/train/measureSpeed';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { tensorsLeaked, useBackend } from '../../support/backends';

const { model: tiny, optimizer } = trainPreset('tiny');
const model = { ...tiny, layers: 1, vocab: 20, seq: 8, embed: 16, heads: 2 };

test('a step is the sum of its parts, no faster than the slowest limit, and leaves nothing behind', async () => {
  expect(await useBackend('wasm')).toBeUndefined();
  // A clock that counts its own readings: the figures are then those of the arithmetic, not of this machine.
  let now = 0;
  const leaked = await tensorsLeaked(async () => {
    const figures = await measureDevice({ model, optimizer, batch: 2 }, () => now++);
    expect(figures.parts).toMatchObject({ tokens: 16, forwardMs: 1, backwardMs: 0, updateMs: 0, stepMs: 1 });
    expect(figures.parts.dispatches).toBeUndefined();
    expect(figures.limits.flopsPerSecond).toBe(1000 * 2 * 1024 ** 3);
    expect(figures.boundMs).toBe(boundMs({ model, optimizer, batch: 2 }, figures.limits, undefined));
  });
  expect(leaked).toBe(0);
}, 600_000);

test('the bound is the slowest of arithmetic, movement and dispatches', () => {
  const task = { model, optimizer, batch: 2 };
  const fast = { flopsPerSecond: 1e15, bytesPerSecond: 1e15, dispatchMs: 0 };
  expect(boundMs(task, { ...fast, flopsPerSecond: 1000 }, 9)).toBe(flopsPerStep(model, 2));
  expect(boundMs(task, { ...fast, bytesPerSecond: 1000 }, 9)).toBe(bytesPerStep(model, 2));
  expect(boundMs(task, { ...fast, dispatchMs: 2 }, 9)).toBe(18);
});

test('a step moves 40 bytes a weight, and the activations of each token', () => {
  // 20 (18 d + H T) a layer and 16 V: by hand for d = 16, H = 2, T = 8, V = 20.
  expect(bytesPerStep(model, 2)).toBe(40 * parameterCount(model) + 16 * (20 * (288 + 16) + 320));
});
