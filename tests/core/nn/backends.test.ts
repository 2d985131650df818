import { expect, test } from 'vitest';
import * as tf from '../../../src/core/nn/tf';
import { onEachBackend } from '../../support/backends';

test('each backend multiplies', async () => {
  await onEachBackend(async (name) => {
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
    expect([...(await product.data())]).toEqual([11]);
    product.dispose();
    console.log(`${name}: 11`);
  });
});
