/** @file Continuous thoughts against PyTorch, where every row was computed alone and without a cache (make_thoughts_golden.py). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alignBatch } from '../../../../src/core/coconut/curriculum/alignBatch';
import type { SequenceParts } from '../../../../src/core/coconut/curriculum/sequence';
import { SPECIAL_IDS } from '../../../../src/core/coconut/curriculum/vocabulary';
import { splitWeights, type Weights } from '../../../../src/core/nn/gpt';
import { parameterLayout } from '../../../../src/core/nn/layout';
import { tensorOf } from '../../../../src/core/nn/recorder';
import * as tf from '../../../../src/core/nn/tf';
import { type BranchedBatch, formOf, thinkingColumns } from '../../../../src/core/nn/thoughts/thoughtColumns';
import { branchedLoss, thinkingHidden, thinkingLoss } from '../../../../src/core/nn/thoughts/thoughts';
import type { Loss } from '../../../../src/core/nn/trainer';
import type { ModelConfig } from '../../../../src/core/trace/config/config';
import { onEachBackend, tensorsLeaked } from '../../../support/backends';

interface Golden {
  readonly config: ModelConfig;
  readonly rows: readonly Omit<SequenceParts, 'fill'>[];
  readonly theta: number[];
  readonly loss: number;
  /** [row][thought][embed] */
  readonly thoughts: readonly (readonly number[][])[];
  readonly gradients: Record<string, number[]>;
}

const NAMES = ['rho', 'coconut', 'learned'];
const read = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../../../golden/thoughts_${name}.json`, import.meta.url), 'utf8'));

const aligned = ({ rows }: Pick<Golden, 'rows'>) =>
  alignBatch(
    rows.map((row) => ({ ...row, fill: 'thought' as const })),
    SPECIAL_IDS,
  );

const lossOf = ({ of, columns }: Loss, weights: Weights): tf.Scalar => of(weights, columns.map(tensorOf));

const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
const worst = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number => {
  expect(ours.length).toBe(theirs.length);
  return largest(Array.from(ours, (value, i) => value - theirs[i]!));
};

/** The largest error of any parameter's gradient, in units of that parameter's largest gradient. */
function worstGradient(gradient: Float32Array, golden: Golden): { name: string; error: number } {
  const errors = parameterLayout(golden.config).map(({ name, offset, size }) => {
    const theirs = golden.gradients[name]!;
    // Softmax does not see a bias of the keys: there both sides are rounding, so the scale is that of the whole bias.
    return { name, error: worst(gradient.subarray(offset, offset + size), theirs) / largest(theirs) };
  });
  return errors.reduce((a, b) => (b.error > a.error ? b : a));
}

for (const name of NAMES) {
  const golden = read(name);
  const { config } = golden;

  test(`${name}: the loss and every gradient of one batch with 0 to 6 thoughts`, async () => {
    const batch = aligned(golden);
    expect(new Set(batch.slots)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    await onEachBackend(async (backend) => {
      const leaked = await tensorsLeaked(async () => {
        const { value, grad } = tf.tidy(() =>
          tf.valueAndGrad((flat) => lossOf(thinkingLoss(config, batch), splitWeights(flat as tf.Tensor1D, config)))(
            tf.tensor1d(golden.theta),
          ),
        );
        const lossError = worst(await value.data(), [golden.loss]);
        const { name: parameter, error } = worstGradient(await grad.data<'float32'>(), golden);
        tf.dispose([value, grad]);
        console.log(
          `thoughts, ${name} on ${backend}: loss ${lossError.toExponential(1)}, gradients ${error.toExponential(1)} (${parameter})`,
        );
        expect(lossError).toBeLessThan(1e-4);
        expect(error).toBeLessThan(1e-3);
      });
      expect(leaked).toBe(0);
    });
  });

  test(`${name}: each thought is the hidden state before it`, async () => {
    const batch = aligned(golden);
    await onEachBackend(async () => {
      const hidden = tf.tidy(() =>
        thinkingHidden(
          splitWeights(tf.tensor1d(golden.theta), config),
          config,
          { ...formOf(batch), asked: batch.seq },
          thinkingColumns(batch).map(tensorOf),
        ),
      );
      const values = await hidden.data<'float32'>();
      hidden.dispose();
      for (const [row, thoughts] of golden.thoughts.entries())
        for (const [thought, theirs] of thoughts.entries()) {
          const at = (row * batch.seq + batch.firstSlot - 1 + thought) * config.embed;
          expect(worst(values.subarray(at, at + config.embed), theirs)).toBeLessThan(1e-4);
        }
    }, ['cpu', 'wasm']);
  });
}

test('branches that share a prompt lose what their sequences lose apart', async () => {
  const { config, theta } = read('coconut');
  const prompts = [
    [3, 9, 11, 2],
    [7, 2],
  ];
  const rests = [
    [
      [14, 15, 16, 6],
      [17, 18, 6],
    ],
    [
      [16, 6],
      [18, 6],
    ],
    [[6], [21, 6]],
  ];
  const weights = [0.3, 0.3, 1];
  const parts = (slots: number) =>
    prompts.map((prompt, row) => ({ prompt, slots, opening: [3], rest: rests[slots]![row]! }));
  const branched: BranchedBatch = {
    batch: 2,
    prompt: Int32Array.of(3, 9, 11, 2, 0, 0, 7, 2),
    starts: [0, 2],
    branches: weights.map((weight, slots) => {
      const seq = 1 + Math.max(...rests[slots]!.map((rest) => rest.length));
      const padded = (row: number[], fill: number) => [...row, ...Array<number>(seq - row.length).fill(fill)];
      return {
        slots,
        weight,
        tail: Int32Array.from(rests[slots]!.flatMap((rest) => padded([3, ...rest], 0))),
        labels: Int32Array.from(rests[slots]!.flatMap((rest) => padded(rest, -1))),
      };
    }),
  };
  await onEachBackend(async () => {
    const [together, apart] = tf.tidy(() => {
      const split = splitWeights(tf.tensor1d(theta), config);
      const losses = weights.map((weight, slots) =>
        tf.mul(lossOf(thinkingLoss(config, aligned({ rows: parts(slots) })), split), weight),
      );
      return [lossOf(branchedLoss(config, branched), split), tf.addN(losses)] as const;
    });
    expect((await together.data())[0]).toBeCloseTo((await apart.data())[0]!, 5);
    tf.dispose([together, apart]);
  }, ['cpu', 'wasm']);
});
