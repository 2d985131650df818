/** @file Models that score together: what each says alone, in one submission, and no more work than what is judged. */
import { describe, expect, test } from 'vitest';
import { initWeights } from '../../../../src/core/nn/init';
import { Recorder } from '../../../../src/core/nn/recorder';
import * as tf from '../../../../src/core/nn/tf';
import { trainPreset } from '../../../../src/core/trace/config/presets';
import type { ModelConfig } from '../../../../src/core/trace/config/config';
import type { Rows, RowScores, Wanted } from '../../../../src/core/train/scoring/judge';
import type { OpenModel } from '../../../../src/core/train/ports';
import { scoreRows } from '../../../../src/core/train/scoring/scorer';
import { scorePlan } from '../../../../src/core/train/scoring/scorePlan';
import {
  type Group,
  loadResident,
  type ResidentScorer,
  scoreTogether,
} from '../../../../src/core/train/scoring/scoreTogether';
import { rng } from '../../../../src/core/util/rng';
import { onEachBackend, tensorsLeaked, useBackend } from '../../../support/backends';
import { counting } from '../../../support/gpuCalls';

const small: ModelConfig = { ...trainPreset('tiny').model, vocab: 36, seq: 8, embed: 8, heads: 2, layers: 2 };
const [BATCH, JUDGED] = [3, 4];

function rowsOf(step: number, judged: number): Rows {
  const chance = rng(1, 'rows', step);
  const ids = () => Array.from({ length: BATCH * small.seq }, () => chance.integer(small.vocab));
  const [inputs, targets] = [ids(), ids()];
  const isJudged = (_: number, at: number) => at % small.seq >= small.seq - judged;
  return { inputs: Int32Array.from(inputs), targets: Int32Array.from(targets.filter(isJudged)), judged };
}

const openModel = (config: ModelConfig): OpenModel => ({
  config,
  tokenizerJson: '',
  checkpoints: [1, 2, 3].map((seed) => ({ step: seed, weights: async () => initWeights(config, seed) })),
});

async function residents(config: ModelConfig, lastWanted: Wanted = {}): Promise<ResidentScorer[]> {
  const model = openModel(config);
  return Promise.all([0, 1, 2].map((index) => loadResident(model, index, index === 2 ? lastWanted : {})));
}

const alone = async (scorers: readonly ResidentScorer[], rows: Rows): Promise<RowScores[]> => {
  const recorder = new Recorder();
  const each: RowScores[] = [];
  for (const scorer of scorers) each.push(...(await scoreTogether({ scorers: [scorer] }, rows, recorder)));
  return each;
};

test('models that score together, recorded and replayed, say to the bit what each says alone', async () => {
  if (await useBackend('webgpu')) return;
  const leaked = await tensorsLeaked(async () => {
    const scorers = await residents(small, { entropy: true });
    const recorder = new Recorder(1);
    const group: Group = { name: 'all', scorers };
    const before = { tensors: 0, bytes: 0 };
    for (let step = 0; step < 4; step++) {
      const rows = rowsOf(step, JUDGED);
      let together: readonly RowScores[] = [];
      const { submits } = await counting(async () => void (together = await scoreTogether(group, rows, recorder)));
      expect(together).toEqual(await alone(scorers, rows));
      expect(together[2]?.entropyNats).toHaveLength(BATCH * JUDGED);
      if (step === 0) continue; // recorded then
      expect(submits).toBe(2); // the read-back is one of its own
      const { numTensors, numBytes } = tf.memory();
      if (step === 1) Object.assign(before, { tensors: numTensors, bytes: numBytes });
      expect({ tensors: numTensors, bytes: numBytes }).toEqual(before);
    }
    expect(recorder.dispatches().size).toBe(1);
    recorder.dispose();
    for (const scorer of scorers) scorer.dispose();
  });
  expect(leaked).toBe(0);
});

