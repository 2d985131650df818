/** @file `lab train thoughts`: trains by one method on one task, and writes model, checkpoints, card and trace. */

import { basename, join } from 'node:path';
import { METHOD_NAMES } from '../../core/coconut/curriculum/methods';
import { THOUGHT_TASKS } from '../../core/coconut/curriculum/methodWords';
import { parsePlan } from '../../core/coconut/curriculum/schedules';
import { THOUGHT_PRESETS, type ThoughtsConfig } from '../../core/trace/config/config';
import { stepsOf } from '../../core/trace/config/configFacts';
import { thoughtsPreset } from '../../core/trace/config/thoughtPresets';
import type { Trace } from '../../core/trace/trace';
import { encodeTrace } from '../../core/trace/traceCodec';
import { CARD_FILE, cardOf } from '../../core/train/thoughts/card';
import { trainThoughts } from '../../core/train/thoughts/trainThoughts';
import { assert } from '../../core/util/assert';
import { mean } from '../../core/util/statistics';
import type { Command, Options } from '../command';
import { commitHere } from '../commit';
import { TRACE_FILE } from '../finishedFolder';
import { withFolderNames } from '../folderNames';
import { readGiven, writeModelFolder, writeWhole, type WrittenFile } from '../modelFolders';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';
import type { FinishedRun } from '../finishedRun';
import { SavedTraining } from '../savedTraining';

/** A stage's loss is a mean over its last steps: one batch alone says little. */
const LAST_STEPS = 10;

export interface TrainedStage {
  readonly levels: readonly string[];
  readonly stage: number;
  readonly steps: number;
  readonly finalLossNats: number;
  /** On held-out problems at the end of the stage, by forced thoughts. */
  readonly accuracyByThoughts: readonly number[];
}

export interface TrainThoughtsResult {
  readonly method: string;
  readonly steps: number;
  readonly stages: readonly TrainedStage[];
  /** With as many thoughts as the last stage trained. */
  readonly accuracy: number;
  readonly problems: number;
  readonly meanGeneratedTokens: number;
  readonly seconds: number;
  readonly backend: string;
  readonly files: readonly WrittenFile[];
}

