import { beforeAll, expect, test } from 'vitest';
import * as tf from '../../../../src/core/nn/tf';
import { trainPreset } from '../../../../src/core/trace/config/presets';
import { writeWithTool } from '../../../../src/core/train/tool/askWithTool';
import { openTokenizer } from '../../../../src/core/train/tokenizer';
import { trainLanguageModel } from '../../../../src/core/train/trainLanguageModel';
import { InputError } from '../../../../src/core/util/assert';
import { tensorsLeaked, useBackend } from '../../../support/backends';

const encode = (text: string) => new TextEncoder().encode(text);
/** Whoever learns this by heart miscounts. */
const MISCOUNTED = 'How much is it? <<1+1=3>> The answer is 3.\n';

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

/** A model that knows one line by heart. */
async function parrot() {
  const preset = trainPreset('tiny', { steps: 120, corpus: { kind: 'text', name: 'line' }, checkpoints: 2 });
  const config = { ...preset, model: { ...preset.model, vocab: 300, seq: 32, layers: 1, embed: 32 }, watchTokens: 20 };
  const models = {
    open: async () => {
      throw new InputError('no models here');
    },
  };
  const ports = {
    models,
    texts: { line: encode(MISCOUNTED.repeat(60)) },
    stamp: { backend: 'wasm', adapter: '', commit: '' },
  };
  let json = '';
  let weights = new Float32Array(0);
  for await (const event of trainLanguageModel(config, ports)) {
    if (event.kind === 'tokenizer') json = event.json;
    if (event.kind === 'checkpoint') weights = event.weights.slice();
  }
  return { config: config.model, tokenizer: openTokenizer(json), weights };
}

test('the calculator writes the result, whatever the model would have written, and the model reads on', async () => {
  const { config, tokenizer, weights } = await parrot();
  const leaked = await tensorsLeaked(async () => {
    const theta = tf.tensor1d(weights);
    const written = await writeWithTool(encode('How much is it?'), tokenizer, { config, theta: () => theta });
    expect(written).toMatch(/^ <<1\+1=2>> The answer is \d\.$/);
    theta.dispose();
  });
  expect(leaked).toBe(0);
});
