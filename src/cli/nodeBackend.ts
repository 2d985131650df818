/** @file What can compute in Node: WebGPU through Dawn where a Vulkan driver is found, WASM, plain JavaScript. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { BackendName } from '../core/trace/messages/commands';
import { InputError } from '../core/util/assert';
import {
  type BackendCandidate,
  chooseBackend,
  type ChosenBackend,
  NoBackendError,
  type OpenBackend,
} from '../engine/backends/chooseBackend';
import { startWasmBackend, threadWords } from '../engine/backends/threadedWasm';
import type { WebGpuDevice } from '../engine/backends/webgpuDevice';
import { gradientSelfTest } from '../core/nn/selfTest';
import type { Options, OptionSpec } from './command';
import { startNodeThread } from './nodeThread';

export const BACKEND_NAMES: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

const never = new Promise<string>(() => undefined);

async function openCpu(): Promise<OpenBackend> {
  if (!(await tf.setBackend('cpu'))) throw new InputError('tfjs could not start cpu.');
  return { name: 'cpu', adapter: '1 thread, no SIMD', lost: never };
}

async function openWasm(threads: number): Promise<OpenBackend> {
  const running = await startWasmBackend({ threads, load: loadWasm, start: startNodeThread });
  return { name: 'wasm', adapter: `${threadWords(running)}, SIMD`, lost: never };
}

/** tfjs's module of one thread. */
export const loadWasm = (): Promise<Uint8Array> =>
  readFile(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'));

async function openDawn(hardwareOnly: boolean): Promise<WebGpuDevice> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals); // GPUBufferUsage and the like, as a browser has them
  const gpu = create([]);
  // tfjs looks for the GPU in the navigator, and Node 20 has no navigator.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const { openWebGpu, NO_ADAPTER } = await import('../engine/backends/webgpuDevice');
  return openWebGpu(gpu, { hardwareOnly }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      why === NO_ADAPTER ? `${why} Install a Vulkan driver, or Chromium, whose SwiftShader is one.` : why,
    );
  });
}

const candidates = (hardwareOnly: boolean, threads = 1): readonly BackendCandidate[] => [
  { name: 'webgpu', open: () => openDawn(hardwareOnly) },
  { name: 'wasm', open: () => openWasm(threads) },
  { name: 'cpu', open: () => openCpu() },
];

/**
 * The backend named by `--backend`, or WebGPU where it is a real graphics card, else WASM: a software driver is slower than WASM
 * here. WASM takes `--threads`.
 *
 * @param usual in place of that choice
 */
export function openBackendFor(options: Options, usual?: BackendName): Promise<ChosenBackend> {
  const wanted = options.choice('backend', BACKEND_NAMES) ?? usual;
  const threads = options.whole('threads', 1, cpus().length);
  return chooseBackend(candidates(wanted === undefined, threads), gradientSelfTest, wanted);
}

/** One is usual: several runs side by side use several cores better. */
export const THREADS_OPTION: OptionSpec = { value: 'N', help: 'threads on wasm (default: 1)' };

/** Tries one and says how it went. */
export async function tryBackend(name: BackendName): Promise<{ available: boolean; adapter: string; why: string }> {
  try {
    const { adapter } = await chooseBackend(candidates(false), gradientSelfTest, name);
    return { available: true, adapter, why: '' };
  } catch (error) {
    if (!(error instanceof NoBackendError)) throw error;
    return { available: false, adapter: '', why: error.falls[0]?.why ?? '' };
  }
}

/** An argument as a path from where the command was called. */
export function pathOf(argument: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
}
