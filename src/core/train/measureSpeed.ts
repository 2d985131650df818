/** @file How fast this backend trains: the measure behind the rate in the header and the cost before a start. */

import type { ModelConfig, OptimizerConfig } from '../trace/config/config';
import { initWeights } from '../nn/init';
import * as tf from '../nn/tf';
import { createTrainer, readScalars, type StepFigures } from '../nn/trainer';
import { rng } from '../util/rng';

export interface Speed {
  readonly tokensPerSecond: number;
  readonly msPerStep: number;
  readonly steps: number;
  /** Held by tensors after a step: weights, optimiser and what the engine keeps. */
  readonly memoryBytes: number;
}

export interface SpeedTask {
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly batch: number;
  /** Measure for about so long after the first step, which compiles. */
  readonly forMs: number;
  /** Most steps between two read-backs. */
  readonly stepsPerRead: number;
}

/** Trains on random tokens. The first step is not counted: shaders are compiled and buffers made in it. */
export async function measureSpeed(task: SpeedTask, nowMs: () => number): Promise<Speed> {
  const { model, optimizer, batch } = task;
  const chance = rng(0, 'speed');
  const ids = Int32Array.from({ length: batch * model.seq }, () => chance.integer(model.vocab));
  const trainer = createTrainer(model, optimizer, initWeights(model, 0));
  const take = async (steps: number) => {
    const figures: StepFigures[] = Array.from({ length: steps }, () => trainer.step(ids, ids, optimizer.learningRate));
    await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
  };
  try {
    await take(1);
    const begunMs = nowMs();
    let steps = 0;
    // One step first: on a slow device it is the whole measure.
    for (let count = 1; nowMs() - begunMs < task.forMs; count = Math.min(2 * count, task.stepsPerRead)) {
      await take(count);
      steps += count;
    }
    const msPerStep = (nowMs() - begunMs) / steps;
    return {
      tokensPerSecond: (batch * model.seq * 1000) / msPerStep,
      msPerStep,
      steps,
      memoryBytes: tf.memory().numBytes,
    };
  } finally {
    trainer.dispose();
  }
}

/**
 * Floating-point operations of one training step, forward and backward: 6 per weight of a matrix and token, and the
 * attention's two products. [docs: FLOP/token = 6 (12 L d² + d V) + 12 L T d]
 */
export function flopsPerStep({ layers, embed, vocab, seq }: ModelConfig, batch: number): number {
  return batch * seq * (6 * (12 * layers * embed ** 2 + embed * vocab) + 12 * layers * seq * embed);
}
