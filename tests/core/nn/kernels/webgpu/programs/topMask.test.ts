import { expect, test } from 'vitest';
import * as tf from '../../../../../../src/core/nn/tf';
import { topMask } from '../../../../../../src/core/train/selection';
import { rng } from '../../../../../../src/core/util/rng';
import { useBackend } from '../../../../../support/backends';
import { inShape } from '../../../../../support/twins';

test('the same tokens are kept as by the plain comparison, ties and all', async () => {
  const chance = rng(3, 'mask');
  const scores = Float32Array.from({ length: 2 * 70 }, () => Math.round(6 * chance.uniform()) / 2);
  const masks = () =>
    tf.tidy(() => tf.stack([1, 20, 70].map((keep) => topMask(tf.tensor2d(scores, [2, 70]), keep)))).data();
  await useBackend('cpu');
  const expected = await masks();
  if (await useBackend('webgpu')) return;
  for (const shape of ['row', 'workgroup'] as const) expect(await inShape(shape, masks)).toEqual(expected);
});
