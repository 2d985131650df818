import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../src/core/nn/tf';
import { selectTokens } from '../../../src/core/rho1/scores';
import type { Objective, SelectionScore } from '../../../src/core/trace/config/config';
import { hostWeights, selectiveWeights, topMask } from '../../../src/core/train/selection';
import { rng } from '../../../src/core/util/rng';
import { tensorsLeaked, useBackend } from '../../support/backends';
import { deviceWeights } from '../../support/choices';

const SCORES: readonly SelectionScore[] = [
  'excess',
  'random',
  'highestLoss',
  'lowestExcess',
  'referenceLoss',
  'referenceEntropy',
  'intersection',
  'union',
];
const [BATCH, SEQ] = [3, 10];

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

/** Rounded, so that many are equal and ties matter. */
function columns(seed: number) {
  const chance = rng(seed, 'columns');
  const column = () => Float32Array.from({ length: BATCH * SEQ }, () => Math.round(chance.uniform() * 6) / 2);
  return { lossNats: column(), referenceLossNats: column(), referenceEntropyNats: column() };
}

async function chosen(
  objective: Extract<Objective, { kind: 'slm' }>,
  seed: number,
  by: typeof hostWeights = hostWeights,
): Promise<Float32Array> {
  const { lossNats, referenceLossNats, referenceEntropyNats } = columns(seed);
  const weigh = by(objective, {
    reference: { lossNats: referenceLossNats, entropyNats: referenceEntropyNats },
    seed,
    step: 4,
    tokens: BATCH * SEQ,
    seq: SEQ,
  });
  const losses = tf.tensor2d(lossNats, [BATCH, SEQ]);
  const weights = weigh(losses);
  const values = (await weights.data()) as Float32Array;
  tf.dispose([losses, weights]);
  return values;
}

test('on the device and off it the same tokens are chosen as on plain arrays, ties and all', async () => {
  for (const score of SCORES)
    for (const per of ['batch', 'sequence'] as const)
      for (const keepFraction of [0.01, 0.15, 0.5, 1]) {
        const objective = { kind: 'slm', score, keepFraction, per } as const;
        const weights = await chosen(objective, 3, deviceWeights);
        expect(await chosen(objective, 3, hostWeights), `${score} ${per} ${keepFraction}`).toEqual(weights);
        const plain = selectTokens(
          columns(3),
          { score, keepFraction, ...(per === 'sequence' ? { groupSize: SEQ } : {}) },
          rng(3, 'select', 4),
        );
        expect(
          [...weights].map((weight) => (weight > 0 ? 1 : 0)),
          `${score} ${per} ${keepFraction}`,
        ).toEqual([...plain]);
      }
});

test('the weights are 1/K on K tokens: the loss is divided by the number kept', async () => {
  const weights = await chosen({ kind: 'slm', score: 'excess', keepFraction: 0.5, per: 'batch' }, 1);
  const kept = weights.filter((weight) => weight > 0);
  expect(kept).toHaveLength(15);
  for (const weight of kept) expect(weight).toBeCloseTo(1 / 15, 6);
});

test('of equal scores the first are kept', async () => {
  const equal = tf.zeros([1, 5]) as tf.Tensor2D;
  const mask = topMask(equal, 2);
  expect([...(await mask.data())]).toEqual([1, 1, 0, 0, 0]);
  tf.dispose([equal, mask]);
});

test('selection leaves no tensor behind', async () => {
  for (const by of [deviceWeights, hostWeights])
    for (const score of SCORES)
      expect(
        await tensorsLeaked(
          async () => void (await chosen({ kind: 'slm', score, keepFraction: 0.3, per: 'batch' }, 2, by)),
        ),
      ).toBe(0);
});

test('it says how many tokens are kept, where one score ranks them', () => {
  const lossNats = new Float32Array(BATCH * SEQ);
  const inputs = { reference: { lossNats, entropyNats: lossNats }, seed: 1, step: 0, tokens: BATCH * SEQ, seq: SEQ };
  const kept = (score: SelectionScore, per: 'batch' | 'sequence') =>
    selectiveWeights({ kind: 'slm', score, keepFraction: 0.15, per }, inputs).kept;
  expect([kept('excess', 'batch'), kept('random', 'sequence')]).toEqual([5, 6]);
  expect([kept('intersection', 'batch'), kept('union', 'batch')]).toEqual([undefined, undefined]);
});
