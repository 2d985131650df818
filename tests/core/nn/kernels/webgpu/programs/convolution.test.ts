import { test } from 'vitest';
import { causalConvolution, firstConvolution } from '../../../../../../src/core/nn/ops/convolution';
import type * as tf from '../../../../../../src/core/nn/tf';
import { expectTwins } from '../../../../../support/twins';

test.each([
  [2, 2, 5, 8],
  [1, 3, 1, 5],
  [3, 1, 30, 70],
])('a causal convolution of %i rows, %i taps over %i positions of %i channels', async (batch, taps, seq, embed) => {
  await expectTwins({
    shapes: [
      [batch, taps + seq, embed],
      [taps, embed],
    ],
    of: ([padded, kernel]) => causalConvolution(padded as tf.Tensor3D, kernel as tf.Tensor2D),
  });
});

test.each([
  [2, 2, 5, 8],
  [1, 3, 2, 5],
])(
  'nothing stands before the first position: %i rows, %i taps, %i positions, %i channels',
  async (batch, taps, seq, embed) => {
    await expectTwins({
      shapes: [
        [batch, seq, embed],
        [taps, embed],
      ],
      of: ([x, kernel]) => firstConvolution(x as tf.Tensor3D, kernel as tf.Tensor2D),
    });
  },
);
