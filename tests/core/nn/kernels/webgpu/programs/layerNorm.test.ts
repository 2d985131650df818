import { test } from 'vitest';
import { layerNorm } from '../../../../../../src/core/nn/ops/layerNorm';
import type * as tf from '../../../../../../src/core/nn/tf';
import { expectTwins } from '../../../../../support/twins';

test.each([
  [1, 4],
  [7, 33],
  [70, 64],
  [3, 130],
])('layer norm of %i rows of %i', async (rows, embed) => {
  await expectTwins({
    shapes: [[rows, embed], [embed], [embed]],
    of: ([x, gain, bias]) => layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
  });
});
