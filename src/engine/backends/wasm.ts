/**
 * @file The WASM backend in a worker: SIMD, and our own threads where the page is cross-origin isolated.
 *
 * tfjs could start threads too, but they serve its own products alone, and wait for each other: on two busy cores they were the
 * slowest of all.
 */

import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { ThreadStart, WasmThread } from '../../core/nn/kernels/wasm/wasmThreads';
import type { OpenBackend } from './chooseBackend';
import { startWasmBackend, threadWords, usualThreads } from './threadedWasm';

/** A worker that has not started by then never will. */
const START_MS = 10_000;

/** @param wanted threads; as many as seem best here */
export async function openWasm(wanted = usualThreads(navigator.hardwareConcurrency)): Promise<OpenBackend> {
  const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  // Without the flag, tfjs would start its threaded module where threads could run.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': simdUrl, // asked for by name, never started
  });
  const threads = await startWasmBackend({ threads: hasSimd && mayWait() ? wanted : 1, load, start: startThread });
  const adapter = `${threadWords(threads)}, ${hasSimd ? 'SIMD' : 'no SIMD'}`;
  return { name: 'wasm', adapter, lost: new Promise(() => undefined) };
}

/** A page may not wait for a thread, a worker may. */
const mayWait = (): boolean => !('document' in globalThis);

async function load(): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(simdUrl)).arrayBuffer());
}

function startThread(start: ThreadStart): WasmThread {
  const worker = new Worker(new URL('./wasmThread.ts', import.meta.url), { type: 'module' });
  const ready = new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
    setTimeout(reject, START_MS);
  });
  worker.postMessage(start);
  return { ready, stop: () => worker.terminate() };
}
