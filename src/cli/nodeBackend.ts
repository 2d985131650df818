/** @file What can compute in Node: WebGPU through Dawn where a Vulkan driver is found, WASM, plain JavaScript. */

import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { BackendName } from '../core/trace/commands';
import { InputError } from '../core/util/assert';
import {
  type BackendCandidate,
  chooseBackend,
  type ChosenBackend,
  NoBackendError,
  type OpenBackend,
} from '../engine/chooseBackend';
import type { WebGpuDevice } from '../engine/webgpuDevice';
import { gradientSelfTest } from '../core/nn/selfTest';

export const BACKEND_NAMES: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

const never = new Promise<string>(() => undefined);

async function openPlain(name: 'wasm' | 'cpu', adapter: string): Promise<OpenBackend> {
  if (!(await tf.setBackend(name))) throw new InputError(`tfjs could not start ${name}.`);
  return { name, adapter, lost: never };
}

async function openDawn(hardwareOnly: boolean): Promise<WebGpuDevice> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals); // GPUBufferUsage and the like, as a browser has them
  const gpu = create([]);
  // tfjs looks for the GPU in the navigator, and Node 20 has no navigator.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const { openWebGpu, NO_ADAPTER } = await import('../engine/webgpuDevice');
  return openWebGpu(gpu, { hardwareOnly }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      why === NO_ADAPTER ? `${why} Install a Vulkan driver, or Chromium, whose SwiftShader is one.` : why,
    );
  });
}

const candidates = (hardwareOnly: boolean): readonly BackendCandidate[] => [
  { name: 'webgpu', open: () => openDawn(hardwareOnly) },
  { name: 'wasm', open: () => openPlain('wasm', '1 thread, SIMD') },
  { name: 'cpu', open: () => openPlain('cpu', '1 thread, no SIMD') },
];

/**
 * The backend named, or WebGPU where it is a real graphics card, else WASM: a software driver is slower than WASM here.
 */
export function openNodeBackend(wanted?: BackendName): Promise<ChosenBackend> {
  return chooseBackend(candidates(wanted === undefined), gradientSelfTest, wanted);
}

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
