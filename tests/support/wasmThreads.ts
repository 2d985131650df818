/** @file The WASM backend in Node on so many threads, started anew. */
import { loadWasm } from '../../src/cli/nodeBackend';
import { startNodeThread } from '../../src/cli/nodeThread';
import type { ThreadStart, WasmThread } from '../../src/core/nn/kernels/wasm/wasmThreads';
import * as tf from '../../src/core/nn/tf';
import { startWasmBackend } from '../../src/engine/backends/threadedWasm';

/** @returns how many threads there are */
export async function useWasmThreads(
  threads: number,
  start: (thread: ThreadStart) => WasmThread = startNodeThread,
): Promise<number> {
  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
  return startWasmBackend({ threads, load: loadWasm, start });
}
