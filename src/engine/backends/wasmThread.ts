/** @file One more thread for the kernels of WASM: starts our module on the shared memory and does parts of jobs until it is ended. */

import type { ThreadStart } from '../../core/nn/kernels/wasm/wasmThreads';

interface Serving {
  readonly serve: (board: number, thread: number) => void;
  readonly breakDown: (board: number) => void;
}

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const { module, memory, board, thread } = data;
  const instance = new WebAssembly.Instance(module as WebAssembly.Module, {
    env: { memory: memory as WebAssembly.Memory },
  });
  const { serve, breakDown } = instance.exports as unknown as Serving;
  self.postMessage('ready');
  try {
    serve(board, thread);
  } catch (error) {
    breakDown(board); // whoever waits for this thread must not wait for ever
    throw error;
  }
};
