/**
 * @file A trace as one `.safetensors` file, for the store, for replay, and for Python:
 *
 *     from safetensors.numpy import load_file; load_file('run.safetensors')['arms.0.checkpoints.3.lossNats']
 *
 * Columns are tensors. What is no column (config, stamp, names, settings) is JSON in the metadata.
 */

import * as v from 'valibot';
import { InputError } from '../util/assert';
import { Column } from '../util/columns';
import { parseJson } from '../util/json';
import { list, parseRunConfig, parseWith, settingSchema, stampSchema, table, text, whole } from './config/parseConfig';
import { type Decoding, decodeSafetensors, encodeSafetensors } from './safetensors';
import type { ArmColumns, CheckpointColumns, DocumentColumns, Trace } from './trace';
import { outlineOfThoughts, readThoughts, thoughtColumns, thoughtsOutline } from './thoughtsCodec';
import type { NamedColumn } from './namedColumn';
import { traceReader, type TraceReader } from './traceReader';

const FORMAT = 'tokens-and-thoughts trace';
const VERSION = 1;
/** Predictions kept for a token. */
const TOP = 5;
const STEP_COLUMNS = ['lossNats', 'gradientNorm', 'learningRate'] as const;

export interface TraceEncoding {
  /** Losses, entropies and probabilities as half floats (three digits), predicted ids in 16 bits: half the bytes. */
  readonly halfPrecision?: boolean;
}

/** The same trace gives the same bytes. Without `halfPrecision` nothing is lost. */
export function encodeTrace(trace: Trace, { halfPrecision = false }: TraceEncoding = {}): Uint8Array<ArrayBuffer> {
  const columns = [
    ...(trace.document ? documentColumns(trace.document) : []),
    ...trace.arms.flatMap((arm, index) => armColumns(arm, `arms.${index}`)),
    ...(trace.thoughts ? thoughtColumns(trace.thoughts) : []),
  ];
  return encodeSafetensors(halfPrecision ? columns.map(halved) : columns, {
    format: FORMAT,
    version: `${VERSION}`,
    ...(trace.config ? { config: JSON.stringify(trace.config) } : {}),
    ...(trace.stamp ? { stamp: JSON.stringify(trace.stamp) } : {}),
    outline: JSON.stringify(outlineOf(trace)),
    shapes: JSON.stringify(Object.fromEntries(columns.map(({ name, axes }) => [name, axes]))),
  });
}

/**
 * Refuses, with one sentence, what is not a recording, is damaged, or is of a later version.
 *
 * @param fileName how the sentence names the file
 */
export function decodeTrace(bytes: Uint8Array, fileName = 'This recording', decoding: Decoding = {}): Trace {
  const { tensors, metadata } = decodeSafetensors(bytes, fileName, decoding);
  checkVersion(metadata, fileName);
  const damaged = `${fileName} is damaged`;
  const json = (key: string): unknown =>
    parseJson(metadata[key] ?? 'null', () => `${damaged}: its ${key} is not JSON.`);
  const outline = parseWith(outlineSchema, json('outline'), damaged);
  const reader = traceReader(tensors, (why) => new InputError(`${damaged}: ${why}`));
  const document = outline.document && readDocument(outline.document, reader);
  const tokens = document?.ids.length ?? 0;
  return {
    version: outline.events,
    ...(metadata.config === undefined ? {} : { config: parseRunConfig(json('config')) }),
    ...(metadata.stamp === undefined ? {} : { stamp: parseWith(stampSchema, json('stamp'), damaged) }),
    ...(document ? { document } : {}),
    arms: outline.arms.map((arm, index) => readArm(arm, `arms.${index}`, tokens, reader)),
    ...(outline.thoughts ? { thoughts: readThoughts(outline.thoughts, reader) } : {}),
    settings: outline.settings,
    resumptions: outline.resumptions ?? [],
    ...(outline.end ? { end: outline.end } : {}),
  };
}

