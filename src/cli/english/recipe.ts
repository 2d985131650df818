/**
 * @file How the English model is trained: the rate is held first, then lowered to nearly nothing by a second run that goes on
 * from there. So the first part can be made longer without being made anew.
 */

import type { ModelRef, TrainConfig } from '../../core/trace/config/config';
import { ENGLISH_MODEL, trainPreset } from '../../core/trace/config/presets';

const SEED = 1;
const RATE = 3e-3;

/** Of the texts that are trained on. */
export const ENGLISH_TEXT = 'English corpora';
export const MAIL_TEXT = 'mail bodies';

export const HELD_STEPS = 800;
export const LOWERED_STEPS = 250;
const REFERENCE_STEPS = 40;

function config(
  seed: number,
  steps: number,
  checkpoints: number,
  warmupSteps: number,
  finalFraction: number,
): TrainConfig {
  const preset = trainPreset('micro', {
    seed,
    steps,
    checkpoints,
    corpus: { kind: 'text', name: ENGLISH_TEXT },
    watchTokens: 256,
  });
  return {
    ...preset,
    model: ENGLISH_MODEL,
    optimizer: { ...preset.optimizer, learningRate: RATE, warmupSteps, finalFraction },
  };
}

/** The rate held at its peak. Steps do not depend on how many there are. */
export const heldConfig = (steps: number, checkpoints: number): TrainConfig => config(SEED, steps, checkpoints, 100, 1);

/** The rate lowered, on another order of the same text. */
export const loweredConfig = (base: ModelRef, steps: number, checkpoints: number): TrainConfig => ({
  ...config(SEED + 1, steps, checkpoints, 20, 0.02),
  base,
});

/** A reference for noisy pages: a short continuation on what people wrote in mails. */
export const referenceConfig = (base: ModelRef): TrainConfig => {
  const short = loweredConfig(base, REFERENCE_STEPS, 2);
  return {
    ...short,
    corpus: { kind: 'text', name: MAIL_TEXT },
    watch: { kind: 'text', name: MAIL_TEXT },
    optimizer: { ...short.optimizer, learningRate: 1e-3, warmupSteps: 4 },
  };
};
