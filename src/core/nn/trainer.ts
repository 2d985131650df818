/** @file Owns the parameters of one model while it trains. Losses and norms stay on the device until they are asked for. */

import type { ModelConfig, OptimizerConfig } from '../trace/config/config';
import { assert } from '../util/assert';
import { adamwState, updateColumn, updateNumbers } from './adamw';
import { chosenLoss, splitWeights, tokenLosses, type Weights } from './gpt';
import { parameterCount } from './layout';
import type { AdamwNumbers } from './kernels/kernel';
import { lossAndGradient } from './lossGradient';
import { weightedSum } from './ops/loss';
import { type Column, Recorder, runOnce } from './recorder';
import * as tf from './tf';

/**
 * How much each token's loss counts. Runs off the tape, so no gradient flows through the choice. Σ losses * weights is the loss.
 *
 * @param lossNats [batch, seq] of this very forward pass
 * @returns [batch, seq]
 */
export type TokenWeights = (lossNats: tf.Tensor2D) => tf.Tensor2D;

/** A choice of tokens that differs from step to step in its columns alone, so that a step can be recorded and replayed. */
export interface TokenChoice {
  /** Two choices of one name are the same function. Without a name a step is run, never recorded. */
  readonly name: string | undefined;
  /** [batch, seq] each: what the choice knows beside the losses */
  readonly columns: readonly Float32Array[];
  readonly weigh: (lossNats: tf.Tensor2D, columns: readonly tf.Tensor2D[]) => tf.Tensor2D;
  /** Exactly so many tokens weigh 1 / kept each, and all others nothing. Absent where that is not known beforehand. */
  readonly kept?: number;
}

// Chosen rows go forward twice and back once, instead of all rows once each way.
const GATHERED_FRACTION = 0.5;

/** Every token alike: the mean. [RHO-1 §2.2, CLM] */
export const everyToken: TokenWeights = (lossNats) =>
  tf.tensor2d(new Float32Array(lossNats.size).fill(1 / lossNats.size), lossNats.shape);

const EVERY_TOKEN: TokenChoice = { name: 'every token', columns: [], weigh: everyToken };

/** What a step descends on: the computation, apart from the numbers that it is made of. */
export interface Loss {
  /** Two losses of one kind and of equal shapes differ in their columns alone. Without a kind a step is run, never recorded. */
  readonly kind?: string | undefined;
  readonly columns: readonly Column[];
  /** @returns [] nats */
  readonly of: (weights: Weights, columns: readonly tf.Tensor[]) => tf.Scalar;
}

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
  /** Programs of the last recorded step; undefined where nothing is recorded. */
  readonly dispatches: number | undefined;
  /** [P], live: valid until the next step. The trainer owns it. */
  readonly theta: tf.Tensor1D;
  /**
   * One optimisation step.
   *
   * @param inputIds [batch * seq]
   * @param targetIds [batch * seq]
   * @param weigh all tokens where it is absent; a function of unknown closure is run, never recorded
   */
  step(
    inputIds: Int32Array,
    targetIds: Int32Array,
    learningRate: number,
    weigh?: TokenChoice | TokenWeights,
  ): StepFigures;
  /** One optimisation step on any loss. */
  minimise(loss: Loss, learningRate: number): StepFigures;
  /** Gives up the recorded steps, with their memory: for when no more of their kind will come. */
  forgetRecordings(): void;
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
  const state = adamwState(theta);
  const recorder = new Recorder();
  let steps = 0;

  /** One step, which is taken. */
  const descend = (
    lossOf: (weights: Weights) => tf.Scalar,
    numbers: AdamwNumbers,
    column: tf.Tensor1D,
  ): StepFigures => {
    const { loss, gradient } = lossAndGradient((flat) => lossOf(splitWeights(flat, model)), state.theta);
    return { loss, gradientNorm: state.update(gradient, numbers, column) };
  };

  const minimise = ({ kind, columns, of }: Loss, learningRate: number): StepFigures => {
    steps++;
    const numbers = updateNumbers(optimizer, learningRate, steps);
    const all = [columnOf(numbers), ...columns];
    const compute = ([column, ...tensors]: readonly tf.Tensor[]) =>
      descend((weights) => of(weights, tensors), numbers, column as tf.Tensor1D);
    return kind === undefined ? runOnce(all, compute) : recorder.run(kind, all, compute);
  };

  return {
    get steps() {
      return steps;
    },
    get dispatches() {
      return [...recorder.dispatches().values()].at(-1);
    },
    get theta() {
      return state.theta;
    },
    step(inputIds, targetIds, learningRate, weigh = EVERY_TOKEN) {
      const shape: [number, number] = [inputIds.length / model.seq, model.seq];
      const choice: TokenChoice = typeof weigh === 'function' ? { name: undefined, columns: [], weigh } : weigh;
      const { kept } = choice;
      return minimise(
        {
          kind: choice.name,
          columns: [inputIds, targetIds, ...choice.columns].map((values) => ({ values, shape })),
          of: (weights, columns) => {
            const [inputs, targets, ...rest] = columns as tf.Tensor2D[];
            assert(inputs && targets, 'a step without tokens');
            const weighed = (lossNats: tf.Tensor2D) => choice.weigh(lossNats, rest);
            return kept !== undefined && kept <= GATHERED_FRACTION * inputIds.length
              ? chosenLoss(weights, model, inputs, targets, (lossNats) => heaviest(weighed(lossNats), kept))
              : weightedSum(tokenLosses(weights, model, inputs, targets), weighed);
          },
        },
        learningRate,
      );
    },
    minimise,
    forgetRecordings: () => recorder.dispose(),
    resetOptimizer() {
      const zeros = new Float32Array(count);
      state.write('m', zeros);
      state.write('v', zeros);
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
      state.write('theta', saved.subarray(0, count));
      state.write('m', saved.subarray(count, 2 * count));
      state.write('v', saved.subarray(2 * count));
      steps = stepsDone;
    },
    dispose() {
      recorder.dispose();
      state.dispose();
    },
  };
}

/** Indices of the `count` tokens that weigh most: [batch, seq] -> [count] int32 */
function heaviest(weights: tf.Tensor2D, count: number): tf.Tensor1D {
  return tf.topk<tf.Tensor1D>(tf.reshape(weights, [weights.size]), count).indices;
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

function columnOf(numbers: AdamwNumbers): Column {
  const values = updateColumn(numbers);
  return { values, shape: [values.length] };
}
