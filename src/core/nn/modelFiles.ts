/**
 * @file A model as files in the Hugging Face layout, both ways. The tokenizer's file belongs to `core/text`.
 *
 * `config.json` holds our config beside what transformers looks for, so the page and Python read the same numbers.
 */

import type { ModelConfig } from '../trace/config/config';
import { modelSchema, parseWith } from '../trace/config/parseConfig';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '../trace/safetensors';
import { assert, InputError } from '../util/assert';
import { encodeUtf8 } from '../util/utf8';
import { parameterCount, parameterLayout, type ParameterPiece } from './layout';
import { MODELING_MODULE, MODELING_MODULE_NAME } from './modelingModule';

const MODEL_TYPE = 'tokens_and_thoughts';

const FIELDS: readonly (keyof ModelConfig)[] = [
  'vocab',
  'seq',
  'layers',
  'embed',
  'heads',
  'position',
  'rotaryBase',
  'tokenShift',
  'convolutionTaps',
  'attentionBias',
  'init',
  'initEmbedStd',
  'finalNormGain',
];

export interface ModelFiles {
  readonly 'config.json': Uint8Array;
  readonly 'model.safetensors': Uint8Array;
  readonly 'modeling_tokens_and_thoughts.py': Uint8Array;
}

/** @param theta [P] */
export function encodeModel(config: ModelConfig, theta: Float32Array, { halfPrecision = false } = {}): ModelFiles {
  assert(theta.length === parameterCount(config), 'theta has the length of the layout');
  const dtype = halfPrecision ? 'F16' : 'F32';
  const tensors = parameterLayout(config).map(
    ({ name, shape, offset, size }) =>
      ({
        name,
        shape,
        dtype,
        data: theta.subarray(offset, offset + size),
      }) as const,
  );
  return {
    'config.json': encodeUtf8(`${JSON.stringify(configJson(config, halfPrecision), undefined, 2)}\n`),
    // transformers asks for the format.
    'model.safetensors': encodeSafetensors(tensors, { format: 'pt' }),
    'modeling_tokens_and_thoughts.py': encodeUtf8(MODELING_MODULE),
  };
}

function configJson(config: ModelConfig, halfPrecision: boolean): Record<string, unknown> {
  const causal = 'TokensAndThoughtsForCausalLM';
  return {
    model_type: MODEL_TYPE,
    architectures: [causal],
    auto_map: {
      AutoConfig: `${MODELING_MODULE_NAME}.TokensAndThoughtsConfig`,
      AutoModelForCausalLM: `${MODELING_MODULE_NAME}.${causal}`,
    },
    dtype: halfPrecision ? 'float16' : 'float32',
    vocab_size: config.vocab,
    ...config,
  };
}

/**
 * Reads `config.json`.
 *
 * @param fileName how a refusal names the file
 */
export function parseModelConfig(json: string, fileName: string): ModelConfig {
  const table = parseTable(json, fileName);
  if (table['model_type'] !== MODEL_TYPE)
    throw new InputError(`${fileName} describes another kind of model: choose one that Tokens & Thoughts has written.`);
  // What transformers adds on saving is its own affair; a field of ours that is missing is still refused.
  const ours = FIELDS.filter((field) => field in table).map((field) => [field, table[field]]);
  return parseWith(modelSchema, Object.fromEntries(ours), fileName);
}

/**
 * Reads `model.safetensors`. Weights may be F32, F16 or BF16.
 *
 * @param fileName how a refusal names the file
 * @returns theta [P]
 */
export function decodeModel(config: ModelConfig, bytes: Uint8Array, fileName: string): Float32Array<ArrayBuffer> {
  const { tensors } = decodeSafetensors(bytes, fileName);
  const layout = parameterLayout(config);
  const known = new Set(layout.map(({ name }) => name));
  const unknown = [...tensors.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) throw misfit(fileName, `it has a tensor "${unknown}"`);
  const theta = new Float32Array(parameterCount(config));
  for (const piece of layout) theta.set(weightsOf(piece, tensors.get(piece.name), fileName), piece.offset);
  return theta;
}

function weightsOf({ name, shape }: ParameterPiece, tensor: StoredTensor | undefined, fileName: string): Float32Array {
  if (!tensor) throw misfit(fileName, `it has no tensor "${name}"`);
  if (tensor.shape.join() !== shape.join())
    throw misfit(fileName, `"${name}" is [${tensor.shape.join(', ')}] instead of [${shape.join(', ')}]`);
  if (tensor.dtype !== 'F32' && tensor.dtype !== 'F16' && tensor.dtype !== 'BF16')
    throw misfit(fileName, `"${name}" is of type ${tensor.dtype}`);
  if (!tensor.data.every(Number.isFinite)) throw misfit(fileName, `"${name}" holds what is not a number`);
  return tensor.data;
}

const misfit = (fileName: string, what: string): InputError =>
  new InputError(`${fileName} does not fit its config.json, ${what}: take both files from the same model.`);

function parseTable(json: string, fileName: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new InputError(`${fileName} is not JSON: save or download the file again.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`${fileName} is not a table of settings: choose the config.json of a model.`);
  return { ...value };
}
