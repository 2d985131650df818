/** @file The models that think and their recorded probes: trained from their seeds, or taken from a finished training. */

import { join } from 'node:path';
import type { ProbeConfig, ThoughtsConfig } from '../core/trace/config/config';
import { stepsOf } from '../core/trace/config/configFacts';
import { thoughtsPreset } from '../core/trace/config/thoughtPresets';
import { encodeTrace } from '../core/trace/traceCodec';
import { CARD_FILE, cardOf } from '../core/train/thoughts/card';
import { probeProblems } from '../core/train/thoughts/probeProblems';
import { milestones } from '../core/train/thoughts/schedule';
import { trainThoughts } from '../core/train/thoughts/trainThoughts';
import { assert } from '../core/util/assert';
import { mean } from '../core/util/statistics';
import { commitHere } from './commit';
import { checkRecipe, finishedTraining } from './finishedFolder';
import { type Baked, bakedModel, type BakedPart, type Kitchen, modelFolder } from './kitchen';
import { writeModelFolder, writeWhole } from './modelFolders';
import { officialTraining } from './officialLadder';
import { OFFICIAL_MODEL, RECORDED_PROBES, type RecordedProbe, type Starter, STARTERS } from './recordedProbes';
import { listRuns, recordedPath } from './recordedRuns';
import { finishRun, portsFor } from './runs';
import type { FinishedRun } from './finishedRun';

const SEED = 1;
/** Its stages can be scrubbed: of the others the model alone is kept. */
const STAGED = 'coconut-prosqa';
const BETWEEN_STEPS = 600;

export const THOUGHT_PARTS: readonly BakedPart[] = [
  ...STARTERS.map((starter): BakedPart => ({
    name: starter.name,
    takesFinished: true,
    bake: (kitchen) => bakeStarter(kitchen, starter),
  })),
  {
    name: OFFICIAL_MODEL,
    takesFinished: true,
    bake: async (kitchen) => baked(kitchen, OFFICIAL_MODEL, await officialTraining(kitchen)),
  },
  ...RECORDED_PROBES.map((probe): BakedPart => ({ name: probe.name, bake: (kitchen) => bakeProbe(kitchen, probe) })),
];

async function bakeStarter(kitchen: Kitchen, { name, method, task }: Starter): Promise<Baked> {
  const recipe = thoughtsPreset('micro', method, task, { seed: SEED });
  return baked(kitchen, name, await trained(kitchen, recipe));
}

async function baked(kitchen: Kitchen, name: string, { trace, tokenizerJson, weights }: FinishedRun): Promise<Baked> {
  const { config } = trace;
  assert(config?.kind === 'thoughts', 'a training tells its config');
  const folder = modelFolder(kitchen, name);
  const isStaged = name === STAGED;
  const kept = keptSteps(config);
  const checkpoints = (weights[0] ?? []).filter(({ step }) => kept.includes(step));
  const model = { config: config.model, tokenizerJson, checkpoints };
  const files = await writeModelFolder(folder, model, { halfPrecision: true, withCheckpoints: isStaged });
  files.push(await writeWhole(join(folder, CARD_FILE), `${JSON.stringify(cardOf(config), undefined, 2)}\n`));
  const total = stepsOf(config);
  const figures = (trace.arms[0]?.figures ?? []).filter(({ step }) => step === total);
  return { files, figures: Object.fromEntries(figures.map(({ figure, value }) => [figure, value])) };
}

async function trained({ from, backend, terminal }: Kitchen, recipe: ThoughtsConfig): Promise<FinishedRun> {
  if (from === undefined)
    return finishRun(trainThoughts(recipe, portsFor(backend, {}, commitHere())), recipe, terminal);
  const finished = await finishedTraining(from);
  const { config } = finished.trace;
  if (config?.kind === 'thoughts') checkRecipe(config, recipe, from);
  return finished;
}

/** The start, the end of each stage, and some on the way: a tree that forms is worth a look. */
function keptSteps(config: ThoughtsConfig): readonly number[] {
  let end = 0;
  const ends = [0, ...config.stages.map(({ steps }) => (end += steps))];
  return milestones(config).filter((step) => ends.includes(step) || step % BETWEEN_STEPS === 0);
}

async function bakeProbe(kitchen: Kitchen, { name, model, config }: RecordedProbe): Promise<Baked> {
  const asked: ProbeConfig = { ...config, model: bakedModel(kitchen, model) };
  const run = probeProblems(asked, portsFor(kitchen.backend, {}, commitHere()));
  const { trace } = await finishRun(run, asked, kitchen.terminal);
  const named: ProbeConfig = { ...config, model: { kind: 'shipped', name: model } };
  const bytes = encodeTrace({ ...trace, config: named }, { halfPrecision: true });
  const file = await writeWhole(recordedPath(kitchen, name), bytes);
  const rights = (trace.thoughts?.graded ?? []).map(({ step, thoughts, answerRight }) => [
    `accuracy.${thoughts}@${step}`,
    mean(answerRight),
  ]);
  return { files: [file, await listRuns(kitchen)], figures: Object.fromEntries(rights) };
}
