/**
 * @file The WASM backend in a worker: SIMD, and threads where the page is cross-origin isolated.
 *
 * tfjs hands its threads the text of a bundled function, whose outer variables a bundler renames: every thread then dies of
 * a ReferenceError. So the threaded module is started here, and its threads read the original script as a file of its own.
 */

import * as tf from '@tensorflow/tfjs-core';
import { BackendWasm, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import threadedFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import threadedScriptUrl from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import { wasmWorkerContents } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js';
import { InputError } from '../core/util/assert';
import type { OpenBackend } from './chooseBackend';

/** As tfjs ranks it: below webgpu, above cpu. */
const WASM_PRIORITY = 2;

export async function openWasm(): Promise<OpenBackend> {
  const hasSimd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const threads = hasSimd && (await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')) ? threadsHere() : 1;
  if (threads > 1) registerThreaded(threads);
  else registerSingle();
  if (!(await tf.setBackend('wasm'))) throw new InputError('The WASM backend did not start.');
  const why = crossOriginIsolated ? '' : ' (the page is not cross-origin isolated)';
  const adapter = `${threads === 1 ? `1 thread${why}` : `${threads} threads`}, ${hasSimd ? 'SIMD' : 'no SIMD'}`;
  return { name: 'wasm', adapter, lost: new Promise(() => undefined) };
}

/** More than eight do not pay at the sizes of this product, and the module starts eight workers at most at once. */
function threadsHere(): number {
  return Math.max(1, Math.min(8, navigator.hardwareConcurrency));
}

function registerSingle(): void {
  // Without the flag, tfjs would start its own threaded module where threads could run.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
}

function registerThreaded(threads: number): void {
  setThreadsCount(threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', async () => new BackendWasm(await threadedModule()), WASM_PRIORITY);
}

type WasmModule = Awaited<ReturnType<typeof threadedFactory>>;
/** A function of the module by its C name, with its result's and its arguments' types. */
type Cwrap = <F>(name: string, result: 'number' | null, arguments_: readonly 'number'[]) => F;

async function threadedModule(): Promise<WasmModule> {
  // The script came out of a template string, which has turned the line ends in its own strings into real ones.
  const worker = wasmWorkerContents.replaceAll('\n', '\\n');
  const workerUrl = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  // The types of the package leave out `cwrap`, which every emscripten module of it exports.
  const module = (await threadedFactory({
    mainScriptUrlOrBlob: new URL(threadedScriptUrl, self.location.href).href,
    locateFile: (path) => (path.endsWith('.wasm') ? threadedUrl : workerUrl),
  })) as WasmModule & { cwrap: Cwrap };
  // The bridge that BackendWasm expects: the exported C functions by name, result and arguments.
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  return module;
}
