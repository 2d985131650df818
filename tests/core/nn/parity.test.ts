/** @file Our transformer against PyTorch: tests/golden/make_golden.py made the numbers, in float64. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { learningRateAt } from '../../../src/core/nn/adamw';
import { embedTokens, forward, logits, splitWeights, tokenLosses } from '../../../src/core/nn/gpt';
import { parameterLayout } from '../../../src/core/nn/layout';
import * as tf from '../../../src/core/nn/tf';
import { weightedSum } from '../../../src/core/nn/ops/loss';
import { createTrainer, everyToken, readScalars } from '../../../src/core/nn/trainer';
import type { ModelConfig, OptimizerConfig } from '../../../src/core/trace/config/config';
import { onEachBackend, tensorsLeaked } from '../../support/backends';

interface Golden {
  readonly config: ModelConfig;
  readonly batch: number;
  readonly inputs: number[];
  readonly targets: number[];
  readonly theta: number[];
  readonly logits: number[];
  readonly tokenLosses: number[];
  readonly gradients: Record<string, number[]>;
  readonly training: {
    readonly optimizer: OptimizerConfig;
    readonly inputs: number[][];
    readonly targets: number[][];
    readonly learningRate: number[];
    readonly losses: number[];
    readonly gradientNorm: number[];
    readonly theta: number[];
  };
}

const read = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

const worst = (ours: ArrayLike<number>, theirs: readonly number[]): number => {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
};

/** The largest difference, in units of the parameter's largest gradient. */
const worstRelative = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  worst(ours, theirs) / theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Softmax does not see a bias of the keys: its gradient is rounding alone, and AdamW scales rounding up to full steps. */
function withoutKeyBias(theta: ArrayLike<number>, config: ModelConfig): number[] {
  const biases = parameterLayout(config).filter((piece) => piece.name.endsWith('qkv.bias'));
  const isKeyBias = (i: number): boolean =>
    biases.some(({ offset }) => i >= offset + config.embed && i < offset + 2 * config.embed);
  return Array.from(theta).map((value, i) => (isKeyBias(i) ? 0 : value));
}

for (const name of ['rho', 'coconut', 'learned']) {
  const golden = read(name);
  const { config, batch } = golden;
  const ids = (values: number[]): tf.Tensor2D => tf.tensor2d(values, [batch, config.seq], 'int32');

  test(`${name}: logits, losses and the gradient of every parameter`, async () => {
    await onEachBackend(async (backend) => {
      const leaked = await tensorsLeaked(async () => {
        const [ourLogits, ourLosses, ourGradient] = tf.tidy(() => {
          const theta = tf.tensor1d(golden.theta);
          const inputs = ids(golden.inputs);
          const weights = splitWeights(theta, config);
          const losses = (flat: tf.Tensor): tf.Tensor2D =>
            tokenLosses(splitWeights(flat as tf.Tensor1D, config), config, inputs, ids(golden.targets));
          return [
            logits(weights, forward(weights, config, embedTokens(weights, inputs)).hidden),
            losses(theta),
            tf.grad((flat) => weightedSum(losses(flat), everyToken))(theta),
          ];
        });
        const logitError = worst(await ourLogits.data(), golden.logits);
        const lossError = worst(await ourLosses.data(), golden.tokenLosses);
        const gradient = await ourGradient.data();
        tf.dispose([ourLogits, ourLosses, ourGradient]);
        const errors = parameterLayout(config).map((piece) => ({
          name: piece.name,
          error: worstRelative(
            gradient.subarray(piece.offset, piece.offset + piece.size),
            golden.gradients[piece.name]!,
          ),
        }));
        const most = errors.reduce((a, b) => (b.error > a.error ? b : a));
        console.log(
          `${name} on ${backend}: logits ${logitError.toExponential(1)}, losses ${lossError.toExponential(1)}, ` +
            `gradients ${most.error.toExponential(1)} (${most.name} of ${errors.length} parameters)`,
        );
        expect(logitError).toBeLessThan(1e-4);
        expect(lossError).toBeLessThan(1e-4);
        expect(most.error).toBeLessThan(1e-3);
      });
      expect(leaked).toBe(0);
    });
  });

  test(`${name}: ten steps of AdamW with warm-up, cosine and clipping`, async () => {
    const { training } = golden;
    const steps = training.losses.length;
    const rates = training.losses.map((_, step) => learningRateAt(training.optimizer, step, steps));
    expect(worst(rates, training.learningRate)).toBeLessThan(1e-12);
    await onEachBackend(async (backend) => {
      const trainer = createTrainer(config, training.optimizer, Float32Array.from(golden.theta));
      const figures = rates.map((rate, step) =>
        trainer.step(Int32Array.from(training.inputs[step]!), Int32Array.from(training.targets[step]!), rate),
      );
      const lossError = worst(await readScalars(figures.map((figure) => figure.loss)), training.losses);
      const normError = worst(await readScalars(figures.map((figure) => figure.gradientNorm)), training.gradientNorm);
      const thetaError = worst(
        withoutKeyBias(await trainer.readWeights(), config),
        withoutKeyBias(training.theta, config),
      );
      trainer.dispose();
      console.log(
        `${name} on ${backend}: ten steps: losses ${lossError.toExponential(1)}, gradient norm ` +
          `${normError.toExponential(1)}, theta ${thetaError.toExponential(1)}`,
      );
      expect(lossError).toBeLessThan(1e-4);
      expect(normError).toBeLessThan(1e-3);
      expect(thetaError).toBeLessThan(1e-3);
    });
  });
}
