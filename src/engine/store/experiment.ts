/**
 * @file A whole experiment as one archive: what a run left, so that it can be seen, scored with and gone on from elsewhere,
 * and so that Python opens each part.
 *
 *   manifest.json                          what is here, with lengths and CRC-32 of each file
 *   trace.safetensors                      losses, checkpoints, the watched text (core/trace/traceCodec)
 *   tokenizer.json, texts/<i>
 *   state/<arm>.safetensors                theta, m, v: what the run needs to go on
 *   models/<arm>/…                         Hugging Face layout, with checkpoint-<step>/
 */

import * as v from 'valibot';
import { decodeModel, encodeModel } from '../../core/nn/modelFiles';
import { parameterCount } from '../../core/nn/layout';
import { type Files, packArchive, unpackArchive } from '../../core/trace/archive';
import type { RunCard, RunState } from '../../core/trace/messages/commands';
import type { ModelConfig, RunConfig } from '../../core/trace/config/config';
import { trainedModel } from '../../core/trace/config/configFacts';
import { list, parseRunConfig, parseWith, table, text, whole } from '../../core/trace/config/parseConfig';
import { parseRunCard } from '../../core/trace/runCard';
import { decodeSafetensors, encodeSafetensors } from '../../core/trace/safetensors';
import { decodeTrace } from '../../core/trace/traceCodec';
import { InputError } from '../../core/util/assert';
import { crc32 } from '../../core/util/crc32';
import { parseJson } from '../../core/util/json';
import type { CheckpointKey } from './manifest';
import type { RunRecord } from './store';

const FORMAT = 'tokens-and-thoughts experiment';
const VERSION = 1;
const MANIFEST = 'manifest.json';
const TRACE = 'trace.safetensors';
const TOKENIZER = 'tokenizer.json';
const STATES: readonly RunState[] = ['paused', 'done', 'stopped', 'failed'];

export interface Experiment {
  readonly record: RunRecord;
  readonly weights: readonly (CheckpointKey & { readonly theta: Float32Array })[];
  readonly card: RunCard;
  /** The address of the view that was exported, where it was one. */
  readonly view?: string;
}

const fileEntry = table({ path: text(200), bytes: whole(0, 2 ** 31), crc32: whole(0, 2 ** 32) });
const weightEntry = table({
  arm: whole(0, 7),
  checkpoint: whole(0, 10_000),
  step: whole(0, 1_000_000),
  path: text(200),
});
const manifestSchema = table({
  format: v.literal(FORMAT, 'is not that of an experiment'),
  version: whole(1, 1_000),
  config: v.unknown(),
  card: v.unknown(),
  state: v.picklist(STATES, 'is unknown'),
  step: whole(0, 1_000_000),
  savedAtMs: v.pipe(v.number('must be a number'), v.minValue(0, 'must be at least 0')),
  view: v.optional(text(4000)),
  texts: list(table({ name: text(1000), path: text(200) }), 16),
  weights: list(weightEntry, 2000),
  files: list(fileEntry, 4000),
});

type Manifest = v.InferOutput<typeof manifestSchema>;

/** The model files of one arm: its last weights, and every checkpoint of them. Names start at `folder`. */
export function modelFiles(
  config: ModelConfig,
  tokenizerJson: string,
  checkpoints: readonly { readonly step: number; readonly theta: Float32Array }[],
  folder = '',
): Files {
  const last = checkpoints.at(-1);
  if (!last) throw new InputError('This run has no weights yet: export it again after its first checkpoint.');
  const encode = (theta: Float32Array) => encodeModel(config, theta);
  const bytes = (json: string) => new TextEncoder().encode(json);
  return {
    ...inFolder(folder, { ...encode(last.theta), [TOKENIZER]: bytes(tokenizerJson) }),
    ...Object.fromEntries(
      checkpoints.map(({ step, theta }) => [`${folder}${weightsPath(step)}`, encode(theta)['model.safetensors']]),
    ),
    [`${folder}checkpoints.json`]: bytes(`${JSON.stringify({ steps: checkpoints.map(({ step }) => step) })}\n`),
  };
}

