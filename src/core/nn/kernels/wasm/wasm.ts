/** @file The fused kernels of the WASM backend: tfjs's side of `src/wasm`. They exist where its memory and SIMD can be had. */

import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../../../util/assert';
import * as kernels from '../kernel';
import { asWasm, memoryOf, type WasmBackend } from './wasmBackend';
import { replaceWasmMoves } from './wasmMoves';
import { startWasm, type WasmFunctions } from './wasmModule';

/** What a kernel gets: where its inputs are, and where to write. */
interface Call {
  readonly wasm: WasmFunctions;
  readonly input: (name: string) => Place;
  /** 0, as C says nothing, where the input is absent. */
  readonly optional: (name: string) => number;
  readonly output: (shape: readonly number[]) => Place & { readonly info: tf.TensorInfo };
  readonly attributes: tf.NamedAttrMap;
  /** A place of so many bytes until the kernel returns. */
  readonly scratch: (bytes: number) => number;
  readonly writeFloat: (at: number, value: number) => void;
}

interface Place {
  /** Bytes from the start of the memory. */
  readonly at: number;
  readonly shape: readonly number[];
}

type Kernel = (call: Call) => tf.TensorInfo | tf.TensorInfo[];

const KERNELS: Readonly<Record<string, Kernel>> = {
  [kernels.LINEAR]: ({ wasm, input, optional, output, scratch }) => {
    const [x, weight] = [input('x'), input('weight')];
    const [rows = 0, inner = 0] = x.shape;
    const columns = weight.shape[0] ?? 0;
    const out = output([rows, columns]);
    const residual = optional('residual');
    if (residual) wasm.copy(rows * columns, residual, out.at);
    const mode = residual ? ADD : STORE;
    const space = scratch(wasm.PRODUCT_SCRATCH.value);
    wasm.product(rows, inner, columns, x.at, inner, 1, weight.at, 1, inner, out.at, optional('bias'), mode, space);
    return out.info;
  },

  [kernels.LINEAR_INPUT_GRADIENT]: ({ wasm, input, output, scratch }) => {
    const [dy, weight] = [input('dy'), input('weight')];
    const [rows = 0, inner = 0] = dy.shape;
    const columns = weight.shape[1] ?? 0;
    const out = output([rows, columns]);
    const space = scratch(wasm.PRODUCT_SCRATCH.value);
    wasm.product(rows, inner, columns, dy.at, inner, 1, weight.at, columns, 1, out.at, 0, STORE, space);
    return out.info;
  },

  [kernels.LINEAR_WEIGHT_GRADIENT]: ({ wasm, input, output, attributes, scratch }) => {
    const [dy, x] = [input('dy'), input('x')];
    const [inner = 0, rows = 0] = dy.shape;
    const columns = x.shape[1] ?? 0;
    const dWeight = output([rows, columns]);
    const space = scratch(wasm.PRODUCT_SCRATCH.value);
    wasm.product(rows, inner, columns, dy.at, 1, rows, x.at, columns, 1, dWeight.at, 0, STORE, space);
    if (attributes['hasBias'] !== true) return [dWeight.info];
    const dBias = output([rows]);
    wasm.sumRows(inner, rows, dy.at, dBias.at);
    return [dWeight.info, dBias.info];
  },

  [kernels.LINEAR_GELU]: ({ wasm, input, output, scratch }) => {
    const [x, weight] = [input('x'), input('weight')];
    const [rows = 0, inner = 0] = x.shape;
    const columns = weight.shape[0] ?? 0;
    const [u, active] = [output([rows, columns]), output([rows, columns])];
    const space = scratch(wasm.PRODUCT_SCRATCH.value);
    wasm.product(rows, inner, columns, x.at, inner, 1, weight.at, 1, inner, u.at, input('bias').at, STORE, space);
    wasm.gelu(rows * columns, u.at, active.at);
    return [u.info, active.info];
  },

  [kernels.GELU_LINEAR_GRADIENT]: ({ wasm, input, output, scratch }) => {
    const [dy, weight] = [input('dy'), input('weight')];
    const [rows = 0, inner = 0] = dy.shape;
    const columns = weight.shape[1] ?? 0;
    const du = output([rows, columns]);
    const space = scratch(wasm.PRODUCT_SCRATCH.value);
    wasm.product(rows, inner, columns, dy.at, inner, 1, weight.at, columns, 1, du.at, 0, STORE, space);
    wasm.geluGrad(rows * columns, du.at, input('u').at, du.at);
    return du.info;
  },

  [kernels.LAYER_NORM]: ({ wasm, input, output }) => {
    const x = input('x');
    const [rows = 0, width = 0] = x.shape;
    const out = output(x.shape);
    const stats = output([rows, 2]);
    wasm.layerNorm(rows, width, x.at, input('gain').at, input('bias').at, out.at, stats.at);
    return [out.info, stats.info];
  },

  [kernels.LAYER_NORM_GRADIENT]: (call) => layerNormGradient(call, 0),

  [kernels.BRANCH_NORM_GRADIENT]: (call) => layerNormGradient(call, call.input('residual').at),

  [kernels.EMBED]: ({ wasm, input, output }) => {
    const [table, ids] = [input('table'), input('ids')];
    const rows = sizeOf(ids);
    const width = table.shape[1] ?? 0;
    const out = output([rows, width]);
    wasm.pickRows(rows, width, table.at, ids.at, out.at);
    return out.info;
  },

  [kernels.EMBED_GRADIENT]: ({ wasm, input, output, attributes }) => {
    const dy = input('dy');
    const [rows = 0, width = 0] = dy.shape;
    const vocab = Number(attributes['vocab']);
    const out = output([vocab, width]);
    wasm.scatterRows(rows, width, vocab, dy.at, input('ids').at, out.at);
    return out.info;
  },

  [kernels.ADD_POSITIONS]: ({ wasm, input, optional, output, attributes }) => {
    const x = input('x');
    const out = output(x.shape);
    wasm.addPositions(...cube(x), Number(attributes['first']), x.at, input('table').at, optional('starts'), out.at);
    return out.info;
  },

  [kernels.POSITIONS_GRADIENT]: ({ wasm, input, optional, output, attributes }) => {
    const dy = input('dy');
    const window = Number(attributes['window']);
    const out = output([window, dy.shape[2] ?? 0]);
    wasm.positionsGrad(...cube(dy), Number(attributes['first']), dy.at, optional('starts'), window, out.at);
    return out.info;
  },

  [kernels.CAUSAL_ATTENTION]: (call) => {
    const { wasm, input, optional, output } = call;
    const sizes = attentionSizes(call);
    const [batch, seq, length, heads, headDim] = sizes;
    const out = output([batch * seq, heads * headDim]);
    const chances = output([batch, heads, Math.ceil(seq / 4) * 4, wasm.attentionStride(length)]);
    const space = call.scratch(wasm.attentionScratch(seq, length, headDim));
    wasm.attention(...sizes, input('qkv').at, optional('starts'), out.at, chances.at, space);
    return [out.info, chances.info];
  },

  [kernels.CAUSAL_ATTENTION_GRADIENT]: (call) => {
    const { wasm, input, output } = call;
    const sizes = attentionSizes(call);
    const [, seq, length, , headDim] = sizes;
    const qkv = input('qkv');
    const dQkv = output(qkv.shape);
    const space = call.scratch(wasm.attentionScratch(seq, length, headDim));
    wasm.attentionGrad(...sizes, qkv.at, input('chances').at, input('dy').at, dQkv.at, space);
    return dQkv.info;
  },

  [kernels.ROTATE]: ({ wasm, input, output, attributes }) => {
    const [qkv, cosine] = [input('qkv'), input('cosine')];
    const [batch = 0, seq = 0, width = 0] = qkv.shape;
    const headDim = cosine.shape[1] ?? 0;
    const out = output(qkv.shape);
    const sign = Number(attributes['sign']);
    wasm.rotate(batch, seq, width / 3 / headDim, headDim, qkv.at, cosine.at, input('sine').at, sign, out.at);
    return out.info;
  },

  [kernels.CONVOLUTION]: ({ wasm, input, output }) => {
    const padded = input('padded');
    const kernel = input('kernel');
    const [batch = 0, length = 0, width = 0] = padded.shape;
    const taps = kernel.shape[0] ?? 0;
    const out = output([batch, length - taps, width]);
    wasm.convolution(batch, length - taps, taps, width, padded.at, kernel.at, out.at);
    return out.info;
  },

  [kernels.CONVOLUTION_GRADIENT]: ({ wasm, input, output }) => {
    const padded = input('padded');
    const kernel = input('kernel');
    const [batch = 0, length = 0, width = 0] = padded.shape;
    const taps = kernel.shape[0] ?? 0;
    const gradients = [output(padded.shape), output(kernel.shape)];
    const places = [input('dy'), padded, kernel, ...gradients].map(({ at }) => at);
    wasm.convolutionGrad(batch, length - taps, taps, width, ...places);
    return gradients.map(({ info }) => info);
  },

  [kernels.TOKEN_LOSS]: ({ wasm, input, output, scratch }) => {
    const logits = input('logits');
    const [rows = 0, vocab = 0] = logits.shape;
    const losses = output([rows]);
    const space = scratch(vocab * FLOAT_BYTES);
    wasm.crossEntropy(rows, vocab, logits.at, input('targets').at, losses.at, space);
    return losses.info;
  },

  [kernels.TOKEN_ENTROPY]: ({ wasm, input, output, scratch }) => {
    const logits = input('logits');
    const [rows = 0, vocab = 0] = logits.shape;
    const out = output([rows]);
    wasm.tokenEntropy(rows, vocab, logits.at, out.at, scratch(vocab * FLOAT_BYTES));
    return out.info;
  },

  [kernels.TOKEN_LOSS_GRADIENT]: ({ wasm, input, output }) => {
    const logits = input('logits');
    const [rows = 0, vocab = 0] = logits.shape;
    const out = output(logits.shape);
    wasm.crossEntropyGrad(rows, vocab, logits.at, input('targets').at, input('dy').at, out.at);
    return out.info;
  },

  [kernels.WEIGHTED_SUM]: ({ wasm, input, output, writeFloat }) => {
    const losses = input('losses');
    const out = output([]);
    writeFloat(out.at, wasm.dot(sizeOf(losses), losses.at, input('weights').at));
    return out.info;
  },

  [kernels.ADAMW]: ({ wasm, input, output, attributes, writeFloat }) => {
    const gradient = input('gradient');
    const count = sizeOf(gradient);
    const number = (name: keyof kernels.AdamwNumbers): number => Number(attributes[name]);
    const [beta1, beta2] = [number('beta1'), number('beta2')];
    const norm = Math.sqrt(wasm.squares(count, gradient.at));
    const clip = Math.min(1, number('clipNorm') / (norm + number('clipEpsilon')));
    const places = [input('theta'), input('m'), input('v'), gradient].map(({ at }) => at);
    const rest = [1 - beta1, 1 - beta2, number('keep'), number('rate'), number('epsilon')];
    wasm.adamw(count, ...places, clip, beta1, beta2, ...rest);
    const out = output([]);
    writeFloat(out.at, norm);
    return out.info;
  },
};

