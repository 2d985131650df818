/** @file `lab train clm|slm`: trains on a generated corpus or on files, and writes model, tokenizer, checkpoints and trace. */

import { basename, join } from 'node:path';
import type { ArmConfig, SelectionScore, TextSource, TrainConfig } from '../../core/trace/config/config';
import { CLM_ARM, generatedSource, SLM_ARM, trainPreset } from '../../core/trace/config/presets';
import type { Trace } from '../../core/trace/trace';
import { encodeTrace } from '../../core/trace/traceCodec';
import { keptCount } from '../../core/rho1/ranking';
import { needsReference } from '../../core/rho1/scores';
import { trainLanguageModel } from '../../core/train/trainLanguageModel';
import { END_OF_TEXT } from '../../core/text/bpe';
import { InputError } from '../../core/util/assert';
import { mean } from '../../core/util/statistics';
import type { Command, Options } from '../command';
import { commitHere } from '../commit';
import { withFolderNames } from '../folderNames';
import { readGiven, writeModelFolder, writeWhole, type WrittenFile } from '../modelFolders';
import { openBackendFor, pathOf, THREADS_OPTION } from '../nodeBackend';
import { finishRun, portsFor } from '../runs';
import { SHAPE_OPTIONS, withShapeOptions } from '../shapeOptions';

/** As the paper's sections name them, and as the config does. */
const SCORES: Readonly<Record<string, SelectionScore>> = {
  excess: 'excess',
  random: 'random',
  refLoss: 'referenceLoss',
  refEntropy: 'referenceEntropy',
  intersection: 'intersection',
  union: 'union',
  highestLoss: 'highestLoss',
  lowestExcess: 'lowestExcess',
};

/** The final loss is a mean over so many last steps: one batch alone says little. */
const LAST_STEPS = 10;

export interface TrainResult {
  readonly config: TrainConfig;
  readonly steps: number;
  readonly tokens: number;
  readonly tokensTrainedOn: number;
  readonly seconds: number;
  /** Mean over the tokens trained on, over the last ten steps. */
  readonly finalLossNats: number;
  /** null where the corpus was not generated: there is nothing held out to measure. */
  readonly cleanLossNats: number | null;
  readonly accuracy: number | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly backend: string;
  readonly files: readonly WrittenFile[];
}

export const trainCommand: Command = {
  name: 'train',
  positionals: 'clm|slm',
  summary: 'Trains a language model on every token (clm) or on those that a score selects (slm).',
  options: {
    out: { value: 'DIR', help: 'where to write the model, tokenizer, checkpoints and trace' },
    preset: { value: 'P', help: 'tiny (seconds), micro (minutes on a CPU), small (minutes on a GPU) (default: tiny)' },
    corpus: { value: 'FILE', isMultiple: true, help: 'train on these texts instead of a generated noisy corpus' },
    recipe: { value: 'R', help: 'the generated corpus: noisy, clean or base (default: noisy)' },
    tokens: { value: 'N', help: 'length of the generated corpus (default: as many as the steps read)' },
    base: { value: 'DIR', help: 'go on from this model, with its tokenizer' },
    reference: { value: 'DIR', help: 'the model that scores tokens for the selection' },
    keep: { value: 'K', help: 'kept fraction of the tokens (default: 0.15, measured to be best at these sizes)' },
    score: { value: 'S', help: `${Object.keys(SCORES).join(', ')} (default: excess)` },
    per: { value: 'P', help: 'rank tokens per batch or per sequence (default: batch)' },
    steps: { value: 'N', help: 'optimisation steps (default: the preset’s)' },
    'learning-rate': { value: 'X', help: 'peak learning rate (default: the preset’s)' },
    ...SHAPE_OPTIONS,
    checkpoints: { value: 'N', help: 'checkpoints kept, the start and the end included' },
    seed: { value: 'N', help: 'starts the random generator for weights, order and generated text (default: 1)' },
    backend: { value: 'B', help: 'webgpu, wasm or cpu (default: the fastest)' },
    threads: THREADS_OPTION,
  },
  run: async (options, terminal): Promise<TrainResult> => {
    const out = pathOf(options.required('out', 'name a folder for the model.'));
    const texts = await corpusOf(options);
    const config = configOf(options, Object.keys(texts)[0]);
    const backend = await openBackendFor(options);
    terminal.say(`on ${backend.name} (${backend.adapter})`);
    const run = trainLanguageModel(config, portsFor(backend, texts, commitHere()));
    const { trace, tokenizerJson, weights, seconds } = await finishRun(run, config, terminal);
    // What was trained may be another size than the preset's: a base brings its own.
    const trained = trace.config?.kind === 'train' ? trace.config : config;
    const files = await writeModelFolder(out, { config: trained.model, tokenizerJson, checkpoints: weights[0] ?? [] });
    const named = { ...trace, config: withFolderNames(trained) };
    files.push(await writeWhole(join(out, 'trace.safetensors'), encodeTrace(named)));
    return { config: trained, ...summaryOf(trained, trace), seconds, backend: backend.name, files };
  },
  print: (result) => {
    const { steps, finalLossNats, accuracy, seconds, files } = result as TrainResult;
    const graded = accuracy === null ? '' : `, ${(100 * accuracy).toFixed(1)} % of the tasks right`;
    return [
      `${steps} steps in ${seconds.toFixed(1)} s: loss ${finalLossNats.toFixed(3)} nats${graded}`,
      ...files.map(({ path, bytes }) => `${bytes.toString().padStart(10)} ${path}`),
      '',
    ].join('\n');
  },
};

