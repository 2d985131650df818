/**
 * @file The door for configs: an address, a recording or a file may hold anything. One failure, one sentence.
 *
 * The limits are those of a tab: what passes may still be slow, but cannot be absurd.
 */

import * as v from 'valibot';
import { InputError } from '../../util/assert';
import type {
  ArmConfig,
  Intervention,
  ModelConfig,
  OptimizerConfig,
  ProbeConfig,
  RunConfig,
  ScoreConfig,
  Setting,
  Stamp,
  ThoughtsConfig,
  ThoughtStage,
  TokenRemoval,
  TrainConfig,
} from './config';

/** Refuses with a sentence that names the field. */
export function parseRunConfig(json: unknown): RunConfig {
  return parseWith(runConfig, json, 'These settings do not work');
}

/**
 * Parses with a schema whose messages complete `<field> …`, or throws one sentence: `<subject>: <field> <message>.`
 */
export function parseWith<T>(schema: v.GenericSchema<unknown, T>, value: unknown, subject: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InputError(`${subject}: ${v.getDotPath(issue) ?? 'all of it'} ${issue.message}.`);
}

/** One schema for each key of T, the optional ones included: a field added to a contract must be added to its door. */
export type EntriesOf<T> = { readonly [K in keyof T]-?: v.GenericSchema<unknown, T[K]> };

/** An object with these keys and no other: a misspelt setting must not pass for one that was left out. */
export function table<E extends v.ObjectEntries>(
  entries: E,
): v.StrictObjectSchema<E, (issue: v.BaseIssue<unknown>) => string> {
  return v.strictObject(entries, ({ expected }) =>
    expected === 'never' ? 'is unknown' : expected === 'Object' ? 'must be a table' : 'is missing',
  );
}

/** A whole number from `low` to `high`. */
export function whole(low: number, high: number) {
  const message = `must be a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}`;
  return v.pipe(v.number(message), v.safeInteger(message), v.minValue(low, message), v.maxValue(high, message));
}

/** Text of at most so many UTF-16 units. */
export function text(limit: number) {
  const message = `must be text of at most ${limit.toLocaleString('en')} characters`;
  return v.pipe(v.string(message), v.maxLength(limit, message));
}

export function list<const S extends v.GenericSchema>(item: S, limit: number) {
  const message = `must be a list of at most ${limit.toLocaleString('en')}`;
  return v.pipe(v.array(item, message), v.maxLength(limit, message));
}

/** Any number in [low, high]. */
const number = (low: number, high: number) => {
  const message = `must be a number from ${low} to ${high.toLocaleString('en')}`;
  return v.pipe(v.number(message), v.minValue(low, message), v.maxValue(high, message));
};

/** A number in (0, high]. */
const positive = (high: number) => {
  const message = `must be more than 0 and at most ${high.toLocaleString('en')}`;
  return v.pipe(v.number(message), v.gtValue(0, message), v.maxValue(high, message));
};

const oneOf = <const T extends string>(...words: readonly T[]) =>
  v.picklist(words, `must be one of ${words.join(', ')}`);

export const boolean = v.boolean('must be true or false');

const unknownKind = ({ expected }: v.BaseIssue<unknown>) => (expected === 'Object' ? 'must be a table' : 'is unknown');

// Shipped models and runs are folders: nothing in a name may lead out of one.
const folderName = v.pipe(text(100), v.regex(/^[\w-][\w.-]*$/, 'must be a plain name of letters, digits, - and _'));

const LEARNING_RATE = number(0, 10);
const KEEP_FRACTION = positive(1);

const modelFields = table({
  vocab: whole(2, 65_536),
  seq: whole(2, 4096),
  layers: whole(1, 48),
  embed: whole(1, 4096),
  heads: whole(1, 256),
  position: oneOf('none', 'rotary', 'learned'),
  rotaryBase: positive(1e9),
  tokenShift: boolean,
  convolutionTaps: whole(0, 16),
  attentionBias: boolean,
  init: oneOf('standard', 'lookup'),
  initEmbedStd: positive(100),
  finalNormGain: positive(100),
} satisfies EntriesOf<ModelConfig>);