// As `src/wasm/tile.ts` says it.
const STORE = 0;
const ADD = 1;
const FLOAT_BYTES = 4;

function layerNormGradient({ wasm, input, output, scratch }: Call, residual: number): tf.TensorInfo[] {
  const x = input('x');
  const [rows = 0, width = 0] = x.shape;
  const gradients = [output(x.shape), output([width]), output([width])];
  const places = gradients.map(({ at }) => at);
  const space = scratch(2 * width * FLOAT_BYTES);
  const [dy, gain, statistics] = [input('dy'), input('gain'), input('statistics')];
  wasm.layerNormGrad(rows, width, dy.at, x.at, gain.at, statistics.at, residual, ...places, space);
  return gradients.map(({ info }) => info);
}

const cube = ({ shape: [a = 0, b = 0, c = 0] }: Place): [number, number, number] => [a, b, c];

/** batch, seq, length, heads, headDim, scale */
function attentionSizes({ input, attributes }: Call): [number, number, number, number, number, number] {
  const [batch = 0, length = 0, width = 0] = input('qkv').shape;
  const heads = Number(attributes['heads']);
  const headDim = width / 3 / heads;
  return [batch, Number(attributes['seq']), length, heads, headDim, 1 / Math.sqrt(headDim)];
}

const sizeOf = ({ shape }: Place): number => shape.reduce((size, length) => size * length, 1);

