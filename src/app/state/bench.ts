/** @file What a person sets up on the Selection page: corpus, reference, arms. Pure: a set-up becomes configs of runs. */

import type { RunId } from '../../core/trace/messages/commands';
import type { ArmConfig, ModelRef, SelectionScore, TextSource, TrainConfig } from '../../core/trace/config/config';
import { CLM_ARM, REFERENCE_STEPS, trainPreset } from '../../core/trace/config/presets';
import { InputError } from '../../core/util/assert';
import type { BroughtText } from './texts/broughtText';

export const BENCH_SIZES = ['look', 'micro', 'small'] as const;
export type BenchSize = (typeof BENCH_SIZES)[number];

export const REFERENCE_KINDS = ['shipped', 'clean', 'self', 'run'] as const;
/** Where the scores come from: a model of the page, one trained here on clean text or on the corpus itself, or any run. */
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export const RESULT_TABS = ['kept', 'step', 'help', 'losses', 'moves', 'link'] as const;
export type ResultTab = (typeof RESULT_TABS)[number];

export interface Bench {
  readonly corpus: 'generated' | 'files';
  /** 0..1 of the generator, or the share of noise that is put into one's own text. */
  readonly noise: number;
  readonly injected: number;
  readonly corpusText?: BroughtText;
  readonly cleanText?: BroughtText;
  readonly reference: ReferenceKind;
  /** The run whose model is the reference, where it is neither shipped nor absent. */
  readonly referenceRun?: RunId | undefined;
  readonly size: BenchSize;
  readonly seed: number;
  readonly keepFraction: number;
  readonly per: 'batch' | 'sequence';
  /** Selective arms besides excess loss, in the order of their clicks. */
  readonly others: readonly SelectionScore[];
  /** Further kept fractions of excess loss, for the select ratio. */
  readonly ratios: readonly number[];
  readonly tab: ResultTab;
  /** [byte] of the text that a run was given: 1 where noise was put in. By run, until the page is closed. */
  readonly injectedInto: Readonly<Record<string, Uint8Array>>;
  /** What the tokens on the page are ranked by. */
  readonly score: SelectionScore;
}

export const START_BENCH: Bench = {
  corpus: 'generated',
  noise: 0.5,
  injected: 0.5,
  reference: 'shipped',
  size: 'look',
  seed: 1,
  keepFraction: 0.15,
  per: 'batch',
  others: ['random'],
  ratios: [],
  tab: 'kept',
  injectedInto: {},
  score: 'excess',
};

interface SizeOfRun {
  readonly preset: 'micro' | 'small';
  readonly steps: number;
  readonly checkpoints: number;
  readonly referenceSteps: number;
}

/** The recipe's two sizes, and a look at whether all of it works. */
export const SIZES: Readonly<Record<BenchSize, SizeOfRun>> = {
  look: { preset: 'micro', steps: 64, checkpoints: 5, referenceSteps: 60 },
  micro: { preset: 'micro', steps: 480, checkpoints: 9, referenceSteps: REFERENCE_STEPS },
  small: { preset: 'small', steps: 1440, checkpoints: 16, referenceSteps: REFERENCE_STEPS },
};

/** Both the reference and the arms go on from it, so that all read the same tokens. */
const BASE: ModelRef = { kind: 'shipped', name: 'base' };
const SHIPPED_REFERENCE: ModelRef = { kind: 'shipped', name: 'reference' };
/** The clean set of the recipe. */
const CLEAN_TOKENS = 80_000;
export const MOST_ARMS = 8;
/** Fractions for the select ratio, beside the one that is set. */
export const SWEEP_RATIOS: readonly number[] = [0.05, 0.3, 0.6];

export const NULL_SCORES: readonly SelectionScore[] = ['random', 'highestLoss', 'lowestExcess'];
/** [RHO-1 Table 3] */
export const SELF_SCORES: readonly SelectionScore[] = ['referenceLoss', 'referenceEntropy', 'intersection'];
export const REFERENCE_SCORES: readonly SelectionScore[] = [...SELF_SCORES, 'union'];

