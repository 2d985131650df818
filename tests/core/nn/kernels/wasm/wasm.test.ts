/** @file Each fused kernel of WASM against the plain operations that it replaces: values and gradients, odd sizes. */
import { expect, test } from 'vitest';
import { adamwState, updateColumn, updateNumbers } from '../../../../../src/core/nn/adamw';
import { attend } from '../../../../../src/core/nn/attention';
import * as kernels from '../../../../../src/core/nn/kernels/kernel';
import { packedAttention } from '../../../../../src/core/nn/ops/attention';
import { causalConvolution } from '../../../../../src/core/nn/ops/convolution';
import { addPositions, embedRows } from '../../../../../src/core/nn/ops/embed';
import { feedForward } from '../../../../../src/core/nn/ops/feedForward';
import { layerNorm } from '../../../../../src/core/nn/ops/layerNorm';
import { linear } from '../../../../../src/core/nn/ops/linear';
import { crossEntropy } from '../../../../../src/core/nn/ops/loss';
import { rotation } from '../../../../../src/core/nn/ops/rotate';
import * as tf from '../../../../../src/core/nn/tf';
import { rng } from '../../../../../src/core/util/rng';
import { tensorsLeaked, useBackend } from '../../../../support/backends';

function normals(shape: number[], name: string): tf.Tensor {
  const chance = rng(1, 'fused', name);
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((size, length) => size * length, 1) }, chance.normal),
    shape,
  );
}

/** The largest difference, in units of the largest number. */
function difference(ours: Float32Array, plain: Float32Array): number {
  expect(ours.length).toBe(plain.length);
  const most = plain.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
  return plain.reduce((worst, value, i) => Math.max(worst, Math.abs(value - ours[i]!)), 0) / most;
}

async function onBackend(name: 'wasm' | 'cpu', make: () => tf.Tensor[]): Promise<Float32Array[]> {
  await useBackend(name);
  const results: Float32Array[] = [];
  const leaked = await tensorsLeaked(async () => {
    const made = tf.tidy(make);
    for (const tensor of made) results.push((await tensor.data<'float32'>()).slice());
    tf.dispose(made);
  });
  expect(leaked).toBe(0);
  return results;
}

/** The plain CPU has no fused kernels: there the same call is a composition of plain operations. */
async function expectTwins(make: () => tf.Tensor[], tolerance = 1e-5): Promise<void> {
  const ours = await onBackend('wasm', make);
  const plain = await onBackend('cpu', make);
  ours.forEach((values, i) => expect(difference(values, plain[i]!), `result ${i}`).toBeLessThan(tolerance));
}

/** The value of an operation, and its gradients under an uneven dy. */
function withGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] {
  const value = operation(...inputs);
  const grads = tf.grads(operation as (...inputs: tf.Tensor[]) => tf.Tensor<tf.Rank>);
  return [value, ...grads(inputs, normals(value.shape, 'dy'))];
}

test('WASM has kernels of ours, and the plain CPU none', async () => {
  const names = [kernels.LINEAR, kernels.LAYER_NORM, kernels.CAUSAL_ATTENTION, kernels.TOKEN_LOSS, kernels.ADAMW];
  await useBackend('wasm');
  for (const name of names) expect(kernels.hasKernel(name), name).toBe(true);
  await useBackend('cpu');
  for (const name of names) expect(kernels.hasKernel(name), name).toBe(false);
});

test.each([
  [1, 1, 1],
  [4, 8, 8],
  [3, 5, 9],
  [65, 257, 19],
  [70, 130, 515],
  [515, 19, 300],
])('linear: %i rows of %i into %i', async (rows, inner, columns) => {
  const inputs = () => [normals([rows, inner], 'x'), normals([columns, inner], 'weight')];
  await expectTwins(() => withGradients((x, w) => linear(x as tf.Tensor2D, w as tf.Tensor2D), inputs()));
  await expectTwins(() =>
    withGradients(
      (x, w, bias) => linear(x as tf.Tensor2D, w as tf.Tensor2D, bias as tf.Tensor1D),
      [...inputs(), normals([columns], 'bias')],
    ),
  );
});

