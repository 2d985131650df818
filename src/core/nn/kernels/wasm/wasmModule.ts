/**
 * @file Our own SIMD kernels (`src/wasm`), started on the memory of tfjs's WASM module: they read and write its tensors in
 * place.
 */

import { THREADS_BINARY, WASM_BINARY } from './wasmBinary';

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

/** What `src/wasm/threads.ts` has besides. */
export interface ThreadFunctions extends WasmFunctions {
  readonly share: Numbers;
  readonly packedBytes: Numbers;
  readonly LEFT_BYTES: { readonly value: number };
  readonly BOARD_ARGUMENTS: { readonly value: number };
  readonly BOARD_BYTES: { readonly value: number };
}

// Every platform has these; the language's own types leave them out.
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new () => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly validate: (bytes: Uint8Array) => boolean;
};
declare const atob: (base64: string) => string;

/** Our module on a memory. */
export type StartedWasm =
  | { readonly isShared: false; readonly functions: WasmFunctions }
  | {
      readonly isShared: true;
      readonly functions: ThreadFunctions;
      /** For instances of other threads. */
      readonly module: object;
      readonly memory: WasmMemory;
    };

/**
 * @param memory of tfjs's module
 * @returns undefined where the memory is none, or the engine has no SIMD
 */
export function startWasm(memory: unknown): StartedWasm | undefined {
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  // A module must say whether the memory that it imports is shared. Ours for a shared one needs what not every engine has.
  const isShared = Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]';
  const bytes = Uint8Array.from(atob(isShared ? THREADS_BINARY : WASM_BINARY), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return undefined;
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return isShared
    ? { isShared, functions: exports as ThreadFunctions, module, memory }
    : { isShared, functions: exports as WasmFunctions };
}
