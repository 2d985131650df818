/** @file This project's engine, under the bench. */
import { createTrainer, readScalars } from '../../src/core/nn/trainer';
import * as tf from '../../src/core/nn/tf';
import type { BenchEngine } from './engine';
import { OPTIMIZER, type BenchSize } from './sizes';

/** @param theta [P] */
export function ourEngine({ model }: BenchSize, theta: Float32Array): BenchEngine {
  const trainer = createTrainer(model, OPTIMIZER, theta);
  return {
    name: 'ours',
    async train(batches) {
      const figures = batches.map(({ inputIds, targetIds }) =>
        trainer.step(inputIds, targetIds, OPTIMIZER.learningRate),
      );
      tf.dispose(figures.map((figure) => figure.gradientNorm));
      return readScalars(figures.map((figure) => figure.loss));
    },
    dispose: () => trainer.dispose(),
  };
}
