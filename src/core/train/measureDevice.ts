/** @file What this device can do, and what a training step spends where: three limits, and a step by part. */

import { rowLogits, splitWeights, type Weights } from '../nn/gpt';
import { initWeights } from '../nn/init';
import { parameterCount } from '../nn/layout';
import { linear } from '../nn/ops/linear';
import { crossEntropy, weightedSum } from '../nn/ops/loss';
import { Recorder } from '../nn/recorder';
import * as tf from '../nn/tf';
import { createTrainer, everyToken, type StepFigures } from '../nn/trainer';
import type { DeviceFigures, DeviceLimits, StepParts } from '../trace/messages/commands';
import type { ModelConfig, OptimizerConfig } from '../trace/config/config';
import { rng } from '../util/rng';
import { flopsPerStep } from './measureSpeed';

export interface MeasuredTask {
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly batch: number;
}

/** A measurement that takes less is mostly the read-back at its end. */
const LONG_ENOUGH_MS = 20;
const REPEATS = 3;
/** Dependent operations of a chain. */
const CHAIN = 128;
const SIDES = [128, 256, 512, 1024];
/** Numbers moved: 1 to 32 MiB. */
const LENGTHS = [18, 20, 22, 23].map((power) => 2 ** power);

type Clock = () => number;

export async function measureDevice(task: MeasuredTask, nowMs: Clock): Promise<DeviceFigures> {
  const limits = await measureLimits(nowMs);
  const parts = await measureParts(task, nowMs);
  return { limits, parts, boundMs: boundMs(task, limits, parts.dispatches) };
}

/** Attainable arithmetic on a matrix product, movement on a sum of two vectors, and the cost of one operation in a chain. */
export async function measureLimits(nowMs: Clock): Promise<DeviceLimits> {
  const flopsPerSecond = await largest(SIDES, nowMs, (side) => {
    const matrix = tf.keep(tf.tidy(() => tf.add(tf.zeros<tf.Rank.R2>([side, side]), 0.01) as tf.Tensor2D));
    return { held: matrix, work: 2 * side ** 3, run: () => linear(matrix, matrix) };
  });
  const bytesPerSecond = await largest(LENGTHS, nowMs, (length) => {
    const vector = tf.keep(tf.tidy(() => tf.add(tf.zeros([length]), 1)));
    return { held: vector, work: 12 * length, run: () => tf.add(vector, vector) };
  });
  return { flopsPerSecond, bytesPerSecond, dispatchMs: await dispatchMs(nowMs) };
}

interface Probe {
  readonly held: tf.Tensor;
  /** What one run does, in the unit of the result. */
  readonly work: number;
  readonly run: () => tf.Tensor;
}

/** The highest rate, over sizes that grow until a run takes long enough. */
async function largest(sizes: readonly number[], nowMs: Clock, probeOf: (size: number) => Probe): Promise<number> {
  let best = 0;
  for (const size of sizes) {
    const { held, work, run } = probeOf(size);
    const ms = await fastest(nowMs, run);
    held.dispose();
    best = Math.max(best, (1000 * work) / ms);
    if (ms > LONG_ENOUGH_MS) break;
  }
  return best;
}

/** The shortest of some runs after a first, which compiles. */
async function fastest(nowMs: Clock, run: () => tf.Tensor): Promise<number> {
  let best = Infinity;
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const begun = nowMs();
    const result = tf.tidy(run);
    await settled(result);
    result.dispose();
    if (repeat > 0) best = Math.min(best, nowMs() - begun);
  }
  return Math.max(best, 1e-3);
}

/** Waits until a tensor is computed, at the price of reading one number of it. */
async function settled(tensor: tf.Tensor): Promise<void> {
  const first = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), 0, 1));
  await first.data();
  first.dispose();
}

/** Recorded where the backend records, as a training step is. */
async function dispatchMs(nowMs: Clock): Promise<number> {
  const recorder = new Recorder();
  const chain = (length: number) => () => {
    const column = { values: new Float32Array(64), shape: [64] };
    const [end] = recorder.run(`chain of ${length}`, [column], ([x]) => {
      let link = x as tf.Tensor;
      for (let i = 0; i < length; i++) link = tf.neg(link);
      return [link];
    });
    return end as tf.Tensor;
  };
  const long = await fastest(nowMs, chain(CHAIN));
  const short = await fastest(nowMs, chain(1));
  recorder.dispose();
  return Math.max(0, long - short) / (CHAIN - 1);
}

/** Forward alone, forward and backward, and the whole step; each is what it adds to the one before. */
async function measureParts(task: MeasuredTask, nowMs: Clock): Promise<StepParts> {
  const { model, optimizer, batch } = task;
  const chance = rng(0, 'parts');
  const ids = Int32Array.from({ length: batch * model.seq }, () => chance.integer(model.vocab));
  const column = { values: ids, shape: [batch, model.seq] };
  const trainer = createTrainer(model, optimizer, initWeights(model, 0));
  const recorder = new Recorder();
  const lossOf = (weights: Weights, inputs: tf.Tensor2D): tf.Scalar => {
    const losses = crossEntropy(rowLogits(weights, model, inputs), tf.reshape(inputs, [ids.length]));
    return weightedSum(tf.reshape(losses, [batch, model.seq]), everyToken);
  };
  const only = ([tensor]: readonly tf.Tensor[]): tf.Tensor => tensor as tf.Tensor;
  try {
    const forwardMs = await fastest(nowMs, () =>
      only(
        recorder.run('forward', [column], ([inputs]) => [
          lossOf(splitWeights(trainer.theta, model), inputs as tf.Tensor2D),
        ]),
      ),
    );
    const gradientMs = await fastest(nowMs, () =>
      only(
        recorder.run('gradient', [column], ([inputs]) => [
          tf.grad((flat) => lossOf(splitWeights(flat as tf.Tensor1D, model), inputs as tf.Tensor2D))(trainer.theta),
        ]),
      ),
    );
    const stepMs = await fastest(nowMs, () => {
      const { loss, gradientNorm }: StepFigures = trainer.step(ids, ids, optimizer.learningRate);
      gradientNorm.dispose();
      return loss;
    });
    return {
      tokens: ids.length,
      forwardMs,
      backwardMs: Math.max(0, gradientMs - forwardMs),
      updateMs: Math.max(0, stepMs - gradientMs),
      stepMs,
      dispatches: trainer.dispatches,
    };
  } finally {
    recorder.dispose();
    trainer.dispose();
  }
}

/** Bytes that a step moves at the least: the weights and what AdamW keeps, and the activations. */
export function bytesPerStep(model: ModelConfig, batch: number): number {
  const { layers, embed, heads, seq, vocab } = model;
  return 40 * parameterCount(model) + batch * seq * (20 * layers * (18 * embed + heads * seq) + 16 * vocab);
}

/** No step can be faster: arithmetic, movement and dispatches each take their time, even if they overlap. */
export function boundMs({ model, batch }: MeasuredTask, limits: DeviceLimits, dispatches: number | undefined): number {
  return Math.max(
    (1000 * flopsPerStep(model, batch)) / limits.flopsPerSecond,
    (1000 * bytesPerStep(model, batch)) / limits.bytesPerSecond,
    (dispatches ?? 0) * limits.dispatchMs,
  );
}
