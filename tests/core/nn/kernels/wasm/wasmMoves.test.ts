/** @file Slices and clones on WASM: the numbers of the plain CPU, and no tensor's memory freed while another name holds it. */
import { expect, test } from 'vitest';
import * as tf from '../../../../../src/core/nn/tf';
import { tensorsLeaked, useBackend } from '../../../../support/backends';

const SLICES: readonly [shape: number[], begin: number[], size: number[]][] = [
  [[7], [2], [3]],
  [
    [4, 5],
    [1, 0],
    [2, 5],
  ],
  [
    [4, 5],
    [0, 2],
    [4, 2],
  ],
  [
    [2, 3, 4],
    [0, 1, 0],
    [2, 2, 4],
  ],
  [
    [2, 3, 4],
    [1, 0, 3],
    [1, 3, 1],
  ],
  [
    [2, 3, 4],
    [0, 0, 0],
    [2, 3, 4],
  ],
  [
    [2, 3, 4, 5],
    [1, 1, 1, 1],
    [1, -1, 2, 3],
  ],
  [
    [3, 4],
    [1, 1],
    [0, 2],
  ],
];

test.each(SLICES)('a slice of %j from %j of %j', async (shape, begin, size) => {
  const count = shape.reduce((product, length) => product * length, 1);
  for (const dtype of ['float32', 'int32'] as const) {
    const results = [];
    for (const name of ['cpu', 'wasm'] as const) {
      await useBackend(name);
      const x = tf.tensor(
        Array.from({ length: count }, (_, i) => i),
        shape,
        dtype,
      );
      const taken = tf.slice(x, begin, size);
      results.push({ shape: taken.shape, dtype: taken.dtype, values: [...(await taken.data())] });
      tf.dispose([x, taken]);
    }
    expect(results[1]).toEqual(results[0]);
  }
});

test('a clone outlives what it was cloned from, and both are freed', async () => {
  await useBackend('wasm');
  const before = tf.memory().numBytes;
  const leaked = await tensorsLeaked(async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const same = tf.clone(x);
    x.dispose();
    const other = tf.tensor1d([7, 8, 9]); // would take a freed place
    expect([...(await same.data())]).toEqual([1, 2, 3]);
    tf.dispose([same, other]);
  });
  expect(leaked).toBe(0);
  expect(tf.memory().numBytes).toBe(before);
});