/** Also the door for a model's own `config.json`. */
export const modelSchema: v.GenericSchema<unknown, ModelConfig> = v.pipe(
  modelFields,
  v.forward(
    v.check(({ embed, heads }) => embed % heads === 0, 'must divide embed'),
    ['heads'],
  ),
  v.forward(
    // A rotation turns pairs.
    v.check(
      ({ embed, heads, position }) => position !== 'rotary' || (embed / heads) % 2 === 0,
      'can be rotary only if embed / heads is even',
    ),
    ['position'],
  ),
);

const optimizer = table({
  learningRate: LEARNING_RATE,
  beta1: number(0, 0.99999),
  beta2: number(0, 0.99999),
  weightDecay: number(0, 10),
  clipNorm: positive(1e9),
  warmupSteps: whole(0, 1_000_000),
  finalFraction: number(0, 1),
} satisfies EntriesOf<OptimizerConfig>);

const textSource = v.variant(
  'kind',
  [
    table({
      kind: v.literal('generated'),
      recipe: oneOf('noisy', 'clean', 'base', 'tool'),
      tokens: whole(1, 100_000_000),
      noise: number(0, 1),
    }),
    table({ kind: v.literal('text'), name: text(1000) }),
  ],
  unknownKind,
);

const modelRef = v.variant(
  'kind',
  [
    table({ kind: v.literal('shipped'), name: folderName }),
    table({ kind: v.literal('run'), run: folderName, arm: whole(0, 7) }),
    table({ kind: v.literal('foreign'), name: text(100) }),
  ],
  unknownKind,
);

const SCORE = oneOf(
  'excess',
  'random',
  'highestLoss',
  'lowestExcess',
  'referenceLoss',
  'referenceEntropy',
  'intersection',
  'union',
);
const PER = oneOf('batch', 'sequence');

const objective = v.variant(
  'kind',
  [
    table({ kind: v.literal('clm') }),
    table({
      kind: v.literal('slm'),
      score: SCORE,
      keepFraction: KEEP_FRACTION,
      per: PER,
    }),
  ],
  unknownKind,
);

const arm = table({ name: text(100), objective, start: v.optional(modelRef) } satisfies EntriesOf<ArmConfig>);

const trainConfig = table({
  kind: v.literal('train'),
  preset: oneOf('tiny', 'micro', 'small'),
  seed: whole(0, 2 ** 32 - 1),
  model: modelSchema,
  optimizer,
  corpus: textSource,
  watch: textSource,
  watchTokens: whole(1, 10_000_000),
  base: v.optional(modelRef),
  reference: v.optional(modelRef),
  arms: v.pipe(list(arm, 8), v.minLength(1, 'must name at least one arm')),
  steps: whole(1, 1_000_000),
  batch: whole(1, 4096),
  checkpoints: whole(1, 1000),
} satisfies EntriesOf<TrainConfig>);

const scoreConfig = table({
  kind: v.literal('score'),
  text: textSource,
  model: modelRef,
  reference: v.optional(modelRef),
  maxTokens: whole(1, 10_000_000),
} satisfies EntriesOf<ScoreConfig>);

const problemSource = v.variant(
  'kind',
  [
    table({
      kind: v.literal('generated'),
      task: oneOf('prosqa', 'prontoqa', 'arithmetic'),
      people: whole(0, 1000),
      concepts: whole(0, 1000),
      properties: whole(0, 1000),
      style: v.optional(oneOf('compact', 'marked')),
    }),
    table({ kind: v.literal('file'), name: text(1000) }),
  ],
  unknownKind,
);

const thoughtStage = table({
  levels: list(text(100), 16),
  stage: whole(0, 100),
  steps: whole(1, 1_000_000),
  firstWord: v.optional(oneOf('path', 'frontier')),
} satisfies EntriesOf<ThoughtStage>);

