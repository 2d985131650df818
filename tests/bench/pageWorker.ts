/** @file The bench in the worker of a page: the backends as the product opens them. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { openWasm } from '../../src/engine/backends/wasm';
import { openWebGpu } from '../../src/engine/backends/webgpuDevice';
import { measure } from './measure';
import type { FromWorker, PageAnswer, PageWish } from './page';

const say = (message: FromWorker): void => self.postMessage(message);

async function answerTo({ backend, threads, wanted }: PageWish): Promise<PageAnswer> {
  const { adapter } = backend === 'wasm' ? await openWasm(threads) : await openWebGpu(navigator.gpu);
  const opened = { place: 'Chromium', backend, adapter, ...(backend === 'wasm' ? { threads } : {}) } as const;
  return { adapter, ...(await measure(opened, wanted, (line) => say({ line }))) };
}

self.onmessage = async ({ data }: MessageEvent<PageWish>) => say({ answer: await answerTo(data) });
