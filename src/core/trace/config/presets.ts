/** @file Presets: configs that were measured to work, by name. Pure; the page, the command line and the tests share them. */

import type {
  ArmConfig,
  CorpusRecipe,
  ModelConfig,
  ModelRef,
  OptimizerConfig,
  PresetName,
  TextSource,
  TrainConfig,
} from './config';

/** What a person may choose beside the preset; everything else follows from it. */
export interface PresetChoices {
  readonly seed?: number;
  readonly corpus?: TextSource;
  readonly watch?: TextSource;
  readonly watchTokens?: number;
  readonly base?: ModelRef;
  readonly reference?: ModelRef;
  readonly arms?: readonly ArmConfig[];
  readonly steps?: number;
  readonly learningRate?: number;
  readonly checkpoints?: number;
}

interface Size {
  readonly model: ModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly steps: number;
  readonly batch: number;
  readonly checkpoints: number;
  readonly watchTokens: number;
}

export const CLM_ARM: ArmConfig = { name: 'CLM', objective: { kind: 'clm' } };

/** Steps of a reference on the clean set, from the base. */
export const REFERENCE_STEPS = 300;

/** The recipes' selective arm: the top 15 % of a batch by excess loss, after the measured select ratio. */
export const SLM_ARM: ArmConfig = {
  name: 'SLM',
  objective: { kind: 'slm', score: 'excess', keepFraction: 0.15, per: 'batch' },
};

// Rotary positions with the short base and the token shift decide whether anything is learned in so few tokens.
const MICRO_MODEL: ModelConfig = {
  vocab: 1024,
  seq: 128,
  layers: 2,
  embed: 96,
  heads: 3,
  position: 'rotary',
  rotaryBase: 1000,
  tokenShift: true,
  convolutionTaps: 0,
  attentionBias: false,
  init: 'standard',
  initEmbedStd: 0.05,
  finalNormGain: 1,
};

const OPTIMIZER: OptimizerConfig = {
  learningRate: 2e-3,
  beta1: 0.9,
  beta2: 0.98,
  weightDecay: 0.05,
  clipNorm: 1,
  warmupSteps: 30,
  finalFraction: 0.1,
};

/** The shipped model that reads English, and the one that ranks tokens for it. */
export const ENGLISH = 'english';
const ENGLISH_REFERENCE = 'english-reference';

export const ENGLISH_MODEL: ModelConfig = {
  ...MICRO_MODEL,
  vocab: 4352,
  seq: 256,
  layers: 4,
  embed: 192,
  heads: 6,
  rotaryBase: 10_000,
};

const SIZES: Readonly<Record<PresetName, Size>> = {
  tiny: {
    model: { ...MICRO_MODEL, vocab: 384, seq: 32, embed: 32, heads: 2 },
    // 200 steps of 128 tokens: a higher rate and a shorter warm-up, or nothing is seen to move.
    optimizer: { ...OPTIMIZER, learningRate: 8e-3, warmupSteps: 10 },
    steps: 200,
    batch: 4,
    checkpoints: 6,
    watchTokens: 1024,
  },
  micro: { model: MICRO_MODEL, optimizer: OPTIMIZER, steps: 480, batch: 8, checkpoints: 9, watchTokens: 3000 },
  small: { model: MICRO_MODEL, optimizer: OPTIMIZER, steps: 1440, batch: 8, checkpoints: 16, watchTokens: 4000 },
};

/** The noise at which the generated corpus has the shares of the recipe; 1 would leave nothing useful. */
const RECIPE_NOISE = 0.5;

/** A generated corpus of so many tokens. */
export function generatedSource(recipe: CorpusRecipe, tokens: number): TextSource {
  return { kind: 'generated', recipe, tokens, noise: RECIPE_NOISE };
}

/**
 * The config of a training run by the preset's name. Without a corpus it trains one pass over a generated noisy
 * corpus; a person's text is watched itself, a generated corpus by a page of its own that is not trained on.
 */
export function trainPreset(name: PresetName, choices: PresetChoices = {}): TrainConfig {
  const size = SIZES[name];
  const steps = choices.steps ?? size.steps;
  const corpus = choices.corpus ?? generatedSource('noisy', steps * size.batch * size.model.seq);
  const watchTokens = choices.watchTokens ?? size.watchTokens;
  const watch = choices.watch ?? (corpus.kind === 'text' ? corpus : { ...corpus, tokens: watchTokens });
  return {
    kind: 'train',
    preset: name,
    seed: choices.seed ?? 1,
    model: size.model,
    optimizer: {
      ...size.optimizer,
      learningRate: choices.learningRate ?? size.optimizer.learningRate,
      // A warm-up may take at most a tenth of a short run.
      warmupSteps: Math.min(size.optimizer.warmupSteps, Math.ceil(steps / 10)),
    },
    corpus,
    watch,
    watchTokens,
    ...(choices.base ? { base: choices.base } : {}),
    ...(choices.reference ? { reference: choices.reference } : {}),
    arms: choices.arms ?? [CLM_ARM],
    steps,
    batch: size.batch,
    checkpoints: Math.min(choices.checkpoints ?? size.checkpoints, steps + 1),
  };
}

/** Few steps at a third of the rate that the model was trained with: what it knows must last. */
const GOING_ON = { steps: 60, learningRate: 1e-3, checkpoints: 7, watchTokens: 2000 };
/** Of English, by the model's vocabulary; a text must fill one batch. */
const FEWEST_BYTES_A_TOKEN = 2;

/** Goes on from the English model on a person's text of so many bytes. */
export function englishConfig(text: { readonly name: string; readonly bytes: number }, seed: number): TrainConfig {
  const config = trainPreset('micro', {
    ...GOING_ON,
    seed,
    corpus: { kind: 'text', name: text.name },
    base: { kind: 'shipped', name: ENGLISH },
    reference: { kind: 'shipped', name: ENGLISH_REFERENCE },
  });
  const windows = Math.floor(text.bytes / (FEWEST_BYTES_A_TOKEN * 2 * ENGLISH_MODEL.seq));
  return { ...config, model: ENGLISH_MODEL, batch: Math.min(config.batch, Math.max(1, windows)) };
}

/** Worked solutions with calculator calls: as many tokens as the clean set of a reference. */
const TUNING_TOKENS = 80_000;
/** Of 150, 300, 450 and 600 the first after which both twins of seed 1 solve every problem of the kind that they are tuned on. */
const TUNING_STEPS: Readonly<Record<PresetName, number>> = { tiny: 20, micro: 300, small: 300 };

export interface TuningChoices {
  readonly seed: number;
  /** Whose tokenizer is read with. */
  readonly base: ModelRef;
  /** Models that are tuned side by side, on the same batches. */
  readonly starts: readonly { readonly name: string; readonly start: ModelRef }[];
}

/** After pretraining: every model learns every token of solutions that call a calculator. [RHO-1 §3.3, Table 2] */
export function tuningConfig(preset: PresetName, { seed, base, starts }: TuningChoices): TrainConfig {
  return trainPreset(preset, {
    seed,
    base,
    corpus: generatedSource('tool', TUNING_TOKENS),
    arms: starts.map(({ name, start }) => ({ ...CLM_ARM, name, start })),
    steps: TUNING_STEPS[preset],
    // Who is tuned on the same solutions ends at the same place; how soon is told by the checkpoints between.
    checkpoints: 5,
    watchTokens: 512,
  });
}