function documentColumns(document: DocumentColumns): NamedColumn[] {
  const { textBytes, ids, byteEnd, kindOf, referenceLossNats, referenceEntropyNats } = document;
  const tokens = { shape: [ids.length], axes: '[token]' };
  return [
    { name: 'document.textBytes', dtype: 'U8', data: textBytes, shape: [textBytes.length], axes: '[byte]' },
    { name: 'document.ids', dtype: 'I32', data: ids, ...tokens },
    { name: 'document.byteEnd', dtype: 'I32', data: byteEnd, ...tokens },
    ...(kindOf ? [{ name: 'document.kindOf', dtype: 'U8' as const, data: kindOf, ...tokens }] : []),
    { name: 'document.referenceLossNats', dtype: 'F32', data: referenceLossNats, ...tokens },
    { name: 'document.referenceEntropyNats', dtype: 'F32', data: referenceEntropyNats, ...tokens },
  ];
}

function armColumns(arm: ArmColumns, path: string): NamedColumn[] {
  const figures = { shape: [arm.figures.length], axes: '[figure]' };
  return [
    ...STEP_COLUMNS.map((name): NamedColumn => {
      const data = arm[name].view();
      return { name: `${path}.${name}`, dtype: 'F32', data, shape: [data.length], axes: '[step]' };
    }),
    ...arm.checkpoints.flatMap((checkpoint, index) => checkpointColumns(checkpoint, `${path}.checkpoints.${index}`)),
    // Not JSON: a figure may be NaN, and JSON has no NaN.
    { name: `${path}.figures.step`, dtype: 'I32', data: Int32Array.from(arm.figures, ({ step }) => step), ...figures },
    {
      name: `${path}.figures.count`,
      dtype: 'I32',
      data: Int32Array.from(arm.figures, ({ count }) => count),
      ...figures,
    },
    {
      name: `${path}.figures.value`,
      dtype: 'F64',
      data: Float64Array.from(arm.figures, ({ value }) => value),
      ...figures,
    },
  ];
}

function checkpointColumns({ lossNats, topIds, topProbability }: CheckpointColumns, path: string): NamedColumn[] {
  const tokens = lossNats.length;
  const ranks = { shape: [tokens, TOP], axes: '[token, rank]' };
  return [
    { name: `${path}.lossNats`, dtype: 'F32', data: lossNats, shape: [tokens], axes: '[token]' },
    ...(topIds ? [{ name: `${path}.topIds`, dtype: 'I32' as const, data: topIds, ...ranks }] : []),
    ...(topProbability
      ? [{ name: `${path}.topProbability`, dtype: 'F32' as const, data: topProbability, ...ranks }]
      : []),
  ];
}

/** Halves what is per token. Columns of steps stay whole: a learning rate is too small for a half float. */
function halved(column: NamedColumn): NamedColumn {
  if (column.dtype === 'F32' && column.axes !== '[step]') return { ...column, dtype: 'F16' };
  const isShort = column.name.endsWith('.topIds') || column.name.startsWith('thoughts.');
  if (column.dtype === 'I32' && isShort && column.data.every((value) => value < 65_536))
    return { ...column, dtype: 'U16', data: Uint16Array.from(column.data) };
  return column;
}

const COUNT = whole(0, 2 ** 31 - 1);
const CHECKPOINT_LIMIT = 1000;

const documentOutline = table({
  name: text(1000),
  kinds: v.optional(list(text(100), 256)),
  referenceScored: COUNT,
});

const armOutline = table({
  checkpoints: list(table({ step: COUNT, scored: COUNT }), CHECKPOINT_LIMIT),
  figures: list(text(100), 1_000_000),
});

const resumption = table({
  step: COUNT,
  cause: v.picklist(['reopened', 'device', 'sleep', 'branch'], 'is unknown'),
  awayMs: v.pipe(v.number('must be a number'), v.minValue(0, 'must be at least 0')),
});

const outlineSchema = table({
  events: whole(0, Number.MAX_SAFE_INTEGER),
  document: v.optional(documentOutline),
  arms: list(armOutline, 8),
  thoughts: v.optional(thoughtsOutline),
  settings: list(table({ step: COUNT, setting: settingSchema }), 1_000_000),
  /** Absent where the run was never away. */
  resumptions: v.optional(list(resumption, 100_000)),
  end: v.optional(
    table({
      reason: v.picklist(['done', 'stopped', 'failed'], 'is unknown'),
      sentence: v.optional(text(10_000)),
    }),
  ),
});

type Outline = v.InferOutput<typeof outlineSchema>;

