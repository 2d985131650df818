/** @file Models leave and come back as files; PyTorch, where it is here, computes the same logits from them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { parameterLayout } from '../../../src/core/nn/layout';
import { decodeModel, encodeModel, parseModelConfig } from '../../../src/core/nn/modelFiles';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { InputError } from '../../../src/core/util/assert';
import { decodeUtf8 } from '../../../src/core/util/utf8';

interface Golden {
  readonly config: ModelConfig;
  readonly batch: number;
  readonly inputs: number[];
  readonly theta: number[];
  readonly logits: number[];
}

const read = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'));

const GOLDENS = ['rho', 'coconut', 'learned'].map((name) => ({ name, golden: read(name) }));
const { config } = read('rho');
const theta = initWeights(config, 1);
const files = encodeModel(config, theta);
const folder = mkdtempSync(join(tmpdir(), 'model-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a model comes back as it left', () => {
  expect(parseModelConfig(decodeUtf8(files['config.json']), 'config.json')).toEqual(config);
  expect(decodeModel(config, files['model.safetensors'], 'model.safetensors')).toEqual(theta);
});

test('half precision keeps 11 bits', () => {
  const halves = encodeModel(config, theta, { halfPrecision: true })['model.safetensors'];
  const back = decodeModel(config, halves, 'model.safetensors');
  // Normal halves: half a unit in the eleventh bit, relative; subnormals: half of 2^-24.
  back.forEach((value, i) =>
    expect(Math.abs(value - theta[i]!)).toBeLessThanOrEqual(Math.abs(theta[i]!) * 2 ** -11 + 2 ** -25),
  );
});

test('the pieces lie end to end under names of their own', () => {
  const layout = parameterLayout(config);
  expect(new Set(layout.map(({ name }) => name)).size).toBe(layout.length);
  let end = 0;
  for (const piece of layout) {
    expect(piece.offset).toBe(end);
    end += piece.size;
  }
  expect(end).toBe(theta.length);
});

test('what does not fit is refused in one sentence', () => {
  const wider = { ...config, embed: 32 };
  const refuse = (body: () => unknown, words: RegExp): void => {
    expect(body).toThrow(InputError);
    expect(body).toThrow(words);
  };
  refuse(
    () => decodeModel(wider, files['model.safetensors'], 'w'),
    /"embedding.weight" is \[32, 16\] instead of \[32, 32\]/,
  );
  refuse(() => decodeModel({ ...config, layers: 1 }, files['model.safetensors'], 'w'), /has a tensor "blocks.1/);
  refuse(
    () => decodeModel({ ...config, layers: 3 }, files['model.safetensors'], 'w'),
    /no tensor "blocks.2.norm1.weight"/,
  );
  refuse(
    () =>
      decodeModel(
        config,
        encodeModel(
          config,
          theta.map(() => NaN),
        )['model.safetensors'],
        'w',
      ),
    /not a number/,
  );
  refuse(() => parseModelConfig('{', 'c'), /not JSON/);
  refuse(() => parseModelConfig('{"model_type":"gpt2"}', 'c'), /another kind of model/);
  refuse(() => parseModelConfig('{"model_type":"tokens_and_thoughts"}', 'c'), /vocab is missing/);
});

// Called with a folder of models, their ids as JSON by name, and the way to load them; prints the logits by name.
const SCRIPT = `
import json, sys, torch
root, jobs, way = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
if way == "alone":
    sys.modules["transformers"] = None
    sys.path.insert(0, root + "/rho")
    from modeling_tokens_and_thoughts import load
else:
    from transformers import AutoModelForCausalLM
    load = lambda folder: AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)
with torch.no_grad():
    print(json.dumps({name: load(f"{root}/{name}")(torch.tensor(ids)).logits.flatten().tolist() for name, ids in jobs.items()}))
`;

const python = (code: string, ...args: string[]) =>
  spawnSync('python3', ['-c', code, ...args], {
    encoding: 'utf8',
    env: { ...process.env, HF_HUB_OFFLINE: '1', HF_MODULES_CACHE: join(folder, 'cache') },
  });

for (const way of ['alone', 'with transformers'])
  test(`PyTorch ${way} computes the same logits`, () => {
    const needed = `import torch, safetensors${way === 'alone' ? '' : ', transformers'}`;
    if (python(needed).status !== 0) return console.log(`SKIPPED PyTorch ${way}: \`${needed}\` fails here.`);
    const jobs: Record<string, number[][]> = {};
    for (const { name, golden } of GOLDENS) {
      mkdirSync(join(folder, name), { recursive: true });
      const files = encodeModel(golden.config, Float32Array.from(golden.theta));
      for (const [file, bytes] of Object.entries<Uint8Array>({ ...files }))
        writeFileSync(join(folder, name, file), bytes);
      const { seq } = golden.config;
      jobs[name] = Array.from({ length: golden.batch }, (_, b) => golden.inputs.slice(b * seq, (b + 1) * seq));
    }
    const { stdout, stderr } = python(SCRIPT, folder, JSON.stringify(jobs), way);
    expect(stdout, stderr).toMatch(/^\{/);
    const logits: Record<string, number[]> = JSON.parse(stdout);
    for (const { name, golden } of GOLDENS) {
      const worst = Math.max(...golden.logits.map((value, i) => Math.abs(value - logits[name]![i]!)));
      console.log(`${name} in PyTorch ${way}: logits ${worst.toExponential(1)}`);
      expect(worst).toBeLessThan(1e-4);
    }
  });
