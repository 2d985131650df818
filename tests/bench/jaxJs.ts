/**
 * @file The same model in jax-js, as its manual writes such things: pure functions, one `jit` around the whole step, so that it
 * may fuse what it can. Arrays are counted by hand there: `x.ref` is one more use of x.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { CLIP_EPSILON } from '../../src/core/nn/adamw';
import { parameterLayout } from '../../src/core/nn/layout';
import type { BenchEngine } from './engine';
import { OPTIMIZER, type BenchSize } from './sizes';

type Arrays = Record<string, np.Array>;

/** @returns undefined where jax-js has no such device here */
export async function jaxJsEngine(
  device: 'webgpu' | 'wasm',
  size: BenchSize,
  theta: Float32Array,
): Promise<BenchEngine | undefined> {
  if (!(await init(device)).includes(device)) return undefined;
  defaultDevice(device);
  const layout = parameterLayout(size.model);
  const arrays = (valuesOf: (offset: number, length: number) => Float32Array): Arrays =>
    Object.fromEntries(
      layout.map(({ name, shape, offset, size: length }) => [
        name,
        np.array(valuesOf(offset, length)).reshape([...shape]),
      ]),
    );
  let state: [Arrays, Arrays, Arrays] = [
    arrays((offset, length) => theta.slice(offset, offset + length)),
    arrays((_, length) => new Float32Array(length)),
    arrays((_, length) => new Float32Array(length)),
  ];
  const step = jit(stepOf(size));
  let steps = 0;
  return {
    name: 'jax-js',
    async train(batches) {
      const losses: np.Array[] = [];
      for (const { inputIds, targetIds } of batches) {
        steps++;
        const [theta, m, v, loss] = step(...state, ids(inputIds), ids(targetIds), np.array(corrections(steps)));
        state = [theta, m, v];
        losses.push(loss);
      }
      const values = new Float32Array(losses.length);
      for (const [i, loss] of losses.entries()) values[i] = (await loss.data())[0] ?? NaN;
      return values;
    },
    dispose: () => {
      step.dispose();
      for (const array of state.flatMap((part) => Object.values(part))) array.dispose();
    },
  };
}

const ids = (values: Int32Array): np.Array => np.array(values, { dtype: np.int32 });

/** What AdamW's bias corrections make of the rate and of epsilon at a step. */
function corrections(step: number): Float32Array {
  const { beta1, beta2, learningRate } = OPTIMIZER;
  const root = Math.sqrt(1 - beta2 ** step);
  return Float32Array.of((learningRate * root) / (1 - beta1 ** step), 1e-8 * root);
}

type Step = (
  theta: Arrays,
  m: Arrays,
  v: Arrays,
  inputs: np.Array,
  targets: np.Array,
  numbers: np.Array,
) => [Arrays, Arrays, Arrays, np.Array];

function stepOf(size: BenchSize): Step {
  const { beta1, beta2, weightDecay, learningRate, clipNorm } = OPTIMIZER;
  return (theta, m, v, inputs, targets, numbers) => {
    const names = Object.keys(theta);
    const uses = Object.fromEntries(names.map((name) => [name, theta[name]!.ref]));
    const [loss, gradient] = valueAndGrad((weights: Arrays) => meanLoss(size, weights, inputs, targets))(uses);
    const squares = names.map((name) => np.square(gradient[name]!.ref).sum());
    const norm = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
    const scale = np.minimum(1, np.trueDivide(clipNorm, norm.add(CLIP_EPSILON)));
    const [rate, epsilon] = [numbers.ref.slice(0), numbers.slice(1)];
    const next: [Arrays, Arrays, Arrays] = [{}, {}, {}];
    for (const name of names) {
      const slope = gradient[name]!.mul(scale.ref);
      const newM = m[name]!.mul(beta1).add(slope.ref.mul(1 - beta1));
      const newV = v[name]!.mul(beta2).add(np.square(slope).mul(1 - beta2));
      const direction = newM.ref.div(np.sqrt(newV.ref).add(epsilon.ref));
      next[0][name] = theta[name]!.mul(1 - learningRate * weightDecay).sub(direction.mul(rate.ref));
      next[1][name] = newM;
      next[2][name] = newV;
    }
    for (const used of [scale, rate, epsilon]) used.dispose();
    return [...next, loss];
  };
}

function meanLoss({ model, batch }: BenchSize, weights: Arrays, inputs: np.Array, targets: np.Array): np.Array {
  const { layers, embed, heads, seq, vocab } = model;
  const weight = (name: string): np.Array => weights[name]!.ref;
  const norm = (x: np.Array, name: string) =>
    nn
      .standardize(x, -1, { epsilon: 1e-5 })
      .mul(weight(`${name}.weight`))
      .add(weight(`${name}.bias`));
  const linear = (x: np.Array, name: string) =>
    np.matmul(x, np.matrixTranspose(weight(`${name}.weight`))).add(weight(`${name}.bias`));
  const byHead = (x: np.Array) => np.transpose(x.reshape([batch, seq, heads, embed / heads]), [0, 2, 1, 3]);
  const mask = np.triu(np.full([seq, seq], -1e9), 1);

  const tokens = np.matmul(nn.oneHot(inputs, vocab), weight('embedding.weight')); // [rows, embed]
  let x = tokens
    .reshape([batch, seq, embed])
    .add(weight('position.weight'))
    .reshape([batch * seq, embed]);
  for (let layer = 0; layer < layers; layer++) {
    const name = `blocks.${layer}`;
    const [q, k, v] = np.split(linear(norm(x.ref, `${name}.norm1`), `${name}.qkv`), 3, -1).map(byHead);
    // By hand: its dotProductAttention goes through einsum, which needs a newer Node.
    const scores = np.matmul(q!, np.matrixTranspose(k!)).mul(1 / Math.sqrt(embed / heads));
    const mixed = np.transpose(np.matmul(nn.softmax(scores.add(mask.ref), -1), v!), [0, 2, 1, 3]);
    x = x.add(linear(mixed.reshape([batch * seq, embed]), `${name}.out`));
    x = x.ref.add(linear(nn.gelu(linear(norm(x, `${name}.norm2`), `${name}.up`)), `${name}.down`));
  }
  mask.dispose();
  const logits = np.matmul(norm(x, 'norm'), np.matrixTranspose(weight('embedding.weight'))); // [rows, vocab]
  for (const used of Object.values(weights)) used.dispose();
  return nn
    .logSoftmax(logits, -1)
    .mul(nn.oneHot(targets, vocab))
    .sum()
    .mul(-1 / (batch * seq));
}
