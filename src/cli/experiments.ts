/**
 * @file The experiments behind the tables: which arms stand side by side, from which start, by which reference. One seed at
 * a time; `lab table` and `lab bake` run them, and a trace is what each leaves behind.
 */

import { join } from 'node:path';
import type { ArmConfig, PresetName, SelectionScore, TrainConfig } from '../core/trace/config/config';
import { CLM_ARM, trainPreset, tuningConfig } from '../core/trace/config/presets';
import type { Trace } from '../core/trace/trace';
import type { ModelLibrary, OpenModel } from '../core/train/ports';
import { trainLanguageModel } from '../core/train/trainLanguageModel';
import { assert, InputError } from '../core/util/assert';
import type { ChosenBackend } from '../engine/backends/chooseBackend';
import { commitHere } from './commit';
import { withFolderNames } from './folderNames';
import { writeModelFolder } from './modelFolders';
import { finishRun, portsFor } from './runs';
import type { FinishedRun } from './finishedRun';
import type { Terminal } from './terminal';

export type ExperimentName = 'main' | 'ratio' | 'self' | 'tools';

export interface Plan {
  readonly experiment: ExperimentName;
  readonly preset: PresetName;
  readonly seed: number;
  /** Folders of models. */
  readonly base: string;
  readonly reference: string;
  /** k of the selective arms. */
  readonly keepFraction: number;
  /** Where the arms of `main` lie, in `seed-<seed>/<arm>`: what is tuned with a tool. */
  readonly models?: string | undefined;
}

interface Experiment {
  /** What it shows, for the help. */
  readonly title: string;
  readonly arms: (keepFraction: number) => readonly ArmConfig[];
  readonly keepFraction: number;
  /** Whether the reference is the run's own CLM, trained on the noisy corpus. [RHO-1 §3.4] */
  readonly isSelfReferenced?: true;
}

const arm = (name: string, score: SelectionScore, keepFraction: number): ArmConfig => ({
  name,
  objective: { kind: 'slm', score, keepFraction, per: 'batch' },
});

/** Fractions of the select ratio beside CLM, which keeps all. */
const RATIOS: readonly number[] = [0.05, 0.15, 0.3, 0.6];

export const EXPERIMENTS: Readonly<Record<ExperimentName, Experiment>> = {
  main: {
    title: 'CLM, SLM and a random selection of the same size (Table 1, Figures 1 and 6)',
    keepFraction: 0.15,
    arms: (keep) => [CLM_ARM, arm('SLM', 'excess', keep), arm('random', 'random', keep)],
  },
  ratio: {
    title: 'excess loss at several kept fractions (Figure 9)',
    keepFraction: 0.15,
    arms: (keep) => [
      CLM_ARM,
      ...RATIOS.map((ratio) => arm(`SLM ${100 * ratio} %`, 'excess', ratio)),
      arm(`random ${100 * keep} %`, 'random', keep),
    ],
  },
  self: {
    title: 'a reference trained on the noisy corpus itself (Table 3)',
    keepFraction: 0.7,
    isSelfReferenced: true,
    arms: (keep) => [
      CLM_ARM,
      arm('L_RM', 'referenceLoss', keep),
      arm('H_RM', 'referenceEntropy', keep),
      arm('L_RM ∩ H_RM', 'intersection', keep),
    ],
  },
  tools: {
    title: 'the models of main, from --models, fine-tuned on solutions that call a calculator (Table 2)',
    keepFraction: 0.15,
    arms: (keep) => EXPERIMENTS.main.arms(keep).map(({ name }) => ({ name, objective: CLM_ARM.objective })),
  },
};

/** Names the model of a run's own that scores for it: no folder has it. */
const OWN_REFERENCE = 'self-reference';
/** Shared by all tables, so that a run of one seed can also be the page's recorded run. */
const WATCH_TOKENS = 2000;

function planConfig({ experiment, preset, seed, base, reference, keepFraction, models }: Plan): TrainConfig {
  const { arms, isSelfReferenced } = EXPERIMENTS[experiment];
  if (experiment === 'tools') {
    if (models === undefined)
      throw new InputError('--models is missing: name the folder that the experiment main wrote its models into.');
    const starts = arms(keepFraction).map(({ name }) => ({
      name,
      start: { kind: 'shipped', name: join(models, `seed-${seed}`, name) } as const,
    }));
    return tuningConfig(preset, { seed, base: { kind: 'shipped', name: base }, starts });
  }
  return trainPreset(preset, {
    seed,
    base: { kind: 'shipped', name: base },
    reference: { kind: 'shipped', name: isSelfReferenced ? OWN_REFERENCE : reference },
    arms: arms(keepFraction),
    watchTokens: WATCH_TOKENS,
  });
}

/** Trains the arms of a plan; where its reference is its own, first that. The trace names models by their folders' names. */
export async function runPlan(plan: Plan, backend: ChosenBackend, terminal: Terminal): Promise<FinishedRun> {
  const config = planConfig(plan);
  const ports = portsFor(backend, {}, commitHere());
  const own = EXPERIMENTS[plan.experiment].isSelfReferenced && (await ownReference(config, backend, terminal));
  const models = own ? withModel(ports.models, OWN_REFERENCE, own) : ports.models;
  const finished = await finishRun(trainLanguageModel(config, { ...ports, models }), config, terminal);
  return { ...finished, trace: tidied(finished.trace) };
}

/** CLM on the same noisy corpus from the same start. [RHO-1 §3.4] */
async function ownReference(config: TrainConfig, backend: ChosenBackend, terminal: Terminal): Promise<OpenModel> {
  const { reference: _none, ...rest } = config;
  const alone: TrainConfig = { ...rest, arms: [CLM_ARM], checkpoints: 2, watchTokens: 256 };
  const run = trainLanguageModel(alone, portsFor(backend, {}, commitHere()));
  const { tokenizerJson, weights, trace } = await finishRun(run, alone, terminal);
  assert(trace.config?.kind === 'train', 'a training run has a training config');
  return { config: trace.config.model, tokenizerJson, checkpoints: weights[0] ?? [] };
}

const withModel = (models: ModelLibrary, name: string, model: OpenModel): ModelLibrary => ({
  open: async (ref) => (ref.kind === 'shipped' && ref.name === name ? model : models.open(ref)),
});

/** A recording holds names that mean something elsewhere, and no predictions: ten numbers a token that no table reads. */
function tidied(trace: Trace): Trace {
  const { config } = trace;
  assert(config?.kind === 'train', 'an experiment trains');
  const arms = trace.arms.map((columns) => ({
    ...columns,
    checkpoints: columns.checkpoints.map(({ step, lossNats, scored }) => ({ step, lossNats, scored })),
  }));
  return { ...trace, config: withFolderNames(config), arms };
}

/** The last weights of each arm, in a folder of its name. */
export async function writeArms(folder: string, { trace, tokenizerJson, weights }: FinishedRun): Promise<void> {
  const { config } = trace;
  assert(config?.kind === 'train', 'an experiment trains');
  for (const [index, { name }] of config.arms.entries()) {
    const model = { config: config.model, tokenizerJson, checkpoints: (weights[index] ?? []).slice(-1) };
    await writeModelFolder(join(folder, name), model, { withCheckpoints: false });
  }
}
