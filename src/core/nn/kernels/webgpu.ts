/** @file All kernels of ours for WebGPU and the backend that they need. Loaded with WebGPU alone: it brings tfjs's backend along. */

import { registerBackend, registerKernel } from '@tensorflow/tfjs-core';
import { adamwKernels } from './adamw';
import { attentionKernels } from './attention';
import { convolutionKernels } from './convolution';
import { embedKernels } from './embed';
import { FusedBackend } from './fusedBackend';
import { layerNormKernels } from './layerNorm';
import { linearKernels } from './linear';
import { piecesKernels } from './pieces';
import { rotateKernels } from './rotate';
import { tokenLossKernels } from './tokenLoss';
import { topMaskKernels } from './topMask';
import { weightedSumKernels } from './weightedSum';

const KERNELS = [
  adamwKernels,
  attentionKernels,
  convolutionKernels,
  embedKernels,
  layerNormKernels,
  linearKernels,
  piecesKernels,
  rotateKernels,
  tokenLossKernels,
  topMaskKernels,
  weightedSumKernels,
];

for (const kernel of KERNELS.flat()) registerKernel(kernel);

/** Makes tfjs's `webgpu` a backend on this device. */
export function registerFusedBackend(device: GPUDevice, info: GPUAdapterInfo): void {
  registerBackend('webgpu', () => new FusedBackend(device, info), 3);
}
