/** A device that refuses an allocation in the middle of a run: the run fails with the reason, and all that it held is free. */
import { expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '../../src/core/nn/tf';
import type { EngineMessage, RunId } from '../../src/core/trace/messages/commands';
import type { TrainConfig } from '../../src/core/trace/config/config';
import { trainPreset } from '../../src/core/trace/config/presets';
import { trainLanguageModel } from '../../src/core/train/trainLanguageModel';
import { memoryFileTree } from '../../src/engine/store/fileTree';
import { NO_LOCKS } from '../../src/engine/store/runLocks';
import { Session } from '../../src/engine/runs/session';
import type { SessionHost } from '../../src/engine/runs/sessionHost';
import { RunStore } from '../../src/engine/store/store';
import { openWebGpu } from '../../src/engine/backends/webgpuDevice';

const POEM = new TextEncoder().encode('the wind and the rain and the wind and the sea\n'.repeat(20));
const preset = trainPreset('tiny', { steps: 12 });
const config: TrainConfig = {
  ...preset,
  model: { ...preset.model, vocab: 270, seq: 8, layers: 1, embed: 8, heads: 1 },
  batch: 2,
  corpus: { kind: 'text', name: 'poem' },
  watch: { kind: 'text', name: 'poem' },
  watchTokens: 8,
  checkpoints: 3,
};

interface Held {
  readonly tensors: number;
  readonly buffers: number;
  /** On the graphics device; 0 elsewhere. */
  readonly gpuBytes: number;
}

const held = (): Held => {
  const { numTensors, numDataBuffers, ...more } = tf.memory();
  return {
    tensors: numTensors,
    buffers: numDataBuffers,
    gpuBytes: 'numBytesInGPU' in more ? Number(more.numBytesInGPU) : 0,
  };
};

/** The last states of the two runs: one into which `fail` comes, and one beside it that nothing happens to. */
async function statesOf(backend: string, host: Pick<SessionHost, 'compute'>, fail: () => void) {
  const messages: EngineMessage[] = [];
  const isDue = { yet: true };
  const session = new Session({
    ...host,
    post: (message) => void messages.push(message),
    nowMs: () => performance.timeOrigin + performance.now(),
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    locks: NO_LOCKS,
    onKept: () => undefined,
    store: new RunStore(memoryFileTree()),
    openRun: async (asked, given) => {
      if (asked.kind !== 'train') throw new Error('only training here');
      const models = { open: () => Promise.reject(new Error('no models here')) };
      const made = trainLanguageModel(asked, { ...given, models, stamp: { backend, adapter: '', commit: 'test' } });
      if (asked.seed !== config.seed) return made;
      // In the pull that follows the first steps: something of it is on the device, and it has yielded.
      const next = made.next.bind(made);
      made.next = async (...pull) => {
        const stepped = messages.some(
          (each) => each.kind === 'event' && each.run === 'hit' && each.event.kind === 'steps',
        );
        if (stepped && isDue.yet) {
          isDue.yet = false;
          fail();
        }
        return next(...pull);
      };
      return made;
    },
    isDeviceLost: async () => false,
    restoreDevice: () => Promise.reject(new Error('nothing is lost here')),
    measure: () => Promise.reject(new Error('not here')),
    wake: () => Promise.resolve(),
    device: () => Promise.resolve('the only one'),
  });
  const texts = () => ({ poem: POEM.slice() });
  await session.handle({ kind: 'start', run: 'hit' as RunId, config, texts: texts() });
  await session.handle({ kind: 'start', run: 'beside' as RunId, config: { ...config, seed: 99 }, texts: texts() });
  await session.idle();
  const last = (run: string) => messages.filter((each) => each.kind === 'state').findLast((each) => each.run === run);
  return { hit: last('hit'), beside: last('beside') };
}

test('WebGPU: the run that is refused a buffer fails, the one beside it does not, and the device is as empty as before', async () => {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: '' }, configurable: true });
  if (!(await gpu.requestAdapter())) return console.log('SKIPPED: Dawn finds no adapter.');
  const opened = await openWebGpu(gpu);
  const before = held();
  const { hit, beside } = await statesOf('webgpu', { compute: (work) => opened.attend(work) }, () => {
    const tooMuch = opened.device.limits.maxBufferSize + 4;
    opened.device.createBuffer({ size: tooMuch, usage: GPUBufferUsage.STORAGE });
  });
  expect(hit).toMatchObject({ state: 'failed' });
  expect(hit?.sentence).toContain('The graphics device refused a command');
  expect(beside).toMatchObject({ state: 'done' });
  expect(opened.takeError()).toBeUndefined();
  expect(held()).toEqual(before);
  opened.close();
}, 120_000);

/** tfjs's own module: what it asks memory of. */
interface WasmModule {
  _malloc: (bytes: number) => number;
  _free: (offset: number) => void;
}

test('WASM: an allocation that fails in the middle of a step frees all that was allocated', async () => {
  expect(await tf.setBackend('wasm')).toBe(true);
  const { wasm } = tf.backend() as unknown as { wasm: WasmModule };
  // The first call of each puts the module's own function in its place.
  wasm._free(wasm._malloc(4));
  const { _malloc: malloc, _free: free } = wasm;
  const live = new Set<number>();
  let failsIn = Infinity;
  wasm._malloc = (bytes) => {
    if (failsIn-- === 0) throw new RangeError('WebAssembly.Memory.grow(): maximum memory size exceeded');
    const offset = malloc(bytes);
    live.add(offset);
    return offset;
  };
  wasm._free = (offset) => {
    free(offset);
    live.delete(offset);
  };
  const host = { compute: <T>(work: () => Promise<T>) => work() };
  // The kernels keep a place to compute in from their first run on.
  await statesOf('wasm', host, () => undefined);
  const before = { ...held(), allocations: live.size };
  const { hit, beside } = await statesOf('wasm', host, () => (failsIn = 20));
  Object.assign(wasm, { _malloc: malloc, _free: free });
  expect(hit).toMatchObject({ state: 'failed' });
  expect(hit?.sentence).toContain('maximum memory size exceeded');
  expect(beside).toMatchObject({ state: 'done' });
  expect({ ...held(), allocations: live.size }).toEqual(before);
}, 120_000);
