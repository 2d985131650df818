/**
 * @file The same model as most people would write it: stock tfjs ops, one variable a matrix, tf.variableGrads, and the
 * library's Adam with decoupled decay added. It is the baseline of the bench, and a second opinion on the losses.
 */
import * as tf from '@tensorflow/tfjs';
import { parameterLayout } from '../../src/core/nn/layout';
import { CLIP_EPSILON } from '../../src/core/nn/adamw';
import type { Batch, BenchEngine } from './engine';
import { OPTIMIZER, type BenchSize } from './sizes';

type Variables = ReadonlyMap<string, tf.Variable>;

/** @param theta [P], cut by our layout: matrices are [out, in] */
export function plainTfjsEngine(size: BenchSize, theta: Float32Array): BenchEngine {
  const variables: Variables = new Map(
    parameterLayout(size.model).map(({ name, shape, offset, size: length }) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(theta.slice(offset, offset + length), [...shape]))),
    ]),
  );
  const { learningRate, beta1, beta2 } = OPTIMIZER;
  const adam = tf.train.adam(learningRate, beta1, beta2, 1e-8);
  return {
    name: 'plain tfjs',
    async train(batches) {
      const losses = batches.map((batch) => step(size, variables, adam, batch));
      const values = await Promise.all(losses.map((loss) => loss.data<'float32'>()));
      tf.dispose(losses);
      return Float32Array.from(values, ([value]) => value ?? NaN);
    },
    dispose: () => {
      adam.dispose();
      tf.dispose([...variables.values()]);
    },
  };
}

function step(size: BenchSize, variables: Variables, adam: tf.AdamOptimizer, batch: Batch): tf.Scalar {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => meanLoss(size, variables, batch), [...variables.values()]);
    // One by one: tf.addN binds all at once, and a WebGPU device takes some ten.
    const norm = tf.sqrt(
      Object.values(grads)
        .map((grad) => grad.square().sum())
        .reduce((sum, square) => sum.add(square)),
    );
    const scale = tf.minimum(1, tf.div(OPTIMIZER.clipNorm, norm.add(CLIP_EPSILON)));
    const decay = 1 - OPTIMIZER.learningRate * OPTIMIZER.weightDecay;
    for (const variable of variables.values()) variable.assign(variable.mul(decay));
    adam.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(scale)])));
    return value;
  });
}

function meanLoss({ model, batch: rows }: BenchSize, variables: Variables, batch: Batch): tf.Scalar {
  const { layers, embed, heads, seq, vocab } = model;
  const weight = (name: string): tf.Variable => {
    const variable = variables.get(name);
    if (!variable) throw new Error(`no parameter ${name}`);
    return variable;
  };
  const norm = (x: tf.Tensor, name: string) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x
      .sub(mean)
      .mul(variance.add(1e-5).rsqrt())
      .mul(weight(`${name}.weight`))
      .add(weight(`${name}.bias`));
  };
  const linear = (x: tf.Tensor, name: string) =>
    tf.matMul(x as tf.Tensor2D, weight(`${name}.weight`) as tf.Tensor2D, false, true).add(weight(`${name}.bias`));
  const byHead = (x: tf.Tensor) => x.reshape([rows, seq, heads, embed / heads]).transpose([0, 2, 1, 3]);
  const gelu = (x: tf.Tensor) =>
    x.mul(0.5).mul(tf.tanh(x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI))).add(1));

  const ids = tf.tensor1d(batch.inputIds, 'int32');
  const table = weight('embedding.weight') as tf.Tensor2D;
  // One-hot: the gradient of gather is missing on wasm.
  const tokens = tf.matMul(tf.oneHot(ids, vocab).toFloat() as tf.Tensor2D, table);
  let x: tf.Tensor = tokens
    .reshape([rows, seq, embed])
    .add(weight('position.weight'))
    .reshape([rows * seq, embed]);
  const mask = tf.linalg
    .bandPart(tf.ones([seq, seq]), -1, 0)
    .sub(1)
    .mul(1e9);
  for (let layer = 0; layer < layers; layer++) {
    const name = `blocks.${layer}`;
    const [q, k, v] = tf.split(linear(norm(x, `${name}.norm1`), `${name}.qkv`), 3, -1).map(byHead);
    if (!q || !k || !v) throw new Error('qkv');
    const scores = tf
      .matMul(q, k, false, true)
      .mul(1 / Math.sqrt(embed / heads))
      .add(mask);
    const mixed = tf
      .matMul(tf.softmax(scores), v)
      .transpose([0, 2, 1, 3])
      .reshape([rows * seq, embed]);
    x = x.add(linear(mixed, `${name}.out`));
    x = x.add(linear(gelu(linear(norm(x, `${name}.norm2`), `${name}.up`)), `${name}.down`));
  }
  const logits = tf.matMul(norm(x, 'norm') as tf.Tensor2D, table, false, true);
  return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(batch.targetIds, 'int32'), vocab), logits) as tf.Scalar;
}
