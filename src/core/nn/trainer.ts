/** @file Owns the parameters of one model while it trains. Losses and norms stay on the device until they are asked for. */

import type { ModelConfig, OptimizerConfig } from '../trace/config';
import { assert } from '../util/assert';
import { adamwStep, type AdamwState } from './adamw';
import { splitWeights, tokenLosses, type Weights } from './gpt';
import { parameterCount } from './layout';
import { weightedSum } from './ops';
import * as tf from './tf';

/**
 * How much each token's loss counts. Runs off the tape, so no gradient flows through the choice; it may close over
 * tensors of its own, such as the reference losses of the batch. Σ losses * weights is the loss.
 *
 * @param lossNats [batch, seq] of this very forward pass
 * @returns [batch, seq]
 */
export type TokenWeights = (lossNats: tf.Tensor2D) => tf.Tensor2D;

/** Every token alike: the mean. [RHO-1 §2.2, CLM] */
export const everyToken: TokenWeights = (lossNats) => tf.fill(lossNats.shape, 1 / lossNats.size);

/** Both on the device and kept; whoever reads them frees them (`readScalars`). */
export interface StepFigures {
  /** nats */
  readonly loss: tf.Scalar;
  /** global norm before clipping */
  readonly gradientNorm: tf.Scalar;
}

export interface Trainer {
  /** Steps taken since the first weights, or since the optimizer was reset. */
  readonly steps: number;
  /** [P], live: valid until the next step. The trainer owns it. */
  readonly theta: tf.Tensor1D;
  /**
   * One optimisation step.
   *
   * @param inputIds [batch * seq]
   * @param targetIds [batch * seq]
   */
  step(inputIds: Int32Array, targetIds: Int32Array, learningRate: number, weigh?: TokenWeights): StepFigures;
  /** One optimisation step on any loss [] of the weights. */
  minimise(lossOf: (weights: Weights) => tf.Scalar, learningRate: number): StepFigures;
  /** Forgets m and v and counts steps from 0 again; the weights stay. [Coconut §4.3, at each new stage] */
  resetOptimizer(): void;
  /** [3P]: theta, then m, then v: with the number of steps, all that is needed to go on exactly. */
  readState(): Promise<Float32Array>;
  /** [P] */
  readWeights(): Promise<Float32Array>;
  /** @param state [3P] as `readState` gave it after `steps` steps */
  loadState(state: Float32Array, steps: number): void;
  dispose(): void;
}

/** @param theta [P] first weights; m and v start at zero */
export function createTrainer(model: ModelConfig, optimizer: OptimizerConfig, theta: Float32Array): Trainer {
  const count = parameterCount(model);
  assert(theta.length === count, `theta has ${theta.length} numbers, the layout ${count}`);
  const state: AdamwState = {
    theta: variable(theta),
    m: variable(new Float32Array(count)),
    v: variable(new Float32Array(count)),
  };
  let steps = 0;

  const minimise: Trainer['minimise'] = (lossOf, learningRate) => {
    steps++;
    const [loss, gradientNorm] = tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad((flat) => lossOf(splitWeights(flat as tf.Tensor1D, model)))(state.theta);
      return [
        tf.keep(value as tf.Scalar),
        tf.keep(adamwStep(state, grad as tf.Tensor1D, optimizer, learningRate, steps)),
      ];
    });
    return { loss, gradientNorm };
  };

  return {
    get steps() {
      return steps;
    },
    get theta() {
      return state.theta;
    },
    step(inputIds, targetIds, learningRate, weigh = everyToken) {
      const shape: [number, number] = [inputIds.length / model.seq, model.seq];
      return minimise((weights) => {
        const inputs = tf.tensor2d(inputIds, shape, 'int32');
        const targets = tf.tensor2d(targetIds, shape, 'int32');
        return weightedSum(tokenLosses(weights, model, inputs, targets), weigh);
      }, learningRate);
    },
    minimise,
    resetOptimizer() {
      tf.tidy(() => {
        state.m.assign(tf.zerosLike(state.m));
        state.v.assign(tf.zerosLike(state.v));
      });
      steps = 0;
    },
    async readState() {
      const flat = tf.concat([state.theta, state.m, state.v]);
      try {
        return await flat.data<'float32'>();
      } finally {
        flat.dispose();
      }
    },
    // A copy: on the plain CPU `data()` is the tensor's own array, and what is read here may be transferred away.
    readWeights: async () => (await state.theta.data<'float32'>()).slice(),
    loadState(saved, stepsDone) {
      assert(saved.length === 3 * count, `the state has ${saved.length} numbers, not 3 * ${count}`);
      tf.tidy(() => {
        state.theta.assign(tf.tensor1d(saved.slice(0, count)));
        state.m.assign(tf.tensor1d(saved.slice(count, 2 * count)));
        state.v.assign(tf.tensor1d(saved.slice(2 * count)));
      });
      steps = stepsDone;
    },
    dispose: () => tf.dispose([state.theta, state.m, state.v]),
  };
}

/** Reads many scalars at once, in order, and frees them. */
export async function readScalars(scalars: readonly tf.Scalar[]): Promise<Float32Array> {
  const joined = tf.stack([...scalars]);
  tf.dispose([...scalars]);
  try {
    return await joined.data<'float32'>();
  } finally {
    joined.dispose();
  }
}

// tfjs's variable does not take its value over: unless both are made in one tidy, the value leaks. A tensor on the plain
// CPU is the array it was made of, so it gets a copy.
const variable = (values: Float32Array): tf.Variable<tf.Rank.R1> =>
  tf.tidy(() => tf.variable(tf.tensor1d(values.slice())));
