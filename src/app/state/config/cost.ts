/** @file What a run will cost on this device, before it starts, from the speed that was measured. */

import type { ModelConfig, TrainConfig } from '../../../core/trace/config/config';

/** The preset whose model the engine trains for a moment when it boots, to report its speed. */
export const MEASURED_PRESET = 'tiny';

/** Training arithmetic a token: six for each weight that is used, and attention over the window. */
export function flopsPerToken({ layers, embed, vocab, seq }: ModelConfig): number {
  return 6 * (12 * layers * embed ** 2 + embed * vocab) + 12 * layers * seq * embed;
}

export function trainedTokens({ steps, batch, model, arms }: TrainConfig): number {
  return steps * batch * model.seq * arms.length;
}

/** Watched tokens are scored at each checkpoint; forward alone is a third of training. */
function scoredTokens({ watchTokens, checkpoints, arms }: TrainConfig): number {
  return watchTokens * checkpoints * arms.length;
}

/** Seconds for the whole run. `measured` is the model whose training speed was measured. */
export function estimatedSeconds(config: TrainConfig, measured: ModelConfig, tokensPerSecond: number): number {
  const tokens = trainedTokens(config) + scoredTokens(config) / 3;
  return secondsOf(tokens, config.model, measured, tokensPerSecond);
}

/**
 * An estimate: a step costs arithmetic and a fixed part for each operation, and one measured speed cannot tell them apart.
 * The square root of the arithmetic stands between the two; on wasm, nine times the arithmetic (tiny to micro) was measured
 * to train at a third of the speed.
 */
export function secondsOf(tokens: number, model: ModelConfig, measured: ModelConfig, tokensPerSecond: number): number {
  const slower = Math.sqrt(flopsPerToken(model) / flopsPerToken(measured));
  return (tokens * slower) / tokensPerSecond;
}
