/** @file The sizes at which training speed is compared; the same for every engine. */
import type { ModelConfig, OptimizerConfig } from '../../src/core/trace/config/config';

export interface BenchSize {
  readonly name: 'XS' | 'S' | 'M' | 'L';
  readonly model: ModelConfig;
  readonly batch: number;
}

const gpt = (layers: number, embed: number, heads: number, vocab: number, seq: number): ModelConfig => ({
  vocab,
  seq,
  layers,
  embed,
  heads,
  position: 'learned',
  rotaryBase: 10_000,
  tokenShift: false,
  convolutionTaps: 0,
  attentionBias: true,
  init: 'standard',
  initEmbedStd: 0.02,
  finalNormGain: 1,
});

export const SIZES: readonly BenchSize[] = [
  { name: 'XS', model: gpt(2, 32, 2, 64, 32), batch: 4 },
  { name: 'S', model: gpt(2, 128, 4, 256, 64), batch: 16 },
  { name: 'M', model: gpt(4, 256, 8, 1024, 128), batch: 8 },
  { name: 'L', model: gpt(8, 512, 8, 4096, 256), batch: 8 },
];

export const OPTIMIZER: OptimizerConfig = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.98,
  weightDecay: 0.05,
  clipNorm: 1,
  warmupSteps: 1,
  finalFraction: 1,
};

/** Tokens in one optimisation step. */
export const tokensPerStep = ({ model, batch }: BenchSize): number => batch * model.seq;
