/** @file Starts tfjs's WASM backend, with our kernels on several threads where its memory can be shared: in a page or in Node. */

import * as tf from '@tensorflow/tfjs-core';
import { startWasmThreads, type ThreadStart, type WasmThread } from '../../core/nn/kernels/wasm/wasmThreads';
import { InputError } from '../../core/util/assert';
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

/**
 * Half of the cores, eight at most: the other half are for the page and for whatever else runs, and often are second threads of a
 * core, or slow ones. Two cores both, for on a busy pair the second thread was no loss and the page no less smooth (docs/log.md,
 * 2026-11-26).
 */
export const usualThreads = (cores: number): number => Math.min(cores, 8, Math.max(2, Math.floor(cores / 2)));

/** As an adapter names itself. */
export const threadWords = (threads: number): string => `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
