/** @file What ships in `public/`, and how each part follows from its seed. The recipe is docs' micro recipe. */

import { compareArms } from '../core/rho1/compareArms';
import type { ScoreConfig, TrainConfig } from '../core/trace/config/config';
import { CLM_ARM, generatedSource, REFERENCE_STEPS, SLM_ARM, trainPreset } from '../core/trace/config/presets';
import { encodeTrace } from '../core/trace/traceCodec';
import { scoreText } from '../core/train/scoring/scoreText';
import { trainLanguageModel } from '../core/train/trainLanguageModel';
import { assert } from '../core/util/assert';
import { commitHere } from './commit';
import { ENGLISH_PARTS } from './englishBakery';
import { EXPERIMENTS, runPlan } from './experiments';
import { type Baked, bakedModel, type BakedPart, type Kitchen, modelFolder } from './kitchen';
import { writeModelFolder, writeWhole, type WrittenFile } from './modelFolders';
import { listRuns, recordedPath } from './recordedRuns';
import { categorySharesOf, openingTrace } from './openings';
import { finishRun, portsFor } from './runs';
import type { FinishedRun } from './finishedRun';
import { THOUGHT_PARTS } from './thoughtsBakery';

const SEED = 1;
/**
 * Checkpoints before this step are not kept. The base knows another corpus, and while a twin gets used to the new one
 * nearly every token falls: with the first two of eight checkpoints in the fit, 68 % of the tokens are H→L.
 */
const ADAPTED_STEP = 180;
/** Tokens of the invented page. */
const GENERATED_TOKENS = 1400;

const micro = trainPreset('micro');
const perStep = micro.batch * micro.model.seq;

export const BAKERY: readonly BakedPart[] = [
  {
    name: 'base',
    bake: async (kitchen) =>
      bakeModels(kitchen, ['base'], {
        ...trainPreset('micro', {
          seed: SEED,
          steps: 780,
          learningRate: 4e-3,
          corpus: generatedSource('base', 780 * perStep),
          checkpoints: 2,
          watchTokens: 256,
        }),
      }),
  },
  {
    name: 'reference',
    bake: async (kitchen) =>
      bakeModels(
        kitchen,
        ['reference'],
        trainPreset('micro', {
          seed: SEED,
          steps: REFERENCE_STEPS,
          corpus: generatedSource('clean', 80_000),
          base: bakedModel(kitchen, 'base'),
          checkpoints: 2,
          watchTokens: 256,
        }),
      ),
  },
  {
    name: 'twins',
    bake: async (kitchen) =>
      bakeModels(
        kitchen,
        ['clm', 'slm'],
        trainPreset('micro', {
          seed: SEED,
          base: bakedModel(kitchen, 'base'),
          reference: bakedModel(kitchen, 'reference'),
          arms: [CLM_ARM, SLM_ARM],
          watchTokens: 256,
        }),
      ),
  },
  { name: 'generated', bake: bakeGenerated },
  { name: 'selection', bake: bakeSelection },
  ...ENGLISH_PARTS,
  ...THOUGHT_PARTS,
];

/** Trains the arms of a config and writes each under its name. The start is not kept where it is another model's end. */
async function bakeModels(kitchen: Kitchen, names: readonly string[], config: TrainConfig): Promise<Baked> {
  const run = trainLanguageModel(config, portsFor(kitchen.backend, {}, commitHere()));
  const finished = await finishRun(run, config, kitchen.terminal);
  const files: WrittenFile[] = [];
  const figures: Record<string, number> = { seconds: Math.round(finished.seconds) };
  for (const [arm, name] of names.entries()) {
    files.push(...(await writeArm(kitchen, name, arm, finished)));
    for (const { figure, value, step } of finished.trace.arms[arm]?.figures ?? [])
      if (step === config.steps) figures[`${name}.${figure}`] = value;
  }
  return { files, figures };
}

function writeArm(kitchen: Kitchen, name: string, arm: number, finished: FinishedRun): Promise<WrittenFile[]> {
  const { config } = finished.trace;
  const checkpoints = finished.weights[arm];
  assert(config?.kind === 'train' && checkpoints, `no arm ${arm}`);
  const kept = config.base ? checkpoints.filter(({ step }) => step >= ADAPTED_STEP) : checkpoints;
  const model = { config: config.model, tokenizerJson: finished.tokenizerJson, checkpoints: kept };
  // The models that training starts from are kept whole; those that are only read by eye need three digits.
  const isStart = name === 'base' || name === 'reference';
  const isWhole = !isStart;
  return writeModelFolder(modelFolder(kitchen, name), model, {
    halfPrecision: isWhole,
    withCheckpoints: isWhole,
    lastIsModel: isWhole,
  });
}

/** A page of the invented world that no model has trained on, scored by the CLM twin's checkpoints. */
async function bakeGenerated(kitchen: Kitchen): Promise<Baked> {
  const config: ScoreConfig = {
    kind: 'score',
    text: generatedSource('noisy', GENERATED_TOKENS),
    model: bakedModel(kitchen, 'clm'),
    reference: bakedModel(kitchen, 'reference'),
    maxTokens: GENERATED_TOKENS,
  };
  const run = scoreText(config, portsFor(kitchen.backend, {}, commitHere()));
  const { trace } = await finishRun(run, config, kitchen.terminal);
  const shown = openingTrace(trace, {
    ...config,
    model: { kind: 'shipped', name: 'clm' },
    reference: { kind: 'shipped', name: 'reference' },
  });
  const bytes = encodeTrace(shown, { halfPrecision: true });
  const file = await writeWhole(recordedPath(kitchen, 'generated'), bytes);
  return { files: [file, await listRuns(kitchen)], figures: categorySharesOf(shown) };
}

/** One of the seeds that the tables report: nothing was tuned on it. */
const SELECTION_SEED = 2;

/** The run of the Selection page: CLM, SLM and a random cut on the same batches. */
async function bakeSelection(kitchen: Kitchen): Promise<Baked> {
  const plan = {
    experiment: 'main',
    preset: 'small',
    seed: SELECTION_SEED,
    base: modelFolder(kitchen, 'base'),
    reference: modelFolder(kitchen, 'reference'),
    keepFraction: EXPERIMENTS.main.keepFraction,
  } as const;
  const { trace } = await runPlan(plan, kitchen.backend, kitchen.terminal);
  const bytes = encodeTrace(trace, { halfPrecision: true });
  const file = await writeWhole(recordedPath(kitchen, 'selection'), bytes);
  const figures = compareArms([trace], plan.keepFraction).map(({ arm, figure, mean }) => [`${arm}.${figure}`, mean]);
  return { files: [file, await listRuns(kitchen)], figures: Object.fromEntries(figures) };
}
