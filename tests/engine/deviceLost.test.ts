/** A run on a real WebGPU device (Dawn), which is destroyed under it. */
import { create, globals } from 'webgpu';
import { expect, test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import type { EngineMessage, RunId } from '../../src/core/trace/messages/commands';
import type { TrainConfig } from '../../src/core/trace/config/config';
import { trainPreset } from '../../src/core/trace/config/presets';
import { appendEvent, emptyTrace, type Trace } from '../../src/core/trace/trace';
import { trainLanguageModel } from '../../src/core/train/trainLanguageModel';
import { memoryFileTree } from '../../src/engine/store/fileTree';
import { Session } from '../../src/engine/runs/session';
import type { SessionHost } from '../../src/engine/runs/sessionHost';
import { NO_LOCKS } from '../../src/engine/store/runLocks';
import { RunStore } from '../../src/engine/store/store';
import { openWebGpu, type WebGpuDevice } from '../../src/engine/backends/webgpuDevice';

const POEM = new TextEncoder().encode('the wind and the rain and the wind and the sea\n'.repeat(20));
const run = 'r1' as RunId;

function config(): TrainConfig {
  const preset = trainPreset('tiny', { steps: 4 });
  return {
    ...preset,
    model: { ...preset.model, vocab: 270, seq: 8, layers: 1, embed: 8, heads: 1 },
    batch: 2,
    corpus: { kind: 'text', name: 'poem' },
    watch: { kind: 'text', name: 'poem' },
    watchTokens: 8,
    checkpoints: 3,
  };
}

interface Outcome {
  readonly losses: number[];
  readonly states: string[];
  readonly sentences: string[];
  readonly gaps: Trace['resumptions'];
}

/** The losses of a whole run. @param destroyAt the device is destroyed when so many steps have come up */
async function lossesOf(gpu: GPU, destroyAt: number): Promise<Outcome> {
  let device: WebGpuDevice = await openWebGpu(gpu);
  let isDestroyed = false;
  const trace = emptyTrace();
  const messages: EngineMessage[] = [];
  const host: SessionHost = {
    measure: () => Promise.reject(new Error('not here')),
    wake: () => Promise.resolve(),
    device: () => Promise.resolve(device),
    post: (message) => {
      messages.push(message);
      if (message.kind !== 'event') return;
      appendEvent(trace, message.event);
      if (message.event.kind !== 'steps' || trace.arms[0]!.lossNats.length < destroyAt || isDestroyed) return;
      isDestroyed = true;
      device.device.destroy();
    },
    nowMs: () => performance.timeOrigin + performance.now(),
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    locks: NO_LOCKS,
    onKept: () => undefined,
    store: new RunStore(memoryFileTree()),
    openRun: async (asked, given) => {
      if (asked.kind !== 'train') throw new Error('only training here');
      const models = { open: () => Promise.reject(new Error('no models here')) };
      return trainLanguageModel(asked, { ...given, models, stamp: { backend: 'webgpu', adapter: '', commit: 'test' } });
    },
    isDeviceLost: () =>
      Promise.race([
        device.lost.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500)),
      ]),
    restoreDevice: async () => void (device = await openWebGpu(gpu)),
    compute: (work) => device.attend(work),
  };
  const session = new Session(host);
  await session.handle({ kind: 'start', run, config: config(), texts: { poem: POEM } });
  await session.idle();
  device.close();
  const told = messages.filter((message) => message.kind === 'state');
  return {
    losses: [...trace.arms[0]!.lossNats.view()],
    states: told.map(({ state }) => state),
    sentences: told.flatMap(({ sentence }) => sentence ?? []),
    gaps: trace.resumptions,
  };
}

test('a run whose device is destroyed goes on, on a new one, to the losses it would have had', async () => {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  if (!(await gpu.requestAdapter())) return console.log('SKIPPED: Dawn finds no adapter.');
  const undisturbed = await lossesOf(gpu, Infinity);
  expect(undisturbed.states.at(-1)).toBe('done');
  const disturbed = await lossesOf(gpu, 3);
  expect(disturbed.states).toContain('lost');
  expect(disturbed.states).toContain('restoring');
  expect(disturbed.sentences).toContain('Going on from step 2.');
  expect(disturbed.states.at(-1)).toBe('done');
  expect(disturbed.losses).toEqual(undisturbed.losses);
  expect(disturbed.gaps).toMatchObject([{ step: 2, cause: 'device' }]);
});
