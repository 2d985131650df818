import { expect, test } from 'vitest';
import { crossEntropy, entropy } from '../../../../../../src/core/nn/ops/loss';
import * as tf from '../../../../../../src/core/nn/tf';
import { rng } from '../../../../../../src/core/util/rng';
import { onEachBackend, useBackend } from '../../../../../support/backends';
import { expectTwins, inShape } from '../../../../../support/twins';

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

test.each([1, 4, 30])(
  'the entropy of a row whose logits lie within ± %i is that of double precision',
  async (reach) => {
    const [rows, vocab] = [9, 57];
    const chance = rng(1, 'entropy', reach);
    const logits = Float32Array.from({ length: rows * vocab }, () => reach * (2 * chance.uniform() - 1));
    const exact = Array.from({ length: rows }, (_, row) => {
      const own = [...logits.subarray(row * vocab, (row + 1) * vocab)];
      const total = own.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return Math.log(total) - own.reduce((sum, logit) => sum + (Math.exp(logit) / total) * logit, 0);
    });
    const close = (entropies: Iterable<number>, where: string) =>
      [...entropies].forEach((value, row) => expect(Math.abs(value - exact[row]!), where).toBeLessThan(5e-6));
    const compute = () => tf.tidy(() => entropy(tf.tensor2d(logits, [rows, vocab]))).data();
    await onEachBackend(async (backend) => close(await compute(), backend));
    if (await useBackend('webgpu')) return;
    for (const shape of ['row', 'workgroup'] as const) close(await inShape(shape, compute), shape);
  },
);
