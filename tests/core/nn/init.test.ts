/** @file Sizes and first weights, by the recipes' own figures. */
import { expect, test } from 'vitest';
import { initWeights } from '../../../src/core/nn/init';
import { parameterCount, parameterLayout } from '../../../src/core/nn/layout';
import type { ModelConfig } from '../../../src/core/trace/config/config';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { mean, standardDeviation } from '../../../src/core/util/statistics';

const rho = trainPreset('micro').model;
const coconut: ModelConfig = {
  ...rho,
  vocab: 31,
  embed: 64,
  heads: 8,
  position: 'none',
  tokenShift: false,
  convolutionTaps: 3,
  attentionBias: true,
  init: 'lookup',
  initEmbedStd: 0.35,
  finalNormGain: 0.35,
};

function piece(config: ModelConfig, seed: number, name: string): Float32Array {
  const found = parameterLayout(config).find((entry) => entry.name === name)!;
  return initWeights(config, seed).subarray(found.offset, found.offset + found.size);
}

test('the recipes have the number of parameters that they say', () => {
  expect(parameterCount(rho)).toBe(321_504);
  expect(parameterCount(coconut)).toBe(102_464);
});

test('the same seed gives the same weights, another seed others', () => {
  expect(initWeights(rho, 1)).toEqual(initWeights(rho, 1));
  expect(initWeights(rho, 1)).not.toEqual(initWeights(rho, 2));
});

test('standard: deviation 1 / sqrt(fan in), and 1 / sqrt(2 layers) of that where a branch joins the stream', () => {
  const spread = (name: string): number => standardDeviation(piece(rho, 1, name));
  expect(spread('embedding.weight')).toBeCloseTo(0.05, 3);
  expect(spread('blocks.0.qkv.weight') * Math.sqrt(96)).toBeCloseTo(1, 1);
  expect(spread('blocks.0.out.weight') * Math.sqrt(96 * 4)).toBeCloseTo(1, 1);
  expect(spread('blocks.1.down.weight') * Math.sqrt(384 * 4)).toBeCloseTo(1, 1);
  expect(new Set(piece(rho, 1, 'shift'))).toEqual(new Set([Math.fround(0.3)]));
});

test('lookup: keys are queries, values are a rotation that the output undoes by half', () => {
  const d = coconut.embed;
  const qkv = piece(coconut, 1, 'blocks.1.qkv.weight');
  const out = piece(coconut, 1, 'blocks.1.out.weight');
  const [queries, keys, values] = [0, 1, 2].map((i) => qkv.subarray(i * d * d, (i + 1) * d * d));
  expect(keys).toEqual(queries);
  expect(standardDeviation(queries!) * Math.sqrt(d)).toBeCloseTo(1.5 * 0.8, 1);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let rows = 0;
      let copied = 0; // (W_o W_v)[i, j]
      for (let k = 0; k < d; k++) {
        rows += values![i * d + k]! * values![j * d + k]!;
        copied += out[i * d + k]! * values![k * d + j]!;
      }
      expect(rows).toBeCloseTo(i === j ? 1 : 0, 5);
      expect(copied).toBeCloseTo(i === j ? 0.5 : 0, 5);
    }
  const taps = piece(coconut, 1, 'blocks.0.convolution');
  expect([0, 1, 2].map((tap) => mean(taps.subarray(tap * d, (tap + 1) * d)))).toEqual(
    [0.7, 0.7, 0].map((value) => expect.closeTo(value, 1)),
  );
  expect(new Set(piece(coconut, 1, 'norm.weight'))).toEqual(new Set([Math.fround(0.35)]));
});
