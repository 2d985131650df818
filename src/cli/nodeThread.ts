/** @file `engine/backends/wasmThread.ts` in Node, as text: a thread of Node cannot read TypeScript. */

import { Worker } from 'node:worker_threads';
import type { ThreadStart, WasmThread } from '../core/nn/kernels/wasm/wasmThreads';

const SOURCE = `
const { parentPort, workerData: { module, memory, board, thread } } = require('node:worker_threads');
const { serve, breakDown } = new WebAssembly.Instance(module, { env: { memory } }).exports;
parentPort.postMessage('ready');
try {
  serve(board, thread);
} catch (error) {
  breakDown(board);
  throw error;
}`;

export function startNodeThread(start: ThreadStart): WasmThread {
  const worker = new Worker(SOURCE, { eval: true, workerData: start, execArgv: [] });
  worker.unref(); // it never ends by itself
  return {
    ready: new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    }),
    stop: () => void worker.terminate(),
  };
}
