import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { encodeModel } from '../../../src/core/nn/modelFiles';
import type { RunId } from '../../../src/core/trace/messages/commands';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { InputError } from '../../../src/core/util/assert';
import { memoryFileTree } from '../../../src/engine/store/fileTree';
import { type ModelFolder, openModelFolder } from '../../../src/engine/store/modelFolder';
import { modelLibrary } from '../../../src/engine/store/models';
import { RunStore } from '../../../src/engine/store/store';

const { model } = trainPreset('tiny');
const config = { ...model, layers: 1, embed: 8 };

function folder(steps: readonly number[], without?: string): ModelFolder {
  const files: Record<string, Uint8Array> = {
    ...encodeModel(config, initWeights(config, 0)),
    'tokenizer.json': new TextEncoder().encode('{}'),
  };
  for (const step of steps)
    files[`checkpoint-${step}/model.safetensors`] = encodeModel(config, initWeights(config, step))['model.safetensors'];
  return {
    name: 'the model in the test',
    read: async (path) => (path === without ? undefined : files[path]),
    checkpointSteps: async () => steps,
  };
}

test('a folder gives its checkpoints in order; without any, the model itself is the one', async () => {
  const opened = await openModelFolder(folder([10, 20]));
  expect(opened.config).toEqual(config);
  expect(opened.checkpoints.map(({ step }) => step)).toEqual([10, 20]);
  expect(await opened.checkpoints[1]!.weights()).toEqual(initWeights(config, 20));
  const single = await openModelFolder(folder([]));
  expect(await single.checkpoints[0]!.weights()).toEqual(initWeights(config, 0));
});

test('a file that is missing is named with its model', async () => {
  await expect(openModelFolder(folder([], 'tokenizer.json'))).rejects.toThrow(
    /^tokenizer.json of the model in the test is missing/,
  );
  const cut = await openModelFolder(folder([10], 'checkpoint-10/model.safetensors'));
  await expect(cut.checkpoints[0]!.weights()).rejects.toThrow(InputError);
});

test('a run of the store is a model by its arm, with the tokenizer it trained', async () => {
  const store = new RunStore(memoryFileTree());
  const run = 'r1' as RunId;
  await store.saveWeights(run, { arm: 1, checkpoint: 0, step: 0 }, Float32Array.of(1, 2));
  await store.save(run, {
    config: trainPreset('tiny'),
    state: 'paused',
    step: 0,
    savedAtMs: 0,
    trace: new Uint8Array(),
    arms: [],
    tokenizerJson: '{"a":1}',
    texts: {},
  });
  const library = modelLibrary('http://localhost/', store);
  const opened = await library.open({ kind: 'run', run, arm: 1 });
  expect(opened.config).toEqual(model);
  expect(opened.tokenizerJson).toBe('{"a":1}');
  expect(await opened.checkpoints[0]!.weights()).toEqual(Float32Array.of(1, 2));
  await expect(library.open({ kind: 'run', run, arm: 0 })).rejects.toThrow(/has no weights in this browser/);
  await expect(library.open({ kind: 'run', run: 'other', arm: 0 })).rejects.toThrow(InputError);
});
