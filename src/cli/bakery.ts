/** @file What ships in `public/`, and how each part follows from its seed. The recipe is docs' micro recipe. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareArms } from '../core/rho1/compareArms';
import { CATEGORIES, categorize, categoryShares, PAPER_RULE } from '../core/rho1/categories';
import type { ModelRef, ScoreConfig, TrainConfig } from '../core/trace/config';
import { CLM_ARM, generatedSource, SLM_ARM, trainPreset } from '../core/trace/presets';
import type { Trace } from '../core/trace/trace';
import { decodeTrace, encodeTrace } from '../core/trace/traceCodec';
import { scoreText } from '../core/train/scoreText';
import { trainLanguageModel } from '../core/train/trainLanguageModel';
import { assert } from '../core/util/assert';
import type { ChosenBackend } from '../engine/chooseBackend';
import { commitHere } from './commit';
import { EXPERIMENTS, runPlan } from './experiments';
import { writeModelFolder, writeWhole, type WrittenFile } from './modelFolders';
import { type FinishedRun, finishRun, portsFor } from './runs';
import type { Terminal } from './terminal';

export interface Kitchen {
  /** Where `models/` and `runs/` lie. */
  readonly folder: string;
  readonly backend: ChosenBackend;
  readonly terminal: Terminal;
}

export interface Baked {
  readonly files: readonly WrittenFile[];
  /** What it came out as, for a look before it is committed. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface BakedPart {
  readonly name: string;
  readonly bake: (kitchen: Kitchen) => Promise<Baked>;
}

const SEED = 1;
/** Recorded runs, in the order of the page's list; `model` is the shipped one whose checkpoints they are. */
const RECORDED: readonly { readonly name: string; readonly title: string; readonly model?: string }[] = [
  { name: 'opening', title: 'A forum page, read while a model learned', model: 'clm' },
  { name: 'selection', title: 'CLM, SLM and a random cut on the same batches' },
];
/**
 * Checkpoints before this step are not kept. The base knows another corpus, and while a twin gets used to the new one
 * nearly every token falls: with the first two of eight checkpoints in the fit, 68 % of the tokens are H→L.
 */
const ADAPTED_STEP = 180;
/** Tokens of the document that the first page shows. */
const OPENING_TOKENS = 1400;

const modelFolder = (kitchen: Kitchen, name: string) => join(kitchen.folder, 'models', name);

/** A model baked before, by its folder. */
const bakedModel = (kitchen: Kitchen, name: string): ModelRef => ({
  kind: 'shipped',
  name: modelFolder(kitchen, name),
});

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
          steps: 300,
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
  { name: 'opening', bake: bakeOpening },
  { name: 'selection', bake: bakeSelection },
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
  return writeModelFolder(modelFolder(kitchen, name), model, { halfPrecision: !isStart, withCheckpoints: !isStart });
}

/** The document of the first page: a page that no model has trained on, scored by the CLM twin's checkpoints. */
async function bakeOpening(kitchen: Kitchen): Promise<Baked> {
  const config: ScoreConfig = {
    kind: 'score',
    text: generatedSource('noisy', OPENING_TOKENS),
    model: bakedModel(kitchen, 'clm'),
    reference: bakedModel(kitchen, 'reference'),
    maxTokens: OPENING_TOKENS,
  };
  const run = scoreText(config, portsFor(kitchen.backend, {}, commitHere()));
  const { trace } = await finishRun(run, config, kitchen.terminal);
  const shown = openingTrace(trace, config);
  const bytes = encodeTrace(shown, { halfPrecision: true });
  const file = await writeWhole(join(kitchen.folder, 'runs', 'opening.safetensors'), bytes);
  return { files: [file, await listRuns(kitchen)], figures: sharesOf(shown) };
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
  const file = await writeWhole(join(kitchen.folder, 'runs', 'selection.safetensors'), bytes);
  const figures = compareArms([trace], plan.keepFraction).map(({ arm, figure, mean }) => [`${arm}.${figure}`, mean]);
  return { files: [file, await listRuns(kitchen)], figures: Object.fromEntries(figures) };
}

/** `runs/index.json`: what is there, for the page's list. */
async function listRuns(kitchen: Kitchen): Promise<WrittenFile> {
  const folder = join(kitchen.folder, 'runs');
  const runs = [];
  for (const recorded of RECORDED) {
    const path = join(folder, `${recorded.name}.safetensors`);
    if (!existsSync(path)) continue;
    const bytes = await readFile(path);
    runs.push({ ...recorded, bytes: bytes.length, stamp: decodeTrace(bytes).stamp });
  }
  return writeWhole(join(folder, 'index.json'), `${JSON.stringify({ runs }, undefined, 2)}\n`);
}

/** As the page would compute it: models by their names, predictions at the last checkpoint alone. */
function openingTrace(trace: Trace, config: ScoreConfig): Trace {
  const arms = trace.arms.map((arm) => ({
    ...arm,
    checkpoints: arm.checkpoints.map((point, i) => {
      if (i === arm.checkpoints.length - 1) return point;
      const { step, lossNats, scored } = point;
      return { step, lossNats, scored };
    }),
  }));
  const named: ScoreConfig = {
    ...config,
    model: { kind: 'shipped', name: 'clm' },
    reference: { kind: 'shipped', name: 'reference' },
  };
  return { ...trace, config: named, arms };
}

function sharesOf({ arms, document }: Trace): Record<string, number> {
  const losses = arms[0]?.checkpoints.map(({ lossNats }) => lossNats) ?? [];
  const { fractions } = categoryShares(categorize(losses, PAPER_RULE).category);
  return {
    tokens: document?.ids.length ?? 0,
    ...Object.fromEntries(CATEGORIES.map((name, i) => [name, Number((fractions[i] ?? NaN).toFixed(3))])),
  };
}
