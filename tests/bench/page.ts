/** @file The bench in a page: the backends as the product opens them. `inChromium.ts` calls it. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { openWasm } from '../../src/engine/wasm';
import { openWebGpu } from '../../src/engine/webgpuDevice';
import { type Measured, measure, type Wanted } from './measure';

export type PageBench = (
  backend: 'wasm' | 'webgpu',
  wanted: Wanted,
) => Promise<Measured & { readonly adapter: string }>;

const bench: PageBench = async (backend, wanted) => {
  const { adapter } = backend === 'wasm' ? await openWasm() : await openWebGpu(navigator.gpu);
  const opened = { place: 'Chromium', backend, adapter } as const;
  return { adapter, ...(await measure(opened, wanted, (line) => console.info(line))) };
};

Object.assign(window, { bench });