const thoughtMethod = oneOf(
  'coconut',
  'cot',
  'no-cot',
  'icot',
  'pause',
  'coconut-no-curriculum',
  'coconut-no-thought',
  'pause-as-thought',
);

const thoughtsConfig = table({
  kind: v.literal('thoughts'),
  preset: oneOf('tiny', 'micro', 'small', 'official'),
  seed: whole(0, 2 ** 32 - 1),
  method: thoughtMethod,
  problems: problemSource,
  model: modelSchema,
  optimizer,
  heldFraction: number(0, 1),
  stages: v.pipe(list(thoughtStage, 100), v.minLength(1, 'must name at least one stage')),
  thoughtsPerStep: whole(1, 16),
  earlierWeight: number(0, 10),
  mixProbability: number(0, 1),
  resetOptimizer: boolean,
  tokenRemoval: table({
    firstStep: whole(0, 1_000_000),
    stepsPerToken: whole(1, 1_000_000),
  } satisfies EntriesOf<TokenRemoval>),
  batch: whole(1, 4096),
  base: v.optional(modelRef),
  evaluateEvery: whole(1, 1_000_000),
  testProblems: whole(1, 100_000),
  finalProblems: whole(1, 100_000),
  pinnedProblems: whole(0, 1000),
} satisfies EntriesOf<ThoughtsConfig>);

const probedProblems = v.variant(
  'kind',
  [
    table({
      kind: v.literal('generated'),
      task: oneOf('prosqa', 'prontoqa', 'arithmetic'),
      level: text(100),
      count: whole(1, 100_000),
      seed: whole(0, 2 ** 32 - 1),
    }),
    table({ kind: v.literal('file'), name: text(1000), limit: whole(1, 1_000_000) }),
  ],
  unknownKind,
);

/** More thoughts than any curriculum here trains; a chain of them is kept whole while it is read. */
const MOST_THOUGHTS = 64;

/** Also the door for interventions in a recording. */
export const interventionSchema = table({
  kind: oneOf('skip', 'zero', 'mean', 'noise', 'shuffle', 'transplant', 'twin'),
  thought: whole(1, MOST_THOUGHTS),
  donor: v.optional(whole(0, 100_000)),
} satisfies EntriesOf<Intervention>);

const probeConfig = table({
  kind: v.literal('probe'),
  model: modelRef,
  checkpoints: v.union(
    [oneOf('last', 'all'), whole(0, 1_000_000_000)],
    'must be last, all, or the step of a checkpoint',
  ),
  problems: probedProblems,
  thoughts: whole(0, MOST_THOUGHTS),
  detailed: whole(0, 100_000),
  interventions: list(interventionSchema, 100),
  donors: v.optional(probedProblems),
  stopping: v.optional(probedProblems),
  seed: whole(0, 2 ** 32 - 1),
} satisfies EntriesOf<ProbeConfig>);

const runConfig: v.GenericSchema<unknown, RunConfig> = v.variant(
  'kind',
  [trainConfig, scoreConfig, thoughtsConfig, probeConfig],
  unknownKind,
);

/** The model that a probe asked, in a recording. */
export const askedSchema = table({
  method: thoughtMethod,
  style: oneOf('compact', 'marked', 'official'),
  trainedThoughts: whole(0, 1000),
  words: list(text(1000), 65_536),
});

export const settingSchema: v.GenericSchema<unknown, Setting> = v.variant(
  'name',
  [
    table({ name: v.literal('learningRate'), value: LEARNING_RATE }),
    table({ name: v.literal('keepFraction'), arm: whole(0, 7), value: KEEP_FRACTION }),
    table({ name: v.literal('score'), arm: whole(0, 7), value: SCORE }),
    table({ name: v.literal('per'), arm: whole(0, 7), value: PER }),
  ],
  'is unknown',
);

export const stampSchema: v.GenericSchema<unknown, Stamp> = table({
  backend: text(100),
  adapter: text(1000),
  commit: text(100),
} satisfies EntriesOf<Stamp>);