export function packExperiment({ record, weights, card, view }: Experiment): Uint8Array<ArrayBuffer> {
  const model = modelOf(record);
  const arms = [...new Set(weights.map(({ arm }) => arm))];
  const files: Files = {
    [TRACE]: record.trace,
    ...(record.tokenizerJson === undefined ? {} : { [TOKENIZER]: new TextEncoder().encode(record.tokenizerJson) }),
    ...Object.fromEntries(Object.values(record.texts).map((bytes, i) => [`texts/${i}`, bytes])),
    ...Object.fromEntries(record.arms.map((state, arm) => [`state/${arm}.safetensors`, encodeState(state)])),
    ...Object.assign(
      {},
      ...arms.map((arm) =>
        model && record.tokenizerJson !== undefined
          ? modelFiles(
              model,
              record.tokenizerJson,
              weights.filter((each) => each.arm === arm),
              `models/${arm}/`,
            )
          : {},
      ),
    ),
  };
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    config: record.config,
    card,
    state: STATES.includes(record.state) ? record.state : 'paused',
    step: record.step,
    savedAtMs: record.savedAtMs,
    ...(view === undefined ? {} : { view }),
    texts: Object.keys(record.texts).map((name, i) => ({ name, path: `texts/${i}` })),
    weights: weights.map(({ arm, checkpoint, step }) => ({
      arm,
      checkpoint,
      step,
      path: `models/${arm}/${weightsPath(step)}`,
    })),
    files: Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length, crc32: crc32(bytes) })),
  };
  const json = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 1)}\n`);
  return packArchive({ [MANIFEST]: json, ...files });
}

/** Refuses with one sentence what is damaged, of a later version, or does not fit together. */
export function unpackExperiment(bytes: Uint8Array, fileName: string): Experiment {
  const files = unpackArchive(bytes, fileName);
  const manifest = readManifest(files, fileName);
  const file = (path: string): Uint8Array => {
    const found = files[path];
    if (!found) throw new InputError(`${fileName} lacks its file ${path}: export the run again.`);
    return found;
  };
  checkSums(manifest, file, fileName);
  const record = readRecord(manifest, file, files[TOKENIZER], fileName);
  const model = modelOf(record);
  const weights = manifest.weights.map(({ path, ...key }) => {
    if (!model) throw new InputError(`${fileName} has weights, but no configuration for their model.`);
    return { ...key, theta: decodeModel(model, file(path), `${path} in ${fileName}`) };
  });
  const { view } = manifest;
  return { record, weights, card: parseRunCard(manifest.card), ...(view === undefined ? {} : { view }) };
}

function readManifest(files: Files, fileName: string): Manifest {
  const bytes = files[MANIFEST];
  if (!bytes) throw new InputError(`${fileName} is an archive, but not of an experiment: it has no manifest.json.`);
  const json = parseJson(new TextDecoder().decode(bytes), () => `The manifest.json of ${fileName} is not JSON.`);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > VERSION)
    throw new InputError(
      `${fileName} was written by a newer version (${version}); this page reads up to version ${VERSION}.`,
    );
  return parseWith(manifestSchema, json, `The manifest.json of ${fileName}`);
}

function checkSums({ files }: Manifest, file: (path: string) => Uint8Array, fileName: string): void {
  for (const { path, bytes, crc32: sum } of files) {
    const found = file(path);
    if (found.length !== bytes || crc32(found) !== sum)
      throw new InputError(`${path} in ${fileName} is damaged: download or export the file again.`);
  }
}

function readRecord(
  manifest: Manifest,
  file: (path: string) => Uint8Array,
  tokenizer: Uint8Array | undefined,
  fileName: string,
): RunRecord {
  const { state, step, savedAtMs } = manifest;
  const config: RunConfig = parseRunConfig(manifest.config);
  const trace = file(TRACE);
  const decoded = decodeTrace(trace, `${TRACE} in ${fileName}`);
  const model = decoded.config && trainedModel(decoded.config);
  const states = manifest.files.map(({ path }) => path).filter((path) => path.startsWith('state/'));
  const arms = states.map((_, arm) =>
    decodeState(file(`state/${arm}.safetensors`), model, `state/${arm}.safetensors in ${fileName}`),
  );
  const texts = Object.fromEntries(manifest.texts.map(({ name, path }) => [name, file(path)]));
  const tokenizerJson = tokenizer && new TextDecoder().decode(tokenizer);
  return { config, state, step, savedAtMs, trace, arms, texts, ...(tokenizerJson ? { tokenizerJson } : {}) };
}

/** The true sizes stand in the trace: a config that goes on from a base, or learns problems, names only wished ones. */
function modelOf({ trace }: RunRecord): ModelConfig | undefined {
  const { config } = decodeTrace(trace);
  return config && trainedModel(config);
}

/** [theta | m | v] as three tensors, each in the order of the model's parameters. */
function encodeState(state: Float32Array): Uint8Array {
  const size = state.length / 3;
  const tensors = ['theta', 'm', 'v'].map(
    (name, i) => ({ name, dtype: 'F32', shape: [size], data: state.subarray(i * size, (i + 1) * size) }) as const,
  );
  return encodeSafetensors(tensors, { format: 'pt' });
}

function decodeState(bytes: Uint8Array, model: ModelConfig | undefined, fileName: string): Float32Array {
  const { tensors } = decodeSafetensors(bytes, fileName);
  const size = model ? parameterCount(model) : -1;
  const state = new Float32Array(Math.max(0, 3 * size));
  for (const [i, name] of ['theta', 'm', 'v'].entries()) {
    const tensor = tensors.get(name);
    if (tensor?.dtype !== 'F32' || tensor.data.length !== size)
      throw new InputError(`${fileName} does not fit the model of its run: export the run again.`);
    state.set(tensor.data, i * size);
  }
  return state;
}

function inFolder(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${folder}${path}`, bytes]));
}

const weightsPath = (step: number): string => `checkpoint-${step}/model.safetensors`;
