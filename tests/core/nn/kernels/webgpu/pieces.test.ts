import { expect, test } from 'vitest';
import { cut } from '../../../../../src/core/nn/matmul';
import * as tf from '../../../../../src/core/nn/tf';
import { tensorsLeaked, useBackend } from '../../../../support/backends';
import { expectTwins } from '../../../../support/twins';

/** Each piece in a way of its own, so that no two can be swapped. */
const mixed = (flat: tf.Tensor, sizes: readonly number[]): tf.Tensor =>
  tf.concat(
    cut(flat as tf.Tensor1D, sizes)
      .toReversed() // not in place: the tape holds the very array
      .map((piece, i) => tf.add(piece, tf.fill(piece.shape, i))),
  );

test.each([
  ['that begin where a binding may', [64, 128, 64, 3]],
  ['that begin anywhere', [5, 64, 1, 70, 9]],
  ['more than a program can bind', Array.from({ length: 23 }, (_, i) => 3 * i + 1)],
  ['a single one', [12]],
])('a flat vector and its gradient: pieces %s', async (_, sizes) => {
  const size = sizes.reduce((sum, length) => sum + length, 0);
  await expectTwins({ shapes: [[size]], of: ([flat]) => mixed(flat as tf.Tensor, sizes) }, 1e-7);
});

test('a piece is read by itself, outlives its vector, and leaves nothing behind', async () => {
  if (await useBackend('webgpu')) return;
  const leaked = await tensorsLeaked(async () => {
    for (const sizes of [
      [64, 64, 2],
      [3, 65, 2],
    ]) {
      const size = sizes.reduce((sum, length) => sum + length, 0);
      const flat = tf.range(1, size + 1);
      const [first, second, third] = cut(flat as tf.Tensor1D, sizes) as [tf.Tensor, tf.Tensor, tf.Tensor];
      tf.dispose([flat, first, second]);
      tf.dispose(tf.tidy(() => tf.add(tf.zeros([size]), 5))); // would take the buffer, were it free
      expect([...(await third.data())]).toEqual([size - 1, size]);
      third.dispose();
    }
  });
  expect(leaked).toBe(0);
});
