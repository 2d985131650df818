/** @file What this worker computes on: WebGPU, else WASM, else CPU, measured, with the reason for each fall. */

import * as tf from '@tensorflow/tfjs-core';
import type { BackendName, BackendReport } from '../../core/trace/messages/commands';
import { trainPreset } from '../../core/trace/config/presets';
import { gradientSelfTest } from '../../core/nn/selfTest';
import { measureSpeed } from '../../core/train/measureSpeed';
import { InputError } from '../../core/util/assert';
import { type BackendCandidate, chooseBackend, type ChosenBackend } from './chooseBackend';

/** Long enough for a steady figure on a GPU, short enough not to be waited for on a CPU. */
const MEASURE_MS = 200;

/** Each backend's code is a chunk of its own: whoever has WebGPU never loads WASM. */
function candidates(wanted: BackendName | undefined, threads: number | undefined): readonly BackendCandidate[] {
  return [
    {
      name: 'webgpu',
      open: async () => {
        if (!isSecureContext)
          throw new InputError(
            'A browser offers WebGPU to secure addresses only: open the page over https or localhost.',
          );
        if (!('gpu' in navigator)) throw new InputError('This browser has no WebGPU.');
        const { openWebGpu } = await import('./webgpuDevice');
        // Whoever asks for WebGPU by name gets it in software too.
        return openWebGpu(navigator.gpu, { hardwareOnly: wanted !== 'webgpu' });
      },
    },
    { name: 'wasm', open: async () => (await import('./wasm')).openWasm(threads) },
    { name: 'cpu', open: async () => (await import('./cpu')).openCpu() },
  ];
}

/** @param threads for WASM, in place of as many as suit the machine */
export async function openBackend(wanted?: BackendName, threads?: number): Promise<ChosenBackend> {
  return chooseBackend(candidates(wanted, threads), gradientSelfTest, wanted);
}

/** The report for the chip; trains a very small model for a moment. */
export async function reportOf({ name, adapter, falls }: ChosenBackend): Promise<BackendReport> {
  const { model, optimizer, batch } = trainPreset('tiny');
  await tf.ready();
  const speed = await measureSpeed({ model, optimizer, batch, forMs: MEASURE_MS, stepsPerRead: 4 }, () =>
    performance.now(),
  );
  return { name, adapter, falls, tokensPerSecond: speed.tokensPerSecond };
}
