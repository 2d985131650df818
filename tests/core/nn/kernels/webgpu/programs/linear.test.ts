import { test } from 'vitest';
import { feedForward } from '../../../../../../src/core/nn/ops/feedForward';
import { linear } from '../../../../../../src/core/nn/ops/linear';
import type * as tf from '../../../../../../src/core/nn/tf';
import { expectTwins } from '../../../../../support/twins';

const affine = ([x, weight, bias]: readonly tf.Tensor[]) =>
  linear(x as tf.Tensor2D, weight as tf.Tensor2D, bias as tf.Tensor1D | undefined);

test.each([
  ['in fours', 12, 8, 20],
  ['in fours, rows that fill no tile', 13, 64, 36],
  ['nothing in fours', 5, 7, 9],
  ['a wide result of odd width', 6, 16, 33],
  ['a single row', 1, 12, 4],
  ['more than one shared tile', 70, 40, 68],
  ['more than one tile of quads', 72, 40, 68],
])('a product with its bias and its gradients: %s', async (_, rows, inner, outer) => {
  await expectTwins({ shapes: [[rows, inner], [outer, inner], [outer]], of: affine });
});

test('what follows a product: a residual, and the feed-forward block', async () => {
  await expectTwins({
    shapes: [
      [5, 8],
      [4, 8],
      [5, 4],
    ],
    of: ([x, weight, residual]) => linear(x as tf.Tensor2D, weight as tf.Tensor2D, undefined, residual as tf.Tensor2D),
  });
  for (const embed of [8, 5]) {
    const wide = 4 * embed;
    await expectTwins({
      shapes: [[6, embed], [embed], [embed], [wide, embed], [wide], [embed, wide], [embed]],
      of: ([x, gain, bias, up, upBias, down, downBias]) =>
        feedForward(
          x as tf.Tensor2D,
          { weight: gain as tf.Tensor1D, bias: bias as tf.Tensor1D },
          { weight: up as tf.Tensor2D, bias: upBias as tf.Tensor1D },
          { weight: down as tf.Tensor2D, bias: downBias as tf.Tensor1D },
        ),
    });
  }
});

test('a product without a bias', async () => {
  await expectTwins({
    shapes: [
      [9, 12],
      [8, 12],
    ],
    of: affine,
  });
});