test.each([
  [1, 1],
  [3, 7],
  [33, 96],
])('layer norm of %i rows of %i', async (rows, width) => {
  await expectTwins(() =>
    withGradients(
      (x, gain, bias) => layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D),
      [tf.add(normals([rows, width], 'x'), 3), normals([width], 'gain'), normals([width], 'bias')],
    ),
  );
});

test('a feed-forward branch of the residual stream', async () => {
  await expectTwins(() =>
    withGradients(
      (x, gain, bias, up, upBias, down, downBias) =>
        feedForward(
          x as tf.Tensor2D,
          { weight: gain as tf.Tensor1D, bias: bias as tf.Tensor1D },
          { weight: up as tf.Tensor2D, bias: upBias as tf.Tensor1D },
          { weight: down as tf.Tensor2D, bias: downBias as tf.Tensor1D },
        ),
      [[9, 6], [6], [6], [25, 6], [25], [6, 25], [6]].map((shape, i) => normals(shape, `part ${i}`)),
    ),
  );
});

test('GELU far from zero: the line on the right, nothing on the left; NaN stays NaN', async () => {
  await useBackend('wasm');
  const [left, lessLeft, ...rest] = tf.tidy(() => {
    const x = tf.tensor2d([-1e4, -30, 30, 1e4, NaN], [5, 1]);
    const inputs = { x, weight: tf.tensor2d([[1]]), bias: tf.tensor1d([0]) };
    const [, active] = kernels.runMany<[tf.Tensor2D, tf.Tensor2D]>(kernels.LINEAR_GELU, inputs);
    return active.dataSync<'float32'>();
  });
  expect(Math.max(Math.abs(left!), Math.abs(lessLeft!))).toBeLessThan(1e-30);
  expect(rest).toEqual([30, 1e4, NaN]);
});

test.each([undefined, [0, 4, 2]])('learned positions that count from each row’s start: %j', async (starts) => {
  await expectTwins(() =>
    withGradients(
      (x, table) => addPositions(x as tf.Tensor3D, table as tf.Tensor2D, 4, starts && tf.tensor1d(starts, 'int32')),
      [normals([3, 5, 7], 'x'), normals([12, 7], 'table')],
    ),
  );
});

test('the gradient of the embedding adds up the rows of an id', async () => {
  const ids = () => tf.tensor1d([4, 0, 4, 4, 2, 0, 10], 'int32');
  await expectTwins(() =>
    withGradients((table) => embedRows(table as tf.Tensor2D, ids()), [normals([11, 9], 'table')]),
  );
});

/** Queries of the last `seq` positions; on the plain CPU `attend` goes by heads. */
function attention(qkv: tf.Tensor, seq: number, heads: number, firstSeen?: number[]): tf.Tensor {
  const starts = firstSeen && tf.tensor1d(firstSeen, 'int32');
  const [batch = 0, length = 0, width = 0] = qkv.shape;
  const [before, now] = tf.split(qkv, [length - seq, seq], 1);
  const rows = (x: tf.Tensor, count: number): tf.Tensor2D => tf.reshape(x, [batch * count, width]);
  const turn = rotation(0, length, width / 3 / heads, 100);
  const later = rotation(length - seq, seq, width / 3 / heads, 100);
  if (length === seq) return attend(rows(qkv, seq), { batch, heads, turn, starts }).mixed;
  const first = rotation(0, length - seq, width / 3 / heads, 100);
  const { memory } = attend(rows(before!, length - seq), { batch, heads, turn: first, starts });
  return attend(rows(now!, seq), { batch, heads, turn: later, starts }, memory).mixed;
}

