/** @file All kernels of ours for WebGPU and the backend that they need. Loaded with WebGPU alone: it brings tfjs's backend along. */

import { registerBackend, registerKernel } from '@tensorflow/tfjs-core';
import { adamwKernels } from './programs/adamw';
import { attentionKernels } from './programs/attention';
import { convolutionKernels } from './programs/convolution';
import { embedKernels } from './programs/embed';
import { FusedBackend } from './fusedBackend';
import { layerNormKernels } from './programs/layerNorm';
import { linearKernels } from './programs/linear';
import { piecesKernels } from './pieces';
import { rotateKernels } from './programs/rotate';
import { tokenLossKernels } from './programs/tokenLoss';
import { topMaskKernels } from './programs/topMask';
import { weightedSumKernels } from './programs/weightedSum';

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