function outlineOf({ version, document, arms, thoughts, settings, resumptions, end }: Trace): Outline {
  return {
    events: version,
    ...(document
      ? {
          document: {
            name: document.name,
            ...(document.kinds ? { kinds: [...document.kinds] } : {}),
            referenceScored: document.referenceScored,
          },
        }
      : {}),
    arms: arms.map(({ checkpoints, figures }) => ({
      checkpoints: checkpoints.map(({ step, scored }) => ({ step, scored })),
      figures: figures.map(({ figure }) => figure),
    })),
    ...(thoughts ? { thoughts: outlineOfThoughts(thoughts) } : {}),
    settings,
    ...(resumptions.length > 0 ? { resumptions } : {}),
    ...(end ? { end } : {}),
  };
}

function checkVersion({ format, version }: Readonly<Record<string, string>>, fileName: string): void {
  const number = Number(version);
  if (format !== FORMAT || !Number.isInteger(number) || number < 1)
    throw new InputError(`${fileName} is a safetensors file, but not a recording of a run.`);
  if (number > VERSION)
    throw new InputError(
      `${fileName} was written by a newer version (${number}); this page reads up to version ${VERSION}.`,
    );
}

function readDocument(outline: NonNullable<Outline['document']>, reader: TraceReader): DocumentColumns {
  const { name, kinds, referenceScored } = outline;
  const textBytes = reader.bytes('document.textBytes');
  const ids = reader.integers('document.ids', { below: 2 ** 31 });
  const tokens = ids.length;
  const byteEnd = reader.integers('document.byteEnd', { shape: [tokens], below: textBytes.length + 1 });
  if (!isAscending(byteEnd)) throw reader.damage('its tokens are not in the order of the text.');
  if (referenceScored > tokens) throw reader.damage('more tokens are scored than there are.');
  return {
    name,
    textBytes,
    ids,
    byteEnd,
    ...(kinds ? { kindOf: reader.bytes('document.kindOf', { shape: [tokens], below: kinds.length }), kinds } : {}),
    referenceLossNats: reader.floats('document.referenceLossNats', [tokens]),
    referenceEntropyNats: reader.floats('document.referenceEntropyNats', [tokens]),
    referenceScored,
  };
}

/** By a loop: a trace may have a million tokens, and a page waits for it. */
function isAscending(ends: Int32Array): boolean {
  for (let token = 1; token < ends.length; token++) if ((ends[token] ?? 0) < (ends[token - 1] ?? 0)) return false;
  return true;
}

function readArm(outline: Outline['arms'][number], path: string, tokens: number, reader: TraceReader): ArmColumns {
  const steps = reader.floats(`${path}.lossNats`).length;
  const column = (name: (typeof STEP_COLUMNS)[number]): Column<Float32Array> => {
    const result = Column.float32();
    result.append(reader.floats(`${path}.${name}`, [steps]));
    return result;
  };
  const figures = outline.figures.length;
  const step = reader.integers(`${path}.figures.step`, { shape: [figures] });
  const count = reader.integers(`${path}.figures.count`, { shape: [figures] });
  const value = reader.doubles(`${path}.figures.value`, [figures]);
  return {
    lossNats: column('lossNats'),
    gradientNorm: column('gradientNorm'),
    learningRate: column('learningRate'),
    checkpoints: outline.checkpoints.map((checkpoint, index) =>
      readCheckpoint(checkpoint, `${path}.checkpoints.${index}`, tokens, reader),
    ),
    figures: outline.figures.map((figure, row) => ({
      step: step[row] ?? 0,
      figure,
      value: value[row] ?? NaN,
      count: count[row] ?? 0,
    })),
  };
}

function readCheckpoint(
  { step, scored }: { readonly step: number; readonly scored: number },
  path: string,
  tokens: number,
  reader: TraceReader,
): CheckpointColumns {
  const lossNats = reader.floats(`${path}.lossNats`);
  // A checkpoint that came before the document has no rows yet.
  if (lossNats.length !== tokens && lossNats.length !== 0) throw reader.damage(`${path} has not one loss a token.`);
  if (scored > lossNats.length) throw reader.damage(`${path} has more tokens scored than there are.`);
  if (!reader.has(`${path}.topIds`)) return { step, lossNats, scored };
  const shape = [lossNats.length, TOP];
  const topIds = reader.integers(`${path}.topIds`, { shape });
  return { step, lossNats, scored, topIds, topProbability: reader.floats(`${path}.topProbability`, shape) };
}
