/**
 * @file The WASM backend in a worker: SIMD, one thread.
 *
 * tfjs could start threads where the page is cross-origin isolated, but they serve its own products alone, and ours outrun
 * them at the sizes of this product: on two busy cores, threads that wait for each other were the slowest of all.
 */

import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { InputError } from '../core/util/assert';
import type { OpenBackend } from './chooseBackend';

export async function openWasm(): Promise<OpenBackend> {
  const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  // Without the flag, tfjs would start its threaded module where threads could run.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': simdUrl, // asked for by name, never started
  });
  if (!(await tf.setBackend('wasm'))) throw new InputError('The WASM backend did not start.');
  return { name: 'wasm', adapter: `1 thread, ${hasSimd ? 'SIMD' : 'no SIMD'}`, lost: new Promise(() => undefined) };
}
