/** @file The selective loss and its gradient against PyTorch: tests/golden/make_selective_golden.py made the numbers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { splitWeights, tokenLosses } from '../../../src/core/nn/gpt';
import { weightedSum } from '../../../src/core/nn/ops/loss';
import * as tf from '../../../src/core/nn/tf';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { hostWeights } from '../../../src/core/train/selection';
import { onEachBackend } from '../../support/backends';
import { deviceWeights } from '../../support/choices';

interface Selective {
  readonly kept: number[];
  readonly loss: number;
  readonly gradient: number[];
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8')) as T;

const golden = read<{ keepFraction: number; reference: number[]; batch: Selective; sequence: Selective }>('selective');
const model = read<{ config: ModelConfig; batch: number; inputs: number[]; targets: number[]; theta: number[] }>('rho');
const shape: [number, number] = [model.batch, model.config.seq];

for (const per of ['batch', 'sequence'] as const)
  test(`the loss over the top 30 % of each ${per}, and its gradient, are PyTorch's`, async () => {
    const theirs = golden[per];
    const lossNats = Float32Array.from(golden.reference);
    const inputs = {
      reference: { lossNats, entropyNats: lossNats },
      seed: 1,
      step: 0,
      tokens: lossNats.length,
      seq: model.config.seq,
    };
    const objective = { kind: 'slm', score: 'excess', keepFraction: golden.keepFraction, per } as const;
    await onEachBackend(async (backend) => {
      // The losses lie on this side of the bus on wasm and cpu; what a GPU does is held to on all three.
      for (const by of backend === 'webgpu' ? [deviceWeights] : [hostWeights, deviceWeights]) {
        const weigh = by(objective, inputs);
        const { loss, gradient, kept } = tf.tidy(() => {
          const losses = (flat: tf.Tensor) =>
            tokenLosses(
              splitWeights(flat as tf.Tensor1D, model.config),
              model.config,
              tf.tensor2d(model.inputs, shape, 'int32'),
              tf.tensor2d(model.targets, shape, 'int32'),
            );
          const theta = tf.tensor1d(model.theta);
          const { value, grad } = tf.valueAndGrad((flat) => weightedSum(losses(flat), weigh))(theta);
          return { loss: value, gradient: grad, kept: weigh(losses(theta)) };
        });
        const [ourLoss = NaN] = await loss.data();
        const ours = await gradient.data();
        const isKept = Array.from(await kept.data(), (weight) => (weight > 0 ? 1 : 0));
        tf.dispose([loss, gradient, kept]);
        expect(isKept).toEqual(theirs.kept);
        expect(Math.abs(ourLoss - theirs.loss)).toBeLessThan(1e-5);
        const largest = Math.max(...theirs.gradient.map(Math.abs));
        const worst = Math.max(...theirs.gradient.map((value, i) => Math.abs(value - (ours[i] ?? NaN))));
        expect(worst / largest).toBeLessThan(2e-5);
      }
    });
  });
