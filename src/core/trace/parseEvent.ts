/** @file The door for events: each field's type, and the lengths of columns against each other. See parseMessage. */

import * as v from 'valibot';
import { anyNumber, type Door, doorOf, fields, integers } from './door';
import type { RunEvent } from './events';
import {
  askedSchema,
  interventionSchema,
  list,
  parseRunConfig,
  settingSchema,
  stampSchema,
  text,
  whole,
} from './config/parseConfig';

const count = whole(0, 2 ** 31 - 1);
const arm = whole(0, 7);
const floats = v.custom<Float32Array>((value) => value instanceof Float32Array, 'must be a column of floats');
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'must be a column of bytes');
const json = text(200_000_000);

const UNEVEN = 'has columns whose lengths do not fit';
/** Predictions told for a token, words heard in a thought, and choices at a written word. */
const [TOP, HEARD, WRITTEN] = [5, 5, 3];

const EVENTS: Door<RunEvent> = {
  started: fields({ config: v.pipe(v.unknown(), v.transform(parseRunConfig)), stamp: stampSchema }),
  document: v.pipe(
    fields({
      name: text(1000),
      textBytes: bytes,
      ids: integers,
      byteEnd: integers,
      kindOf: v.optional(bytes),
      kinds: v.optional(list(text(100), 256)),
    }),
    sameLength(({ ids, byteEnd, kindOf }) => [ids, byteEnd, kindOf]),
  ),
  steps: v.pipe(
    fields({ arm, first: count, lossNats: floats, gradientNorm: floats, learningRate: floats }),
    sameLength(({ lossNats, gradientNorm, learningRate }) => [lossNats, gradientNorm, learningRate]),
  ),
  checkpoint: fields({ arm, checkpoint: whole(0, 100_000), step: count, weights: floats }),
  state: fields({ step: count, arms: list(floats, 8) }),
  tokenizer: fields({ json }),
  scored: v.pipe(
    fields({
      arm,
      checkpoint: whole(0, 100_000),
      step: count,
      first: count,
      lossNats: floats,
      topIds: v.optional(integers),
      topProbability: v.optional(floats),
    }),
    timesLength(TOP, ({ lossNats, topIds, topProbability }) => [lossNats, topIds, topProbability]),
  ),
  referenceScored: v.pipe(
    fields({ first: count, lossNats: floats, entropyNats: floats }),
    sameLength(({ lossNats, entropyNats }) => [lossNats, entropyNats]),
  ),
  measured: fields({ arm, step: count, figure: text(100), value: anyNumber, count: anyNumber }),
  asked: fields(askedSchema.entries),
  pinned: fields({ json, askedJson: v.optional(json), refusals: v.optional(list(text(10_000), 1_000_000)) }),
  graded: v.pipe(
    fields({ step: count, thoughts: whole(0, 1000), answerRight: bytes, pathClass: bytes, generatedTokens: integers }),
    sameLength(({ answerRight, pathClass, generatedTokens }) => [answerRight, pathClass, generatedTokens]),
  ),
  probed: v.pipe(
    fields({
      step: count,
      problem: count,
      thoughts: whole(0, 1000),
      nodeValue: floats,
      written: text(1_000_000),
      topIds: v.optional(integers),
      topProbability: v.optional(floats),
    }),
    sameLength(({ topIds, topProbability }) => [topIds, topProbability]),
    v.check(({ topIds }) => (topIds?.length ?? 0) % WRITTEN === 0, UNEVEN),
  ),
  thoughtsRead: v.pipe(
    fields({
      step: count,
      problem: count,
      norm: floats,
      wordIds: integers,
      wordProbability: floats,
      nodeProduct: floats,
      nameNorm: floats,
      edgeAttention: floats,
    }),
    timesLength(HEARD, ({ norm, wordIds, wordProbability }) => [norm, wordIds, wordProbability]),
    v.check(({ norm, nodeProduct, nameNorm }) => nodeProduct.length === norm.length * nameNorm.length, UNEVEN),
    v.check(({ norm, edgeAttention }) => norm.length === 0 || edgeAttention.length % norm.length === 0, UNEVEN),
  ),
  ended: v.pipe(
    fields({ step: count, thoughts: whole(0, 1000), enough: floats }),
    v.check(({ thoughts, enough }) => enough.length % (thoughts + 1) === 0, UNEVEN),
  ),
  intervened: fields({
    step: count,
    problem: count,
    intervention: interventionSchema,
    thoughts: whole(0, 1000),
    nodeValue: floats,
    written: text(1_000_000),
  }),
  set: fields({ step: count, setting: settingSchema }),
  resumed: fields({
    step: count,
    cause: v.picklist(['reopened', 'device', 'sleep', 'branch'], 'is unknown'),
    awayMs: anyNumber,
  }),
  finished: fields({ reason: v.picklist(['done', 'stopped'], 'is unknown') }),
  failed: fields({ step: count, sentence: text(10_000) }),
};

export const parseEvent = doorOf(EVENTS, 'The engine sent data about a run that this page does not know');

type Columns = readonly ({ readonly length: number } | undefined)[];

/** Columns that are there have one length. */
function sameLength<T>(columnsOf: (event: T) => Columns) {
  return timesLength(1, columnsOf);
}

/** Columns that are there, after the first, have so many entries for each of its. */
function timesLength<T>(times: number, columnsOf: (event: T) => Columns) {
  return v.check<T, string>((event) => {
    const [first, ...others] = columnsOf(event).filter((column) => column !== undefined);
    return others.every(({ length }) => length === (first?.length ?? 0) * times);
  }, UNEVEN);
}