export const trainThoughtsCommand: Command = {
  name: 'train thoughts',
  summary: 'Trains a model to answer problems with continuous thoughts, with written steps, or with neither.',
  options: {
    method: { value: 'M', help: `${METHOD_NAMES.join(', ')} (default: coconut)` },
    data: { value: 'D', help: `${THOUGHT_TASKS.join(', ')}, or a .json file in the official form (default: prosqa)` },
    preset: {
      value: 'P',
      help: 'tiny (seconds), micro (minutes on a CPU), small (minutes on a GPU), official (an evening on a CPU) (default: tiny)',
    },
    out: {
      value: 'DIR',
      help: 'where to write the model, vocabulary, checkpoints and trace; saved every minute, so the same command continues after a stop',
    },
    base: { value: 'DIR', help: 'go on from this model, with its vocabulary' },
    plan: {
      value: 'PLAN',
      help: 'stages as level:stage:steps, separated by commas; :frontier at the end of one gives breadth-first labels (default: the preset’s)',
    },
    'learning-rate': { value: 'X', help: 'peak learning rate (default: the preset’s)' },
    held: { value: 'X', help: 'share of the steps before the rate falls, 0 to 1; 1 where --base will go on from here' },
    seed: { value: 'N', help: 'starts the random generator for weights and problems (default: 1)' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<TrainThoughtsResult> => {
    const out = pathOf(options.required('out', 'name a folder for the model.'));
    const { config, texts } = await thoughtsConfigOf(options);
    const backend = await openBackendFor(options);
    terminal.say(`on ${backend.name} (${backend.adapter})`);
    const saved = new SavedTraining(out);
    const unfinished = await saved.open(config);
    if (unfinished) terminal.say(`going on after step ${unfinished.resume.step}, from ${out}`);
    const ports = { ...portsFor(backend, texts, commitHere()), ...(unfinished ? { resume: unfinished.resume } : {}) };
    const finished = await finishRun(trainThoughts(config, ports), config, terminal, { saved, unfinished });
    const files = await writeThinkingModel(out, finished);
    await saved.remove();
    return { ...summaryOf(finished.trace), seconds: finished.seconds, backend: backend.name, files };
  },
  print: (result) => {
    const { steps, stages, accuracy, problems, meanGeneratedTokens, seconds, files } = result as TrainThoughtsResult;
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    return [
      ...stages.map(
        ({ levels, stage, steps, accuracyByThoughts }) =>
          `stage ${stage} on ${levels.join(' and ') || 'the file'}, ${steps} steps: ` +
          accuracyByThoughts.map((share, thoughts) => `${percent(share)} with ${thoughts}`).join(', '),
      ),
      `${steps} steps in ${seconds.toFixed(1)} s: ${percent(accuracy)} of ${problems} held-out problems right, ` +
        `${meanGeneratedTokens.toFixed(1)} tokens written`,
      ...files.map(({ path, bytes }) => `${bytes.toString().padStart(10)} ${path}`),
      '',
    ].join('\n');
  },
};

async function thoughtsConfigOf(
  options: Options,
): Promise<{ readonly config: ThoughtsConfig; readonly texts: Readonly<Record<string, Uint8Array>> }> {
  const data = options.text('data') ?? 'prosqa';
  const task = THOUGHT_TASKS.find((known) => known === data);
  const plan = options.text('plan');
  const learningRate = options.number('learning-rate', 1e-8, 1);
  const heldFraction = options.number('held', 0, 1);
  const base = options.text('base');
  const config = thoughtsPreset(
    options.choice('preset', THOUGHT_PRESETS) ?? 'tiny',
    options.choice('method', METHOD_NAMES) ?? 'coconut',
    task ?? { kind: 'file', name: basename(data) },
    {
      seed: options.whole('seed', 0, 2 ** 31) ?? 1,
      ...(plan === undefined ? {} : { stages: parsePlan(plan) }),
      ...(learningRate === undefined ? {} : { learningRate }),
      ...(heldFraction === undefined ? {} : { heldFraction }),
    },
  );
  return {
    config: base === undefined ? config : { ...config, base: { kind: 'shipped', name: base } },
    texts: task ? {} : { [basename(data)]: await readGiven(data) },
  };
}

/** Model, checkpoints, the card that says how to ask it, and the trace. */
async function writeThinkingModel(folder: string, finished: FinishedRun): Promise<WrittenFile[]> {
  const { trace, tokenizerJson, weights } = finished;
  const config = configOf(trace);
  const files = await writeModelFolder(folder, { config: config.model, tokenizerJson, checkpoints: weights[0] ?? [] });
  files.push(await writeWhole(join(folder, CARD_FILE), `${JSON.stringify(cardOf(config), undefined, 2)}\n`));
  files.push(await writeWhole(join(folder, TRACE_FILE), encodeTrace({ ...trace, config: withFolderNames(config) })));
  return files;
}

/** What was trained may be another size than the preset's: the run tells. */
function configOf({ config }: Trace): ThoughtsConfig {
  assert(config?.kind === 'thoughts', 'the run has told its config');
  return config;
}

export function summaryOf(trace: Trace): Omit<TrainThoughtsResult, 'seconds' | 'backend' | 'files'> {
  const config = configOf(trace);
  const losses = trace.arms[0]?.lossNats.view() ?? new Float32Array(0);
  const figures = trace.arms[0]?.figures ?? [];
  const total = stepsOf(config) ?? 0;
  const figureAt = (step: number, name: string) =>
    figures.find((known) => known.step === step && known.figure === name);
  let end = 0;
  const stages = config.stages.map(({ levels, stage, steps }): TrainedStage => {
    end += steps;
    const graded = (trace.thoughts?.graded ?? []).filter(({ step }) => step === end);
    return {
      levels,
      stage,
      steps,
      finalLossNats: mean(losses.slice(Math.max(0, end - LAST_STEPS), end)),
      accuracyByThoughts: graded.map(({ answerRight }) => mean(answerRight)),
    };
  });
  return {
    method: config.method,
    steps: total,
    stages,
    accuracy: figureAt(total, 'accuracy')?.value ?? NaN,
    problems: figureAt(total, 'accuracy')?.count ?? 0,
    meanGeneratedTokens: figureAt(total, 'meanGeneratedTokens')?.value ?? NaN,
  };
}
