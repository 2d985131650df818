import { expect, test } from 'vitest';
import { attend, type Memory } from '../../../../../../src/core/nn/attention';
import { silence } from '../../../../../../src/core/nn/maskOps';
import { rotation } from '../../../../../../src/core/nn/ops/rotate';
import * as tf from '../../../../../../src/core/nn/tf';
import { useBackend } from '../../../../../support/backends';
import { expectTwins, inShape } from '../../../../../support/twins';

const mixedOf = (qkv: tf.Tensor, batch: number, heads: number, past?: Memory): tf.Tensor2D =>
  attend(qkv as tf.Tensor2D, { batch, heads }, past).mixed;

test.each([
  ['heads in fours', 2, 5, 2, 16],
  ['heads of three', 1, 7, 2, 6],
  ['one position', 3, 1, 2, 8],
  ['longer than a workgroup', 1, 70, 1, 4],
  ['heads wider than a quad', 1, 21, 2, 40],
])('causal attention and its gradient: %s', async (_, batch, seq, heads, embed) => {
  await expectTwins({ shapes: [[batch * seq, 3 * embed]], of: ([qkv]) => mixedOf(qkv as tf.Tensor, batch, heads) });
});

test('rows that begin later see nothing before their start', async () => {
  const starts = [2, 0];
  const seq = 5;
  await expectTwins({
    shapes: [[2 * seq, 24]],
    of: ([qkv]) => {
      const { mixed } = attend(qkv as tf.Tensor2D, { batch: 2, heads: 2, starts: tf.tensor1d(starts, 'int32') });
      // What a query on padding sees is nobody's business.
      const kept = starts.flatMap((start) => Array.from({ length: seq }, (_, place) => (place < start ? 0 : 1)));
      return silence(tf.reshape(mixed, [2, seq, 8]), tf.tensor3d(kept, [2, seq, 1]));
    },
  });
});

test.each([1, 3, 19])('%i queries behind a memory, which has a gradient too', async (seq) => {
  await expectTwins({
    shapes: [
      [2 * 4, 24],
      [2 * seq, 24],
    ],
    of: ([before, now]) => {
      const attending = { batch: 2, heads: 2, starts: tf.tensor1d([1, 0], 'int32') };
      const { memory } = attend(before as tf.Tensor2D, attending);
      return attend(now as tf.Tensor2D, attending, memory).mixed;
    },
  });
});

test('queries and keys are turned by their positions, values are not', async () => {
  await expectTwins({
    shapes: [[2 * 6, 24]],
    of: ([qkv]) => attend(qkv as tf.Tensor2D, { batch: 2, heads: 2, turn: rotation(3, 6, 4, 100) }).mixed,
  });
});

test('attention over equal keys is the mean of the values so far', async () => {
  if (await useBackend('webgpu')) return;
  // One head of one channel: queries and keys 0, values 1 to 4.
  const qkv = [1, 2, 3, 4].flatMap((value) => [0, 0, value]);
  for (const shape of ['row', 'workgroup'] as const) {
    const mixed = await inShape(shape, () => tf.tidy(() => mixedOf(tf.tensor2d(qkv, [4, 3]), 1, 1)).data());
    expect([...mixed]).toEqual([1, 1.5, 2, 2.5]);
  }
});
