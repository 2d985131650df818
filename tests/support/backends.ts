/** @file The three backends in Node: plain CPU, WASM (SIMD, one thread), and WebGPU on Dawn where a driver is found. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { create, globals } from 'webgpu';
import { registerFusedBackend } from '../../src/core/nn/kernels/webgpu/webgpu';
import * as tf from '../../src/core/nn/tf';

export const BACKENDS = ['cpu', 'wasm', 'webgpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** Makes a backend the current one. @returns undefined, or why it cannot be had here */
export async function useBackend(name: BackendName): Promise<string | undefined> {
  if (name === 'webgpu') {
    const why = await registerDawn();
    if (why) return why;
  }
  if (!(await tf.setBackend(name))) return `tfjs could not start ${name}.`;
  await tf.ready();
  return undefined;
}

/** Runs `body` on each backend in turn; says plainly which was skipped, and why. */
export async function onEachBackend(
  body: (name: BackendName) => Promise<void>,
  names: readonly BackendName[] = BACKENDS,
): Promise<void> {
  for (const name of names) {
    const why = await useBackend(name);
    if (why) console.log(`SKIPPED on ${name}: ${why}`);
    else await body(name);
  }
}

/** The number of tensors is the same before and after, also when `body` throws. */
export async function tensorsLeaked(body: () => Promise<void>): Promise<number> {
  const before = tf.memory().numTensors;
  await body();
  return tf.memory().numTensors - before;
}

/** A device of our own, so that an invalid shader fails the test instead of giving zeros. */
async function registerDawn(): Promise<string | undefined> {
  if (tf.findBackend('webgpu')) return undefined;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: '' }, configurable: true }); // tfjs and jax-js look for it there
  const adapter = await gpu.requestAdapter();
  if (!adapter) return 'Dawn finds no adapter: install a Vulkan driver or Chromium, whose SwiftShader is one.';
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('subgroups') ? ['subgroups'] : [],
    requiredLimits: {
      maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
      maxBufferSize: adapter.limits.maxBufferSize,
      maxStorageBuffersPerShaderStage: adapter.limits.maxStorageBuffersPerShaderStage,
    },
  });
  device.addEventListener('uncapturederror', (event) => {
    throw new Error(`WebGPU: ${event.error.message}`);
  });
  registerFusedBackend(device, adapter.info);
  return undefined;
}
