/** @file The bench in a page: hands each wish to a worker, where the product computes too. `inChromium.ts` calls it. */
import type { Measured, Wanted } from './measure';

export interface PageWish {
  readonly backend: 'wasm' | 'webgpu';
  /** Of WASM. */
  readonly threads: number;
  readonly wanted: Wanted;
}

export type PageAnswer = Measured & { readonly adapter: string };

/** What the worker says: lines as it goes, and at last the answer. */
export type FromWorker = { readonly line: string } | { readonly answer: PageAnswer };

export type PageBench = (wish: PageWish) => Promise<PageAnswer>;

const bench: PageBench = (wish) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pageWorker.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ('line' in data) console.info(data.line);
      else {
        worker.terminate();
        resolve(data.answer);
      }
    };
    worker.postMessage(wish);
  });

Object.assign(window, { bench });
