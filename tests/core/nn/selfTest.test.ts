/** @file The self-test at start passes on a sound backend, and tells a broken one. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gradientSelfTest, SELF_TEST_FIGURES, SELF_TEST_MODEL } from '../../../src/core/nn/selfTest';
import * as tf from '../../../src/core/nn/tf';
import { onEachBackend, tensorsLeaked, useBackend } from '../../support/backends';

const golden = JSON.parse(readFileSync(new URL('../../golden/selfTest.json', import.meta.url), 'utf8'));

test('its figures are those of PyTorch', () => {
  expect(SELF_TEST_MODEL).toEqual(golden.config);
  for (const [name, value] of Object.entries(SELF_TEST_FIGURES)) expect(value).toBeCloseTo(golden[name], 6);
});

test('each backend here passes, and nothing leaks', async () => {
  await onEachBackend(async (name) => {
    const leaked = await tensorsLeaked(async () => expect(await gradientSelfTest(), name).toBeUndefined());
    expect(leaked).toBe(0);
  });
});

test('a kernel that gives zeros is found', async () => {
  await useBackend('cpu');
  const sound = tf.getKernel('Sigmoid', 'cpu');
  tf.unregisterKernel('Sigmoid', 'cpu');
  tf.registerKernel({
    ...sound,
    kernelFunc: ({ inputs }) => tf.zeros(inputs['x']?.shape ?? []),
  });
  try {
    expect(await gradientSelfTest()).toMatch(/computes wrongly/);
  } finally {
    tf.unregisterKernel('Sigmoid', 'cpu');
    tf.registerKernel(sound);
  }
});
