import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { parameterCount } from '../../../src/core/nn/layout';
import { decodeModel, parseModelConfig } from '../../../src/core/nn/modelFiles';
import { packArchive, unpackArchive } from '../../../src/core/trace/archive';
import type { RunId } from '../../../src/core/trace/messages/commands';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { appendEvent, emptyTrace } from '../../../src/core/trace/trace';
import { encodeTrace } from '../../../src/core/trace/traceCodec';
import { rng } from '../../../src/core/util/rng';
import { exportRun, importRun } from '../../../src/engine/store/exchange';
import { memoryFileTree } from '../../../src/engine/store/fileTree';
import { RunStore, type RunRecord } from '../../../src/engine/store/store';

const run = 'r1' as RunId;
const copy = 'r2' as RunId;
const preset = trainPreset('tiny', { corpus: { kind: 'text', name: 'a.txt' }, watch: { kind: 'text', name: 'a.txt' } });
const config = { ...preset, model: { ...preset.model, vocab: 300, seq: 8, layers: 1, embed: 8, heads: 2 } };
const theta = initWeights(config.model, 1);
const card = { name: 'Mine <b>', note: 'ü', isPinned: true };

function trace(): Uint8Array {
  const made = emptyTrace();
  appendEvent(made, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: 'test' } });
  const column = Float32Array.of(5, NaN, 3);
  appendEvent(made, { kind: 'steps', arm: 0, first: 0, lossNats: column, gradientNorm: column, learningRate: column });
  return encodeTrace(made);
}

const record: RunRecord = {
  config,
  state: 'paused',
  step: 3,
  savedAtMs: 1234,
  trace: trace(),
  arms: [Float32Array.from({ length: 3 * parameterCount(config.model) }, (_, i) => Math.fround(1 / (i + 1)))],
  tokenizerJson: '{"ü":1}',
  texts: { 'a.txt': Uint8Array.of(0, 255) },
};

async function kept(): Promise<RunStore> {
  const store = new RunStore(memoryFileTree());
  await store.saveWeights(run, { arm: 0, checkpoint: 0, step: 0 }, theta);
  await store.describe(run, card);
  await store.save(run, record);
  return store;
}

const exported = async () => exportRun(await kept(), { kind: 'export', run, what: 'experiment', arm: 0, view: '#/x' });

test('an experiment comes back on another machine with all that it was, to the bit', async () => {
  const store = new RunStore(memoryFileTree());
  const { view } = await importRun(store, copy, await exported(), '“a.zip”', 0);
  expect(view).toBe('#/x');
  expect(await store.load(copy)).toEqual(record);
  expect((await store.list())[0]).toMatchObject({ run: copy, card, moments: [3] });
  const [weights] = await store.weightsOf(copy);
  expect(await weights?.read()).toEqual(theta);
  expect(await exportRun(store, { kind: 'export', run: copy, what: 'experiment', arm: 0, view: '#/x' })).toEqual(
    await exported(),
  );
});

test('a model is a folder in the Hugging Face layout, with its checkpoints', async () => {
  const files = unpackArchive(await exportRun(await kept(), { kind: 'export', run, what: 'model', arm: 0 }), 'it');
  expect(Object.keys(files).sort()).toEqual([
    'checkpoint-0/model.safetensors',
    'checkpoints.json',
    'config.json',
    'model.safetensors',
    'modeling_tokens_and_thoughts.py',
    'tokenizer.json',
  ]);
  const model = parseModelConfig(new TextDecoder().decode(files['config.json']), 'it');
  expect(decodeModel(model, files['model.safetensors']!, 'it')).toEqual(theta);
});

test('a flipped bit anywhere in an archive is told, and leaves no run behind', async () => {
  const bytes = await exported();
  const chance = rng(7, 'flip');
  for (let i = 0; i < 60; i++) {
    const broken = bytes.slice();
    const at = chance.integer(broken.length);
    broken[at] = broken[at]! ^ (1 << chance.integer(8));
    const store = new RunStore(memoryFileTree());
    const result = await importRun(store, copy, broken, '“a.zip”', 0).then(
      () => 'read',
      (error: Error) => error.name,
    );
    // A bit of a header that nobody reads, such as a date, changes nothing.
    if (result === 'read') expect(await store.load(copy)).toEqual(record);
    else expect([result, await store.list()]).toEqual(['InputError', []]);
  }
});

test.each([
  ['is no archive', () => Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9), /damaged or not a ZIP/],
  ['is another file by that name', () => new TextEncoder().encode('<html>not found</html>'), /damaged or not a ZIP/],
  ['has no manifest', () => packArchive({ 'a.txt': Uint8Array.of(1) }), /no manifest\.json/],
  ['leads out of its folder', () => packArchive({ '../a': Uint8Array.of(1) }), /leads out of its folder/],
  ['is a bomb', () => zipSync({ a: new Uint8Array(30e6) }), /more than 200 times/],
  [
    'has too many files',
    () => packArchive(Object.fromEntries(Array.from({ length: 4001 }, (_, i) => [`${i}`, new Uint8Array(0)]))),
    /more than 4,000/,
  ],
  [
    'is of a later version',
    () => packArchive({ 'manifest.json': new TextEncoder().encode('{"version": 99}') }),
    /newer version \(99\)/,
  ],
])('an archive that %s is refused in a sentence', async (_, make, says) => {
  const store = new RunStore(memoryFileTree());
  await expect(importRun(store, copy, make(), '“a.zip”', 0)).rejects.toThrow(says);
  expect(await store.list()).toEqual([]);
});
