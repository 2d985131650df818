import { expect, test } from 'vitest';
import { crossEntropy } from '../../../../src/core/nn/ops/loss';
import * as tf from '../../../../src/core/nn/tf';
import { useBackend } from '../../../support/backends';
import { expectTwins, inShape } from '../../../support/twins';

const targetsOf = (rows: number, vocab: number): tf.Tensor1D =>
  tf.tensor1d(
    Int32Array.from({ length: rows }, (_, row) => (row * 7) % vocab),
    'int32',
  );

test.each([
  [1, 2],
  [9, 57],
  [66, 130],
])('the loss of %i tokens over %i words', async (rows, vocab) => {
  await expectTwins({
    shapes: [[rows, vocab]],
    of: ([logits]) => crossEntropy(logits as tf.Tensor2D, targetsOf(rows, vocab)),
  });
});

test('a sure and a hopeless guess stay finite', async () => {
  if (await useBackend('webgpu')) return;
  for (const shape of ['row', 'workgroup'] as const) {
    const losses = await inShape(
      shape,
      () =>
      tf.tidy(() => crossEntropy(tf.tensor2d([[1e4, 0], [1e4, 0]]), tf.tensor1d([0, 1], 'int32'))).data(), // prettier-ignore
    );
    expect([...losses]).toEqual([0, 1e4]);
  }
});
