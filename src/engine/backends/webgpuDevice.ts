/**
 * @file A GPUDevice of our own under tfjs: the adapter's higher limits, timestamps, and the two handlers without which an
 * invalid shader returns zeros and a lost device is a silence. The same for the browser and for Dawn in Node.
 */

import * as tf from '@tensorflow/tfjs-core';
import { isSoftwareAdapter } from '../../core/nn/kernels/webgpu/fusedBackend';
import { registerFusedBackend } from '../../core/nn/kernels/webgpu/webgpu';
import { InputError } from '../../core/util/assert';
import { attending } from '../runs/attend';
import type { OpenBackend } from './chooseBackend';

/** The limits that larger models run into first. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
] as const;

export const NO_ADAPTER = 'The browser offered no graphics adapter.';

const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

export interface WebGpuDevice extends OpenBackend {
  readonly device: GPUDevice;
  readonly takeError: () => string | undefined;
  readonly attend: NonNullable<OpenBackend['attend']>;
  readonly close: () => void;
}

export interface WebGpuOptions {
  /** Refuse a driver that computes in software: WASM is many times faster than that. */
  readonly hardwareOnly: boolean;
}

/** Makes tfjs compute on a new device of this GPU. */
export async function openWebGpu(
  gpu: GPU | undefined,
  { hardwareOnly }: WebGpuOptions = { hardwareOnly: false },
): Promise<WebGpuDevice> {
  if (!gpu) throw new InputError('This browser has no WebGPU.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new InputError(NO_ADAPTER);
  const words = adapterWords(adapter.info);
  if (hardwareOnly && isSoftwareAdapter(adapter.info))
    throw new InputError(`${words} computes in software, and WASM is faster than that.`);
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  let firstError: string | undefined;
  device.addEventListener('uncapturederror', (event) => {
    firstError ??= event.error.message;
  });
  forgetBackend();
  registerFusedBackend(device, adapter.info);
  if (!(await tf.setBackend('webgpu'))) throw new InputError('tfjs could not use the graphics device.');
  return {
    name: 'webgpu',
    adapter: words,
    lost: device.lost.then((info) => info.message),
    device,
    takeError: () => {
      const error = firstError;
      firstError = undefined;
      return error;
    },
    attend: attending(device),
    close: () => {
      forgetBackend();
      device.destroy();
    },
  };
}

/** Whatever device tfjs had before; removing what is not there throws. */
function forgetBackend(): void {
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
}

function adapterWords(info: GPUAdapterInfo): string {
  const words = [info.vendor, info.architecture, info.description].filter((word) => word !== '');
  return [...new Set(words)].join(' ') || 'an adapter that does not name itself';
}