test.each([
  { seq: 1, past: 0, headDim: 4 },
  { seq: 1, past: 9, headDim: 8 },
  { seq: 7, past: 0, headDim: 6 },
  { seq: 6, past: 5, headDim: 12 },
  { seq: 37, past: 0, headDim: 32 },
])('causal attention: $seq queries behind $past, heads of $headDim', async ({ seq, past, headDim }) => {
  const qkv = () => [normals([2, past + seq, 3 * 3 * headDim], 'qkv')];
  await expectTwins(() => withGradients((x) => attention(x!, seq, 3), qkv()));
  // A row may begin at the first query at the latest, or that query would see nothing.
  await expectTwins(() => withGradients((x) => attention(x!, seq, 3, [0, past]), qkv()));
});

test('a query on padding sees nothing, and nobody sees the padding', async () => {
  await useBackend('wasm');
  const [mixed, gradient] = tf.tidy(() => {
    const qkv = normals([2, 5, 3 * 8], 'qkv') as tf.Tensor3D;
    const attended = (x: tf.Tensor) => packedAttention(x as tf.Tensor3D, 5, 2, tf.tensor1d([3, 0], 'int32'));
    return [attended(qkv), tf.grad(attended)(qkv)];
  });
  expect([...(await mixed.data()).subarray(0, 3 * 8)].every((value) => value === 0)).toBe(true);
  expect([...(await gradient.data()).subarray(0, 3 * 3 * 8)].every((value) => value === 0)).toBe(true);
  tf.dispose([mixed, gradient]);
});

test.each([
  [2, 1, 1, 3],
  [3, 7, 3, 10],
])('convolution of %i rows of %i with %i taps over %i channels', async (batch, seq, taps, width) => {
  await expectTwins(() =>
    withGradients(
      (padded, kernel) => causalConvolution(padded as tf.Tensor3D, kernel as tf.Tensor2D),
      [normals([batch, taps + seq, width], 'padded'), normals([taps, width], 'kernel')],
    ),
  );
});

test.each([
  [1, 2],
  [9, 67],
])('cross entropy of %i rows over %i', async (rows, vocab) => {
  const targets = () =>
    tf.tensor1d(
      Int32Array.from({ length: rows }, (_, i) => (i * 7) % vocab),
      'int32',
    );
  await expectTwins(() =>
    withGradients(
      (logits) => crossEntropy(logits as tf.Tensor2D, targets()),
      [tf.mul(normals([rows, vocab], 'logits'), 5)],
    ),
  );
});

test('cross entropy of a sure answer is zero, of an impossible one the distance; NaN stays NaN', async () => {
  await useBackend('wasm');
  const logits = tf.tensor2d([
    [1e4, 0, 0],
    [0, 1e4, 0],
    [NaN, NaN, NaN],
  ]);
  const targets = tf.tensor1d([0, 0, 0], 'int32');
  const losses = crossEntropy(logits, targets);
  expect([...(await losses.data())]).toEqual([0, 1e4, NaN]);
  tf.dispose([logits, targets, losses]);
});

test.each([0.01, 1e6])('AdamW in place, clipped at %f', async (clipNorm) => {
  const optimizer = {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.98,
    weightDecay: 0.1,
    clipNorm,
    warmupSteps: 0,
    finalFraction: 1,
  };
  await expectTwins(() => {
    const values = (name: string) => normals([103], name).dataSync<'float32'>().slice();
    const state = adamwState(values('theta'));
    state.write('m', values('m'));
    state.write('v', values('v').map(Math.abs));
    const norms = [1, 2].map((step) => {
      const numbers = updateNumbers(optimizer, 0.01, step);
      const gradient = normals([103], `gradient ${step}`) as tf.Tensor1D;
      return state.update(gradient, numbers, tf.tensor1d(updateColumn(numbers)));
    });
    const results = [state.theta, state.m, state.v].map((part) => tf.clone(part));
    state.dispose();
    return [...results, ...norms];
  });
});
