/** @file Training on several threads of WASM: the losses and weights of one, their end with the backend, and threads that fail. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startNodeThread } from '../../../src/cli/nodeThread';
import { initWeights } from '../../../src/core/nn/init';
import type { ThreadStart, WasmThread } from '../../../src/core/nn/kernels/wasm/wasmThreads';
import { linear } from '../../../src/core/nn/ops/linear';
import * as tf from '../../../src/core/nn/tf';
import { createTrainer, readScalars } from '../../../src/core/nn/trainer';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { rng } from '../../../src/core/util/rng';
import { useWasmThreads } from '../../support/wasmThreads';

const STEPS = 20;
/** Two layers with all that a preset has, and products wide enough to be shared. */
const { model, optimizer } = trainPreset('micro');
const BATCH = 4;

async function train(): Promise<{ losses: number[]; theta: number[] }> {
  const trainer = createTrainer(model, optimizer, initWeights(model, 1));
  const chance = rng(1, 'threads');
  const ids = () => Int32Array.from({ length: BATCH * model.seq }, () => chance.integer(model.vocab));
  const figures = Array.from({ length: STEPS }, () => trainer.step(ids(), ids(), 1e-3));
  const losses = [...(await readScalars(figures.map(({ loss }) => loss)))];
  tf.dispose(figures.map(({ gradientNorm }) => gradientNorm));
  const theta = [...(await trainer.theta.data<'float32'>())];
  trainer.dispose();
  return { losses, theta };
}

test('twenty steps have the same losses and weights on one, two and three threads, to the bit', async () => {
  const results = [];
  for (const threads of [1, 2, 3]) {
    expect(await useWasmThreads(threads)).toBe(threads);
    results.push(await train());
  }
  const [one, ...more] = results;
  for (const result of more) {
    expect(result.losses).toEqual(one!.losses);
    expect(result.theta.every((value, i) => Object.is(value, one!.theta[i]))).toBe(true);
  }
});

/** A product that is worth several threads: 600 everywhere. */
function product(): tf.Tensor2D {
  return tf.tidy(() => linear(tf.ones<tf.Rank.R2>([600, 300]), tf.fill<tf.Rank.R2>([500, 300], 2)));
}

async function expectProduct(): Promise<void> {
  const out = product();
  expect((await out.data()).every((value) => value === 600)).toBe(true);
  out.dispose();
}

test('the memory grows while threads work', async () => {
  await useWasmThreads(2);
  const heap = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm;
  const before = heap.HEAPU8.byteLength;
  const kept = tf.range(0, before, 1); // four bytes each
  expect(heap.HEAPU8.byteLength).toBeGreaterThan(4 * before);
  await expectProduct();
  kept.dispose();
});

test('threads end with their backend', async () => {
  let running = 0;
  const counted = (start: ThreadStart): WasmThread => {
    const { ready, stop } = startNodeThread(start);
    running++;
    return {
      ready,
      stop: () => {
        running--;
        stop();
      },
    };
  };
  await useWasmThreads(3, counted);
  expect(running).toBe(2);
  await useWasmThreads(1);
  expect(running).toBe(0);
});

test('where a thread does not start there is one, and it computes', async () => {
  const refuses = (): WasmThread => ({ ready: Promise.reject(new Error('no more threads')), stop: () => undefined });
  expect(await useWasmThreads(2, refuses)).toBe(1);
  await expectProduct();
});

test('a thread that never takes a part is not waited for', async () => {
  const sleeps = (): WasmThread => ({ ready: Promise.resolve(), stop: () => undefined });
  expect(await useWasmThreads(2, sleeps)).toBe(2);
  await expectProduct();
});

/** Takes a part and breaks down over it. Places as in src/wasm/threads.ts. */
const FAULTY = `
const { parentPort, workerData: { memory, board } } = require('node:worker_threads');
const at = new Int32Array(memory.buffer, board);
parentPort.postMessage('ready');
for (;;) {
  const open = Atomics.load(at, 0);
  if (open > 0 && Atomics.compareExchange(at, 0, open, open - 1) === open) break;
}
Atomics.store(at, 49, 1);
Atomics.notify(at, 16);`;

test('a thread that breaks down in the middle stops the run with a sentence, and the next has one thread', async () => {
  const faulty = (workerData: ThreadStart): WasmThread => {
    const worker = new Worker(FAULTY, { eval: true, workerData, execArgv: [] });
    worker.unref();
    return { ready: new Promise((resolve) => worker.once('message', resolve)), stop: () => void worker.terminate() };
  };
  expect(await useWasmThreads(2, faulty)).toBe(2);
  // On a busy machine the thread may be too late for many a product.
  const untilItTakesPart = () => {
    for (let attempt = 0; attempt < 10_000; attempt++) product().dispose();
  };
  expect(untilItTakesPart).toThrow('From now on there is one thread.');
  await expectProduct();
});
