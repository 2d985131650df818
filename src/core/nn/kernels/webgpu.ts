/** @file All kernels of ours for WebGPU and the backend that they need. Loaded with WebGPU alone: it brings tfjs's backend along. */

import { registerBackend, registerKernel } from '@tensorflow/tfjs-core';
import { FusedBackend } from './fusedBackend';
import { layerNormKernels } from './layerNorm';
import { linearKernels } from './linear';
import { tokenLossKernels } from './tokenLoss';

for (const kernel of [...layerNormKernels, ...linearKernels, ...tokenLossKernels]) registerKernel(kernel);

/** Makes tfjs's `webgpu` a backend on this device. */
export function registerFusedBackend(device: GPUDevice, info: GPUAdapterInfo): void {
  registerBackend('webgpu', () => new FusedBackend(device, info), 3);
}
