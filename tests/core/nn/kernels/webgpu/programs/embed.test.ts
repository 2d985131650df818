import { expect, test } from 'vitest';
import { silence } from '../../../../../../src/core/nn/maskOps';
import { addPositions, embedRows } from '../../../../../../src/core/nn/ops/embed';
import { gelu } from '../../../../../../src/core/nn/ops/feedForward';
import * as tf from '../../../../../../src/core/nn/tf';
import { useBackend } from '../../../../../support/backends';
import { expectTwins, inShape } from '../../../../../support/twins';

const IDS = [3, 0, 3, 3, 6, 1, 0];

test.each([4, 5, 70])('rows of a table %i wide, and the sum of the gradients of each word', async (embed) => {
  await expectTwins({
    shapes: [[7, embed]],
    of: ([table]) => embedRows(table as tf.Tensor2D, tf.tensor1d(IDS, 'int32')),
  });
});

test('the gradient of the table is the same to the bit each time', async () => {
  if (await useBackend('webgpu')) return;
  for (const shape of ['row', 'workgroup'] as const) {
    const once = () =>
      inShape(shape, () =>
        tf
          .tidy(() => {
            const table = tf.tensor2d(
              Float32Array.from({ length: 21 }, (_, i) => Math.sin(i) / 3),
              [7, 3],
            );
            const rowsOf = (t: tf.Tensor) => embedRows(t as tf.Tensor2D, tf.tensor1d(IDS, 'int32'));
            return tf.grad((t) => gelu(rowsOf(t)))(table);
          })
          .data(),
      );
    expect(await once()).toEqual(await once());
  }
});

test.each([
  ['from the window’s beginning', 0, undefined],
  ['behind a cache', 2, undefined],
  ['from the first token of each row', 0, [0, 2]],
  ['from the first token of each row, behind a cache', 2, [0, 2]],
])('positions counted %s', async (_, first, starts) => {
  await expectTwins({
    shapes: [
      [2, 3, 5],
      [6, 5],
    ],
    of: ([x, table]) => {
      const placed = addPositions(
        x as tf.Tensor3D,
        table as tf.Tensor2D,
        first,
        starts && tf.tensor1d(starts, 'int32'),
      );
      const kept = [0, 1, 2, 3, 4, 5].map((i) => (first + (i % 3) >= (starts?.[Math.floor(i / 3)] ?? 0) ? 1 : 0));
      return silence(placed, tf.tensor3d(kept, [2, 3, 1])); // what stands on padding is nobody's business
    },
  });
});
