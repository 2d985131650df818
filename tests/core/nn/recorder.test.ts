/** @file A step that is recorded and replayed: the same losses to the bit, few dispatches, no new memory. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import type { FusedBackend } from '../../../src/core/nn/kernels/webgpu/fusedBackend';
import { Recorder } from '../../../src/core/nn/recorder';
import * as tf from '../../../src/core/nn/tf';
import { createTrainer, everyToken, readScalars, type Trainer } from '../../../src/core/nn/trainer';
import { trainPreset } from '../../../src/core/trace/config/presets';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { scoreRows } from '../../../src/core/train/scoring/scorer';
import { deviceChoice } from '../../../src/core/train/selection';
import { rng } from '../../../src/core/util/rng';
import { tensorsLeaked, useBackend } from '../../support/backends';
import { counting } from '../../support/gpuCalls';
import { ourThinkingEngine } from '../../bench/ours';
import { SIZES } from '../../bench/sizes';

const { model: small, optimizer } = trainPreset('tiny');
const model = (layers: number): ModelConfig => ({
  ...small,
  layers,
  vocab: 36,
  seq: 8,
  embed: 8,
  heads: 2,
  position: 'learned',
  tokenShift: false,
  convolutionTaps: 0,
});
const BATCH = 2;
const ids = (config: ModelConfig, step: number): Int32Array => {
  const random = rng(1, 'recorder', step);
  return Int32Array.from({ length: BATCH * config.seq }, () => random.integer(config.vocab));
};

async function losses(config: ModelConfig, take: (trainer: Trainer, step: number) => ReturnType<Trainer['step']>) {
  const trainer = createTrainer(config, optimizer, initWeights(config, 1));
  const figures = Array.from({ length: 5 }, (_, step) => take(trainer, step));
  const read = await readScalars(figures.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]));
  const weights = await trainer.readWeights();
  trainer.dispose();
  return [...read, ...weights];
}

test.each([
  ['rotary, shifted and convolved', { ...small, vocab: 36, seq: 8, embed: 8, heads: 2, layers: 1 }],
  ['learned positions', model(1)],
])('a replayed step loses what an unrecorded one loses, to the bit: %s', async (_, config) => {
  if (await useBackend('webgpu')) return;
  const leaked = await tensorsLeaked(async () => {
    const rate = (step: number) => 1e-3 * (step + 1);
    const plain = await losses(config, (trainer, step) =>
      trainer.step(ids(config, step), ids(config, step + 1), rate(step), everyToken),
    );
    const replayed = await losses(config, (trainer, step) =>
      trainer.step(ids(config, step), ids(config, step + 1), rate(step)),
    );
    expect(replayed).toEqual(plain);
  });
  expect(leaked).toBe(0);
});

test('a selective step is replayed with its own reference and chance', async () => {
  if (await useBackend('webgpu')) return;
  const config = model(1);
  const scores = (step: number) => {
    const chance = rng(2, 'scores', step);
    const column = () => Float32Array.from({ length: BATCH * config.seq }, () => 4 * chance.uniform());
    return { lossNats: column(), entropyNats: column() };
  };
  for (const score of ['excess', 'random', 'union'] as const) {
    const choice = (step: number) =>
      deviceChoice(
        { kind: 'slm', score, keepFraction: 0.4, per: 'batch' },
        { reference: scores(step), seed: 1, step, tokens: BATCH * config.seq, seq: config.seq },
      );
    const replayed = await losses(config, (trainer, step) =>
      trainer.step(ids(config, step), ids(config, step + 1), 1e-3, choice(step)),
    );
    // Without a name it is run, and not recorded.
    const plain = await losses(config, (trainer, step) =>
      trainer.step(ids(config, step), ids(config, step + 1), 1e-3, { ...choice(step), name: undefined }),
    );
    expect(replayed, score).toEqual(plain);
  }
});

test.each([
  ['learned positions', model],
  ['rotary positions', (layers: number): ModelConfig => ({ ...model(layers), position: 'rotary' })],
  [
    'rotary positions and a shift',
    (layers: number): ModelConfig => ({ ...model(layers), position: 'rotary', tokenShift: true }),
  ],
  ['a convolution', (layers: number): ModelConfig => ({ ...model(layers), position: 'none', convolutionTaps: 3 })],
])(
  'a step at L layers takes at most 15 + 25 L dispatches, at two layers at most 65, and one submission: %s',
  async (name, configOf) => {
    if (await useBackend('webgpu')) return;
    const backend = tf.backend() as FusedBackend;
    for (const shape of ['row', 'workgroup'] as const)
      for (const layers of [1, 2, 3])
        for (const embed of [32, 64]) {
          backend.shape = shape;
          const config = { ...configOf(layers), embed };
          const trainer = createTrainer(config, optimizer, initWeights(config, 1));
          const take = () => tf.dispose(Object.values(trainer.step(ids(config, 0), ids(config, 1), 1e-3)));
          take();
          const { dispatches, submits } = await counting(take);
          trainer.dispose();
          backend.shape = 'row';
          console.log(
            `${name}, ${layers} layers, ${embed} wide, ${shape}: ${dispatches} dispatches, ${submits} submissions`,
          );
          // Rows of 32 begin where no binding can: on a graphics card, parameters are cut and joined by two programs more.
          const isOver = shape === 'workgroup' && embed < 64 && config.tokenShift && layers === 1;
          expect.soft(dispatches).toBeLessThanOrEqual(isOver ? 41 : layers === 2 ? 65 : 15 + 25 * layers);
          expect.soft(submits).toBeLessThanOrEqual(2);
        }
  },
);

test('a step of two thoughts, three passes and three branches, is one submission', async () => {
  if (await useBackend('webgpu')) return;
  const size = { ...SIZES[0]!, model: model(2), batch: BATCH };
  const engine = ourThinkingEngine(size, initWeights(size.model, 1));
  const batch = { inputIds: ids(size.model, 0), targetIds: ids(size.model, 1) };
  await engine.train([batch]);
  const { dispatches, submits } = await counting(() => engine.train([batch]));
  engine.dispose();
  console.log(`two thoughts: ${dispatches} dispatches, ${submits} submissions`);
  expect(submits).toBeLessThanOrEqual(2 + 1); // the read-back is one of its own
});

test('a kind that comes again with other lengths is another recording, and the oldest is given up', async () => {
  if (await useBackend('webgpu')) return;
  const recorder = new Recorder();
  const doubled = async (values: number[]) => {
    const columns = [{ values: Float32Array.from(values), shape: [values.length] }];
    const [sum] = recorder.run('double', columns, ([x]) => [tf.mul(x as tf.Tensor, 2)]);
    const read = [...(await sum!.data())];
    sum!.dispose();
    return read;
  };
  const leaked = await tensorsLeaked(async () => {
    for (let round = 0; round < 2; round++)
      for (let length = 1; length < 8; length++) {
        const values = Array.from({ length }, (_, i) => round + i);
        expect(await doubled(values)).toEqual(values.map((value) => 2 * value));
      }
    expect(recorder.dispatches().size).toBe(4);
    recorder.dispose();
  });
  expect(leaked).toBe(0);
});

test('a column may be a tensor, which stays as it is', async () => {
  if (await useBackend('webgpu')) return;
  const leaked = await tensorsLeaked(async () => {
    const recorder = new Recorder();
    for (const first of [1, 5, 9]) {
      const given = tf.tensor1d([first, 2, 3]);
      const column = { values: given, shape: [3] };
      const [doubled] = recorder.run('double', [column], ([x]) => [tf.mul(x as tf.Tensor, 2)]);
      expect([...(await doubled!.data())]).toEqual([2 * first, 4, 6]);
      expect([...(await given.data())]).toEqual([first, 2, 3]);
      tf.dispose([given, doubled!]);
    }
    expect(recorder.dispatches().size).toBe(1);
    recorder.dispose();
  });
  expect(leaked).toBe(0);
});

test('checkpoints that score in turn share one recording and score as they do alone', async () => {
  if (await useBackend('webgpu')) return;
  const config = model(1);
  const inputs = ids(config, 0);
  const targets = ids(config, 1);
  const leaked = await tensorsLeaked(async () => {
    const recorder = new Recorder();
    for (const seed of [1, 2, 3]) {
      const theta = tf.tensor1d(initWeights(config, seed));
      const scorer = { config, theta: () => theta };
      for (const wanted of [{}, { entropy: true }, { likeliest: true }])
        expect(await scoreRows({ ...scorer, recorder }, { inputs, targets }, wanted)).toEqual(
          await scoreRows(scorer, { inputs, targets }, wanted),
        );
      theta.dispose();
    }
    expect(recorder.dispatches().size).toBe(3);
    recorder.dispose();
  });
  expect(leaked).toBe(0);
});
