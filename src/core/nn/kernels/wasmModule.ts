/**
 * @file Our own SIMD kernels (`src/wasm`), started on the memory of tfjs's WASM module: they read and write its tensors in
 * place.
 */

import { MEMORY_FLAGS_AT, WASM_BINARY } from './wasmBinary';

type Numbers = (...values: number[]) => number;

/** The functions of `src/wasm/index.ts`; places are bytes from the start of the memory. */
export interface WasmFunctions {
  readonly adamw: Numbers;
  readonly addPositions: Numbers;
  readonly squares: Numbers;
  readonly attention: Numbers;
  readonly attentionGrad: Numbers;
  readonly attentionScratch: Numbers;
  readonly attentionStride: Numbers;
  readonly convolution: Numbers;
  readonly convolutionGrad: Numbers;
  readonly copy: Numbers;
  readonly crossEntropy: Numbers;
  readonly crossEntropyGrad: Numbers;
  readonly dot: Numbers;
  readonly gelu: Numbers;
  readonly geluGrad: Numbers;
  readonly layerNorm: Numbers;
  readonly layerNormGrad: Numbers;
  readonly pickRows: Numbers;
  readonly positionsGrad: Numbers;
  readonly product: Numbers;
  readonly PRODUCT_SCRATCH: { readonly value: number };
  readonly rotate: Numbers;
  readonly scatterRows: Numbers;
  readonly sumRows: Numbers;
  readonly tokenEntropy: Numbers;
}

// Every platform has these; the language's own types leave them out.
interface Memory {
  readonly buffer: object;
}
declare const WebAssembly: {
  readonly Memory: new () => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly validate: (bytes: Uint8Array) => boolean;
};
declare const atob: (base64: string) => string;

// Limits of a memory: with a maximum, and with a maximum shared between threads. [WebAssembly, binary format, limits]
const SHARED = 3;

/**
 * @param memory of tfjs's module
 * @returns undefined where the memory is none, or the engine has no SIMD
 */
export function startWasmFunctions(memory: unknown): WasmFunctions | undefined {
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  const bytes = Uint8Array.from(atob(WASM_BINARY), (letter) => letter.charCodeAt(0));
  // A module must say whether the memory that it imports is shared; ours serves both.
  if (Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]') bytes[MEMORY_FLAGS_AT] = SHARED;
  if (!WebAssembly.validate(bytes)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports as WasmFunctions;
}
