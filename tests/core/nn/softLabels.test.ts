/** @file Several labels at once: against PyTorch's cross entropy with probabilities, and as a branch of one chain of thoughts. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { splitWeights } from '../../../src/core/nn/gpt';
import { softCrossEntropy, weightedSum } from '../../../src/core/nn/ops/loss';
import { tensorOf } from '../../../src/core/nn/recorder';
import * as tf from '../../../src/core/nn/tf';
import type { Branch, BranchedBatch } from '../../../src/core/nn/thoughts/thoughtColumns';
import { branchedLoss } from '../../../src/core/nn/thoughts/thoughts';
import { thoughtsPreset } from '../../../src/core/trace/config/thoughtPresets';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

const worst = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number => {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...Array.from(ours, (value, i) => Math.abs(value - theirs[i]!)));
};

// torch.nn.functional.cross_entropy(z, q, reduction='none'), and the gradient of (loss * [1, 2]).sum(); PyTorch 2, float32.
const LOGITS = [1, -2, 0.5, 3, 0, 0.25, -1, 2];
const CHANCES = [0.5, 0, 0.5, 0, 0, 1 / 3, 1 / 3, 1 / 3];
const LOSSES = [2.4522536, 1.8900062];
const GRADIENT = [-0.3894463, 0.0055041, -0.4329458, 0.8168879, 0.1991841, -0.4109092, -0.5933909, 0.805116];

test('the loss of each row and its gradient are those of PyTorch', async () => {
  await onEachBackend(async () => {
    const leaked = await tensorsLeaked(async () => {
      const [losses, gradient] = tf.tidy(() => {
        const labels = tf.tensor2d(CHANCES, [2, 4]);
        const of = (x: tf.Tensor) => softCrossEntropy(tf.reshape(x, [2, 4]), labels);
        const logits = tf.tensor1d(LOGITS);
        const weigh = () => tf.tensor2d([1, 2], [1, 2]);
        return [of(logits), tf.grad((x) => weightedSum(tf.reshape(of(x), [1, 2]), weigh))(logits)];
      });
      expect(worst(await losses!.data(), LOSSES)).toBeLessThan(1e-5);
      expect(worst(await gradient!.data(), GRADIENT)).toBeLessThan(1e-5);
      tf.dispose([losses!, gradient!]);
    });
    expect(leaked).toBe(0);
  });
});

const { model } = thoughtsPreset('tiny', 'coconut', 'prosqa');
const config = { ...model, vocab: 24, embed: 16, heads: 2, layers: 1 };
const prompts = { batch: 2, prompt: Int32Array.of(9, 11, 12, 2, 0, 8, 7, 2), starts: [0, 1] };
const branch = (slots: number, labels: readonly number[]): Branch => ({
  slots,
  weight: 1,
  tail: Int32Array.of(3, 14, 3, 15),
  labels: Int32Array.from(labels),
});
const oneOf = (ids: readonly number[]): Float32Array => {
  const chances = new Float32Array(2 * 24);
  for (const [row, id] of ids.entries()) chances[row * 24 + id] = 1;
  return chances;
};

/** @returns the loss, then its gradient */
async function read(batch: BranchedBatch): Promise<{ loss: number; gradient: Float32Array }> {
  const { of, columns } = branchedLoss(config, batch);
  const { value, grad } = tf.tidy(() =>
    tf.valueAndGrad((flat) => of(splitWeights(flat as tf.Tensor1D, config), columns.map(tensorOf)))(
      tf.tensor1d(initWeights(config, 1)),
    ),
  );
  const both = { loss: (await value.data())[0]!, gradient: await grad.data<'float32'>() };
  tf.dispose([value, grad]);
  return { ...both, gradient: both.gradient.slice() };
}

test('a first word with one label for certain loses what a plain label loses, in every parameter', async () => {
  await onEachBackend(async () => {
    // The mean over both first words, of which each half is one branch's own.
    const plain = await read({ ...prompts, branches: [branch(0, [14, 6, 15, 6]), branch(1, [16, -1, 17, -1])] });
    const soft = await read({
      ...prompts,
      branches: [
        branch(0, [14, 6, 15, 6]),
        { ...branch(1, [-1, 16, -1, 17]), weight: 0, first: { chances: oneOf([16, 17]), weight: 1 } },
      ],
    });
    expect(soft.loss).toBeCloseTo(plain.loss, 5);
    expect(worst(soft.gradient, plain.gradient)).toBeLessThan(1e-5);
  });
});

test('rows without chances are not asked, and the mean is over those that are', async () => {
  await onEachBackend(async () => {
    const alone = await read({ ...prompts, branches: [branch(1, [16, -1, -1, -1])] });
    const chances = oneOf([16]);
    const soft = await read({
      ...prompts,
      branches: [{ ...branch(1, [-1, 16, -1, 17]), weight: 0, first: { chances, weight: 1 } }],
    });
    expect(soft.loss).toBeCloseTo(alone.loss, 5);
  });
});