/** Stands for all of them until the backend starts, which alone tells whether it can run them. */
export const WASM_START: tf.KernelConfig = {
  kernelName: 'WasmStart',
  backendName: 'wasm',
  setupFunc: registerFused,
  disposeFunc: unregisterFused,
  kernelFunc: () => [],
};

function registerFused(started: unknown): void {
  if (tf.getKernel(kernels.LAYER_NORM, 'wasm')) return; // tfjs sets up anew each time that a backend is chosen
  replaceWasmMoves();
  const backend = asWasm(started);
  const wasm = startWasm(memoryOf(backend));
  if (wasm) registerWith(backend, wasm.functions);
}

/** The kernels, on these functions from now on. */
export function registerWith(backend: WasmBackend, wasm: WasmFunctions): void {
  unregisterFused();
  const scratch = growingSpace(backend);
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => kernel(callOf(backend, wasm, scratch, inputs, attrs ?? {})),
    });
  }
}

function unregisterFused(): void {
  for (const name of Object.keys(KERNELS)) if (tf.getKernel(name, 'wasm')) tf.unregisterKernel(name, 'wasm');
}

function callOf(
  backend: WasmBackend,
  wasm: WasmFunctions,
  scratch: Call['scratch'],
  inputs: tf.NamedTensorInfoMap,
  attributes: tf.NamedAttrMap,
): Call {
  const placeOf = (info: tf.TensorInfo): Place => ({ at: backend.getMemoryOffset(info.dataId), shape: info.shape });
  return {
    wasm,
    attributes,
    scratch,
    input: (name) => {
      const info = inputs[name];
      assert(info, `the input ${name}`);
      return placeOf(info);
    },
    optional: (name) => {
      const info = inputs[name];
      return info ? placeOf(info).at : 0;
    },
    output: (shape) => {
      const info = backend.makeOutput(shape, 'float32');
      return { ...placeOf(info), info };
    },
    writeFloat: (at, value) => new Float32Array(backend.wasm.HEAPU8.buffer, at, 1).fill(value),
  };
}

/** One place in the module's memory that every kernel uses in turn; it becomes as large as the largest needs. */
export function growingSpace({ wasm }: WasmBackend): (bytes: number) => number {
  let at = 0;
  let room = 0;
  return (bytes) => {
    if (bytes <= room) return at;
    if (at) wasm._free(at);
    at = wasm._malloc(bytes) >>> 0; // a place above 2 GB comes as a negative number
    room = bytes;
    return at;
  };
}