/** Several files are one text, with the mark of an end between them. */
async function corpusOf(options: Options): Promise<Record<string, Uint8Array>> {
  const paths = options.texts('corpus');
  if (paths.length === 0) return {};
  const parts: Uint8Array[] = [];
  for (const path of paths) {
    if (parts.length > 0) parts.push(new TextEncoder().encode(END_OF_TEXT));
    parts.push(await readGiven(path));
  }
  return { [paths.map((path) => basename(path)).join(', ')]: Buffer.concat(parts) };
}

function configOf(options: Options, textName: string | undefined): TrainConfig {
  const preset = options.choice('preset', ['tiny', 'micro', 'small']) ?? 'tiny';
  const arm = armOf(options);
  const reference = options.text('reference');
  const { objective } = arm;
  if (objective.kind === 'slm' && needsReference(objective.score) && reference === undefined)
    throw new InputError('--reference is missing: this score asks a reference model; name its folder.');
  const base = options.text('base');
  const numbers = {
    seed: options.whole('seed', 0, 2 ** 31),
    steps: options.whole('steps', 1, 1e6),
    learningRate: options.number('learning-rate', 1e-8, 1),
    checkpoints: options.whole('checkpoints', 2, 1000),
  };
  const choices = {
    ...defined(numbers),
    arms: [arm],
    ...(base === undefined ? {} : { base: { kind: 'shipped', name: base } as const }),
    ...(reference === undefined ? {} : { reference: { kind: 'shipped', name: reference } as const }),
  };
  const { steps, batch, model } = withShapeOptions(trainPreset(preset, choices), options);
  const corpus = sourceOf(options, textName, steps * batch * model.seq);
  return withShapeOptions(trainPreset(preset, { ...choices, corpus }), options);
}

function sourceOf(options: Options, textName: string | undefined, tokens: number): TextSource {
  if (textName !== undefined) return { kind: 'text', name: textName };
  const recipe = options.choice('recipe', ['noisy', 'clean', 'base']) ?? 'noisy';
  return generatedSource(recipe, options.whole('tokens', 1, 1e8) ?? tokens);
}

function armOf(options: Options): ArmConfig {
  const [kind, ...more] = options.positionals;
  if (more.length > 0 || (kind !== 'clm' && kind !== 'slm'))
    throw new InputError(`lab train ${options.positionals.join(' ')}: say what to train, clm or slm.`);
  if (kind === 'clm') return CLM_ARM;
  const score = SCORES[options.choice('score', Object.keys(SCORES)) ?? 'excess'] ?? 'excess';
  const keepFraction = options.number('keep', 0.001, 1);
  const per = options.choice('per', ['batch', 'sequence']);
  const objective = { ...SLM_ARM.objective, score, ...defined({ keepFraction, per }) };
  return { name: 'SLM', objective };
}

/** Without the entries that were not given. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

function summaryOf(config: TrainConfig, trace: Trace): Omit<TrainResult, 'config' | 'seconds' | 'backend' | 'files'> {
  const { steps, batch, model, arms } = config;
  const perStep = batch * model.seq;
  const objective = arms[0]?.objective;
  const kept = objective?.kind === 'slm' ? keptPerStep(objective, batch, model.seq) : perStep;
  const columns = trace.arms[0];
  const figures = Object.fromEntries(
    (columns?.figures ?? []).filter(({ step }) => step === steps).map(({ figure, value }) => [figure, value]),
  );
  return {
    steps,
    tokens: steps * perStep,
    tokensTrainedOn: steps * kept,
    finalLossNats: mean(columns?.lossNats.view().slice(-LAST_STEPS) ?? []),
    cleanLossNats: figures['cleanLossNats'] ?? null,
    accuracy: figures['accuracy'] ?? null,
    figures,
  };
}

function keptPerStep(
  { per, keepFraction }: Extract<ArmConfig['objective'], { kind: 'slm' }>,
  batch: number,
  seq: number,
): number {
  return per === 'batch' ? keptCount(batch * seq, keepFraction) : batch * keptCount(seq, keepFraction);
}
