/** @file This project's engine, under the bench: a step over all tokens, a selective one, and one with thoughts. */
import { branchedLoss } from '../../src/core/nn/thoughts/thoughts';
import * as tf from '../../src/core/nn/tf';
import { createTrainer, readScalars, type StepFigures, type Trainer } from '../../src/core/nn/trainer';
import { selectiveWeights } from '../../src/core/train/selection';
import { rng } from '../../src/core/util/rng';
import type { Batch, BenchEngine } from './engine';
import { OPTIMIZER, type BenchSize } from './sizes';

function engine(
  name: string,
  { model }: BenchSize,
  theta: Float32Array,
  take: (trainer: Trainer, batch: Batch) => StepFigures,
): BenchEngine {
  const trainer = createTrainer(model, OPTIMIZER, theta);
  return {
    name,
    async train(batches) {
      const figures = batches.map((batch) => take(trainer, batch));
      tf.dispose(figures.map((figure) => figure.gradientNorm));
      return readScalars(figures.map((figure) => figure.loss));
    },
    dispose: () => trainer.dispose(),
  };
}

/** @param theta [P] */
export function ourEngine(size: BenchSize, theta: Float32Array): BenchEngine {
  return engine('ours', size, theta, (trainer, { inputIds, targetIds }) =>
    trainer.step(inputIds, targetIds, OPTIMIZER.learningRate),
  );
}

/** The 15 % of highest excess over a reference that is made up: only its cost is asked. [RHO-1 Eq. 3, 4] */
export function ourSelectiveEngine(size: BenchSize, theta: Float32Array): BenchEngine {
  const tokens = size.batch * size.model.seq;
  const chance = rng(1, 'bench reference');
  const column = Float32Array.from({ length: tokens }, () => 8 * chance.uniform());
  const reference = { lossNats: column, entropyNats: column };
  const inputs = { reference, seed: 1, step: 0, tokens, seq: size.model.seq };
  const objective = { kind: 'slm', score: 'excess', keepFraction: 0.15, per: 'batch' } as const;
  return engine('ours, selective', size, theta, (trainer, { inputIds, targetIds }) =>
    trainer.step(inputIds, targetIds, OPTIMIZER.learningRate, selectiveWeights(objective, inputs)),
  );
}

const TAIL = 4;

/**
 * A prompt of half the window, and tails of four tokens after 0, 1 and 2 thoughts. [Coconut §3]
 *
 * @param kept whether a step may be recorded; otherwise each goes through the graph
 */
export function ourThinkingEngine(
  size: BenchSize,
  theta: Float32Array,
  kept: 'recorded' | 'unrecorded' = 'recorded',
): BenchEngine {
  const { batch, model } = size;
  const promptSeq = model.seq / 2;
  return engine(`ours, thinking, ${kept}`, size, theta, (trainer, { inputIds, targetIds }) => {
    const loss = branchedLoss(model, {
      batch,
      prompt: inputIds.slice(0, batch * promptSeq),
      starts: Array<number>(batch).fill(0),
      branches: [0, 1, 2].map((slots) => ({
        slots,
        weight: slots === 2 ? 1 : 0.3,
        tail: inputIds.slice(0, batch * TAIL),
        labels: targetIds.slice(0, batch * TAIL),
      })),
    });
    return trainer.minimise(kept === 'recorded' ? loss : { ...loss, kind: undefined }, OPTIMIZER.learningRate);
  });
}
