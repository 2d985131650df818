/** @file Starts tfjs's WASM backend, with our kernels on several threads where its memory can be shared: in a page or in Node. */

import * as tf from '@tensorflow/tfjs-core';
import { startWasmThreads, type ThreadStart, type WasmThread } from '../core/nn/kernels/wasmThreads';
import { InputError } from '../core/util/assert';
import { shareWasmMemory } from './sharedMemory';

export interface ThreadPlan {
  /** Wanted, the caller's own among them. */
  readonly threads: number;
  /** tfjs's module of one thread with SIMD. */
  readonly load: () => Promise<Uint8Array>;
  readonly start: (thread: ThreadStart) => WasmThread;
}

/** @returns how many threads there are */
export async function startWasmBackend({ threads, load, start }: ThreadPlan): Promise<number> {
  const isShared = threads > 1 && (await shareWasmMemory(load));
  if (!(await tf.setBackend('wasm'))) throw new InputError('The WASM backend did not start.');
  return isShared && (await startWasmThreads(threads, start)) ? threads : 1;
}

/** As an adapter names itself. */
export const threadWords = (threads: number): string => `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
