/** @file What is used of tfjs's WASM backend; its own types need those of Emscripten. */

import type * as tf from '@tensorflow/tfjs-core';

export interface WasmBackend {
  readonly wasm: {
    readonly tfjs: {
      readonly registerTensor: (id: number, size: number, offset: number) => void;
      readonly disposeData: (id: number) => void;
    };
    readonly cwrap: (name: string, returns: null, takes: readonly string[]) => (...values: unknown[]) => void;
    readonly HEAPU8: Uint8Array;
    readonly _malloc: (bytes: number) => number;
    readonly _free: (place: number) => void;
    /** What the module exports. */
    readonly asm?: { readonly memory?: unknown };
  };
  readonly makeOutput: (shape: readonly number[], dtype: tf.DataType) => tf.TensorInfo;
  readonly typedArrayFromHeap: (info: tf.TensorInfo) => Float32Array | Int32Array;
  readonly incRef: (dataId: tf.DataId) => void;
  readonly getMemoryOffset: (dataId: tf.DataId) => number;
}

// Kernels that are registered for wasm meet no other backend.
export const asWasm = (backend: unknown): WasmBackend => backend as WasmBackend;

export const memoryOf = ({ wasm }: WasmBackend): unknown => wasm.asm?.memory;