const SHORT_NAMES: Readonly<Record<SelectionScore, string>> = {
  excess: 'SLM',
  random: 'random',
  highestLoss: 'highest loss',
  lowestExcess: 'lowest excess',
  referenceLoss: 'L_RM',
  referenceEntropy: 'H_RM',
  intersection: 'L_RM ∩ H_RM',
  union: 'L_RM ∪ H_RM',
};

/** `SLM 15 %`, `random 15 %`. */
export function armName(score: SelectionScore, keepFraction: number): string {
  return `${SHORT_NAMES[score]} ${Number((100 * keepFraction).toFixed(1))} %`;
}

export function benchArms({ keepFraction, per, others, ratios }: Bench): readonly ArmConfig[] {
  const arm = (score: SelectionScore, fraction: number): ArmConfig => ({
    name: armName(score, fraction),
    objective: { kind: 'slm', score, keepFraction: fraction, per },
  });
  return [
    CLM_ARM,
    arm('excess', keepFraction),
    ...others.map((score) => arm(score, keepFraction)),
    ...ratios.filter((ratio) => ratio !== keepFraction).map((ratio) => arm('excess', ratio)),
  ].slice(0, MOST_ARMS);
}

/** The twins, and the arms beside them. Refuses with a sentence what cannot be trained. */
export function twinsConfig(bench: Bench): TrainConfig {
  const { size, seed } = bench;
  checkFraction(bench.keepFraction);
  const { preset, steps, checkpoints } = SIZES[size];
  return trainPreset(preset, {
    seed,
    steps,
    checkpoints,
    base: BASE,
    reference: referenceOf(bench),
    arms: benchArms(bench),
    ...corpusChoice(bench, steps),
  });
}

/** The reference: one arm that learns every token of the clean text, or of the corpus itself. [RHO-1 §2.2, §3.4] */
export function referenceConfig(bench: Bench): TrainConfig {
  const { size, seed, corpus, reference } = bench;
  const { referenceSteps } = SIZES[size];
  const shared = { seed, steps: referenceSteps, checkpoints: 2, base: BASE, watchTokens: 512 };
  if (reference === 'self') return trainPreset('micro', { ...shared, ...corpusChoice(bench, referenceSteps) });
  if (corpus === 'generated') {
    const clean: TextSource = { kind: 'generated', recipe: 'clean', tokens: CLEAN_TOKENS, noise: 0 };
    return trainPreset('micro', { ...shared, corpus: clean });
  }
  if (!bench.cleanText) throw new InputError('There is no clean text: choose a file that the reference learns from.');
  return trainPreset('micro', { ...shared, corpus: { kind: 'text', name: bench.cleanText.name } });
}

/** The text that a run of this config reads, where it is a person's. */
export function textOf({ corpus }: TrainConfig, { corpusText, cleanText }: Bench): BroughtText | undefined {
  if (corpus.kind !== 'text') return undefined;
  return [corpusText, cleanText].find((text) => text?.name === corpus.name);
}

function corpusChoice(bench: Bench, steps: number): { readonly corpus: TextSource } {
  const { corpus, noise, corpusText, size } = bench;
  if (corpus === 'files') {
    if (!corpusText) throw new InputError('There is no corpus: choose the files to train on.');
    return { corpus: { kind: 'text', name: corpusText.name } };
  }
  const { batch, model } = trainPreset(SIZES[size].preset);
  return { corpus: { kind: 'generated', recipe: 'noisy', tokens: steps * batch * model.seq, noise } };
}

function referenceOf({ reference, referenceRun, corpus }: Bench): ModelRef {
  if (reference === 'shipped' && corpus === 'generated') return SHIPPED_REFERENCE;
  if (referenceRun === undefined || reference === 'shipped')
    throw new InputError('There is no reference model yet: train it first, in step 2.');
  return { kind: 'run', run: referenceRun, arm: 0 };
}

function checkFraction(keepFraction: number): void {
  if (!(keepFraction > 0 && keepFraction <= 1))
    throw new InputError('The kept fraction k must be above 0 % and at most 100 %.');
}