test.each([
  ['rotary positions, shifted and convolved', small],
  ['rotary positions without a convolution', { ...small, convolutionTaps: 0 }],
  ['learned positions', { ...small, position: 'learned' as const, tokenShift: false }],
])('the judged half of the rows is scored as when all of them are: %s', async (_, config) => {
  const whole = rowsOf(0, small.seq);
  const half = rowsOf(0, JUDGED);
  await onEachBackend(async (backend) => {
    const scorers = await residents(config, { entropy: true });
    const [all, judged] = [await alone(scorers, whole), await alone(scorers, half)];
    const isJudged = (_value: number, at: number) => at % small.seq >= small.seq - JUDGED;
    for (const [i, { lossNats, entropyNats }] of judged.entries()) {
      const expected = all[i]?.lossNats.filter(isJudged) ?? [];
      lossNats.forEach((loss, at) => expect(Math.abs(loss - expected[at]!) / loss, backend).toBeLessThan(1e-6));
      const entropies = all[i]?.entropyNats?.filter(isJudged) ?? [];
      entropyNats?.forEach((entropy, at) => expect(entropy, backend).toBeCloseTo(entropies[at]!, 5));
    }
    for (const scorer of scorers) scorer.dispose();
  });
});

test('weights that stay on the device score as a flat vector does', async () => {
  await onEachBackend(async () => {
    const [scorer] = await residents(small);
    const theta = tf.tensor1d(initWeights(small, 1));
    const rows = rowsOf(1, JUDGED);
    const [resident] = await alone([scorer!], rows);
    expect(resident).toEqual(await scoreRows({ config: small, theta: () => theta }, rows, {}));
    theta.dispose();
    scorer!.dispose();
  });
});

describe('the plan', () => {
  const scorersOf = (config: ModelConfig, count: number, wanted: Wanted = {}): ResidentScorer[] =>
    Array.from({ length: count }, () => ({ config, step: 0, wanted }) as unknown as ResidentScorer);
  const card = { isSoftware: false, mostBytes: 2 ** 31 };
  const micro = trainPreset('micro').model;

  test('twelve checkpoints of a small model and their reference go in one submission', () => {
    const { rest, first, windowsPerChunk } = scorePlan(scorersOf(micro, 13), card);
    expect(rest.map(({ scorers }) => scorers.length)).toEqual([13]);
    expect(first.map(({ scorers }) => scorers.length)).toEqual(Array(13).fill(1));
    expect(windowsPerChunk).toBeGreaterThan(8);
  });

  test('larger models go in groups of nearly the same size, each model once and in order', () => {
    const scorers = scorersOf({ ...micro, layers: 8, embed: 512, heads: 8, seq: 256 }, 7);
    const { rest } = scorePlan(scorers, card);
    expect(rest.length).toBeGreaterThan(1);
    expect(rest.flatMap((group) => group.scorers)).toEqual(scorers);
    const sizes = rest.map((group) => group.scorers.length);
    expect(Math.max(...sizes) - sizes[0]!).toBe(0);
    expect(new Set(rest.map(({ name }) => name)).size).toBe(rest.length);
  });

  test('a software driver takes fewer at a time, for whoever stops the run waits for them', () => {
    const { rest, windowsPerChunk } = scorePlan(scorersOf(micro, 13), { ...card, isSoftware: true });
    expect(windowsPerChunk).toBe(8);
    expect(rest.length).toBeGreaterThan(1);
    expect(rest.flatMap(({ scorers }) => scorers)).toHaveLength(13);
  });

  test('no tensor is larger than the device can bind', () => {
    const logitBytes = (windows: number) => 4 * windows * micro.seq * micro.vocab;
    const { windowsPerChunk } = scorePlan(scorersOf(micro, 1), { ...card, mostBytes: logitBytes(16) });
    expect(windowsPerChunk).toBe(16);
  });

  test('predictions are asked of each model alone, and of a short text', () => {
    const { rest } = scorePlan(scorersOf(micro, 3, { predictions: true }), card);
    expect(rest.map(({ name, scorers }) => [name, scorers.length])).toEqual(Array(3).fill([undefined, 1]));
  });
});
