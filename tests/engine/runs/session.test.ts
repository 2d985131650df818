/** The laws of the session, with a run made of numbers: no tensor, no browser. */
import { expect, test } from 'vitest';
import type { DeviceFigures, EngineMessage, RunId, RunState } from '../../../src/core/trace/messages/commands';
import { trainPreset } from '../../../src/core/trace/config/presets';
import { parseEngineMessage } from '../../../src/core/trace/messages/parseMessage';
import { appendEvent, emptyTrace, type Trace } from '../../../src/core/trace/trace';
import { decodeTrace } from '../../../src/core/trace/traceCodec';
import type { Run } from '../../../src/core/trace/events';
import type { RunPorts } from '../../../src/core/train/ports';
import { Requests } from '../../../src/core/train/requests';
import { InputError } from '../../../src/core/util/assert';
import { type FileTree, memoryFileTree, StorageFullError } from '../../../src/engine/store/fileTree';
import { Session } from '../../../src/engine/runs/session';
import type { SessionHost } from '../../../src/engine/runs/sessionHost';
import { NO_LOCKS, type RunLocks } from '../../../src/engine/store/runLocks';
import { RunStore } from '../../../src/engine/store/store';

const run = 'r1' as RunId;
const config = { ...trainPreset('tiny', { steps: 40 }), checkpoints: 3 };
const HOUR_MS = 3_600_000;
const STAMP = { backend: 'none', adapter: '', commit: 'test' };

interface Faults {
  /** Throws once when this step is reached. */
  at?: number;
  error?: Error;
  isLost?: boolean;
  /** No new device is to be had. */
  isGone?: boolean;
  /** While this step is computed the computer sleeps for an hour. */
  sleepAt?: number;
  /** While the text is scored at this checkpoint it does. */
  sleepAtCheckpoint?: number;
  sleptMs?: number;
}

/** Step s has the loss 1/(s+1); the state is the step itself. */
async function* countingRun({ resume }: Pick<RunPorts, 'resume'>, faults: Faults): Run {
  const requests = new Requests(4);
  let step = resume?.step ?? 0;
  if (resume) expect(resume.arms[0]?.[0]).toBe(step);
  requests.take(yield { kind: 'started', config, stamp: STAMP });
  requests.take(yield { kind: 'tokenizer', json: '{}' });
  const [textBytes, ids, byteEnd] = [Uint8Array.of(97, 98), Int32Array.of(1, 2), Int32Array.of(1, 2)];
  requests.take(yield { kind: 'document', name: 'd', textBytes, ids, byteEnd });
  const state = () => ({ kind: 'state' as const, step, arms: [Float32Array.of(step)] });
  for (let checkpoint = resume?.checkpointsDone ?? 0; checkpoint < 3; checkpoint++) {
    while (step < checkpoint * 20) {
      const setting = requests.nextSetting();
      if (setting) requests.take(yield { kind: 'set', step, setting });
      if (requests.isSaveDue) {
        requests.isSaveDue = false;
        requests.take(yield state());
      }
      if (faults.at !== undefined && step >= faults.at) {
        delete faults.at;
        throw faults.error ?? new Error('lost read-back');
      }
      const first = step;
      step += Math.min(requests.steps, checkpoint * 20 - step);
      if (faults.sleepAt !== undefined && step > faults.sleepAt) {
        delete faults.sleepAt;
        faults.sleptMs = HOUR_MS;
      }
      const column = () => Float32Array.from({ length: step - first }, (_, i) => 1 / (first + i + 1));
      requests.take(
        yield {
          kind: 'steps',
          arm: 0,
          first,
          lossNats: column(),
          gradientNorm: column(),
          learningRate: column(),
        },
      );
    }
    requests.take(yield { kind: 'checkpoint', arm: 0, checkpoint, step, weights: Float32Array.of(step, 1) });
    if (faults.sleepAtCheckpoint === checkpoint) faults.sleptMs = HOUR_MS;
    requests.take(yield { kind: 'scored', arm: 0, checkpoint, step, first: 0, lossNats: Float32Array.of(step, 2) });
  }
  yield state();
  yield { kind: 'finished', reason: 'done' };
}

const MEASURED: DeviceFigures = {
  limits: { flopsPerSecond: 2, bytesPerSecond: 3, dispatchMs: 4 },
  parts: { tokens: 8, forwardMs: 1, backwardMs: 2, updateMs: 1, stepMs: 4 },
  boundMs: 3,
};

interface Bench {
  readonly session: Session;
  readonly messages: EngineMessage[];
  /** The page's own fold. */
  readonly trace: Trace;
  readonly states: () => RunState[];
  readonly until: (state: RunState) => Promise<void>;
  readonly store: RunStore;
}

function bench(tree: FileTree = memoryFileTree(), faults: Faults = {}, locks: RunLocks = NO_LOCKS): Bench {
  const messages: EngineMessage[] = [];
  let trace = emptyTrace();
  const store = new RunStore(tree);
  const host: SessionHost = {
    measure: () => Promise.resolve(MEASURED),
    wake: () => Promise.resolve(),
    device: () => Promise.resolve('the only one'),
    post: (message) => {
      // As postMessage does: what is posted is a copy at this moment. The page's door takes all of it.
      const received = parseEngineMessage(structuredClone(message));
      messages.push(received);
      if (received.kind === 'event') appendEvent(trace, received.event);
      if (received.kind === 'restored') trace = decodeTrace(received.trace);
    },
    nowMs: () => performance.timeOrigin + performance.now() + (faults.sleptMs ?? 0),
    breathe: () => new Promise((resolve) => setTimeout(resolve)),
    locks,
    onKept: () => undefined,
    store,
    openRun: async (_, ports) => countingRun(ports, faults),
    isDeviceLost: async () => faults.isLost ?? false,
    compute: (work) => work(),
    restoreDevice: async () => {
      if (faults.isGone) throw new InputError('Nothing here can compute.');
      delete faults.isLost;
    },
  };
  const states = () => messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
  const until = async (state: RunState) => {
    while (states().at(-1) !== state) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return {
    session: new Session(host),
    messages,
    get trace() {
      return trace;
    },
    states,
    until,
    store,
  };
}

const losses = (trace: Trace) => [...(trace.arms[0]?.lossNats.view() ?? [])];
const WHOLE = Array.from({ length: 40 }, (_, step) => Math.fround(1 / (step + 1)));

test('a run goes from loading to done, and the page folds what the engine folded', async () => {
  const { session, trace, states, store } = bench();
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  expect(states()).toEqual(['loading', 'compiling', 'running', 'saving', 'done']);
  expect(losses(trace)).toEqual(WHOLE);
  const record = await store.load(run);
  expect(record?.state).toBe('done');
  expect(losses(decodeTrace(record?.trace ?? new Uint8Array()))).toEqual(WHOLE);
  expect((await store.openModel(run, 0))?.checkpoints.map(({ step }) => step)).toEqual([0, 20, 40]);
});

test('weights and states stay below: no message carries them; the tokenizer comes up beside the trace', async () => {
  const { session, messages } = bench();
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  const events = messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));
  expect(events.filter(({ kind }) => kind === 'state')).toEqual([]);
  expect(events.filter(({ kind }) => kind === 'tokenizer')).toEqual([{ kind: 'tokenizer', json: '{}' }]);
  for (const event of events) if (event.kind === 'checkpoint') expect(event.weights).toHaveLength(0);
});

test('seq counts from 0 without a gap', async () => {
  const { session, messages } = bench();
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  const seqs = messages.flatMap((message) => (message.kind === 'event' ? [message.seq] : []));
  expect(seqs).toEqual(seqs.map((_, i) => i));
});

test('one step raises the step count by exactly one, also across a checkpoint', async () => {
  const made = bench();
  const { session, until } = made;
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  for (let i = 0; i < 25; i++) {
    const before = losses(made.trace).length;
    const seen = made.messages.length;
    await session.handle({ kind: 'step', run });
    while (!made.messages.slice(seen).some((m) => m.kind === 'state' && m.state === 'paused'))
      await new Promise((resolve) => setTimeout(resolve, 1));
    expect(losses(made.trace).length).toBe(before + 1);
  }
  await session.handle({ kind: 'stop', run });
  await session.idle();
});

test('a paused run does nothing until it is resumed, and then ends as if it had not paused', async () => {
  const made = bench();
  const { session, until } = made;
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  const count = made.messages.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(made.messages.length).toBe(count);
  await session.handle({ kind: 'resume', run });
  await session.idle();
  expect(losses(made.trace)).toEqual(WHOLE);
});

test('after a reload a paused run goes on from the store at its step', async () => {
  const tree = memoryFileTree();
  const first = bench(tree);
  await first.session.handle({ kind: 'start', run, config, texts: {} });
  await first.session.handle({ kind: 'pause', run });
  await first.until('paused');
  await first.session.handle({ kind: 'step', run });
  await first.until('paused');
  const step = losses(first.trace).length;

  const second = bench(tree);
  await second.session.handle({ kind: 'resume', run });
  await second.session.idle();
  expect(second.messages[0]?.kind).toBe('restored');
  const steps = second.messages.flatMap((m) => (m.kind === 'event' && m.event.kind === 'steps' ? [m.event.first] : []));
  expect(steps[0]).toBeLessThanOrEqual(step);
  expect(losses(second.trace)).toEqual(WHOLE);
  expect(second.trace.end).toEqual({ reason: 'done' });
});

test('after a reload a single step raises the step count by exactly one', async () => {
  const tree = memoryFileTree();
  const first = bench(tree);
  await first.session.handle({ kind: 'start', run, config, texts: {} });
  await first.session.handle({ kind: 'pause', run });
  await first.session.handle({ kind: 'step', run });
  await first.session.handle({ kind: 'step', run });
  await first.until('paused');
  while (losses(first.trace).length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  await first.until('paused');
  const second = bench(tree);
  await second.session.handle({ kind: 'step', run });
  await second.until('paused');
  expect(losses(second.trace)).toEqual(WHOLE.slice(0, 3));
});

test('a lost device is told, restored, and the run goes on from its last state to the same end', async () => {
  const made = bench(memoryFileTree(), { at: 3, isLost: true });
  const { session, until } = made;
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  for (let i = 0; i < 6; i++) await session.handle({ kind: 'step', run });
  await session.handle({ kind: 'resume', run });
  await session.idle();
  const states = made.states();
  expect(states).toContain('lost');
  expect(states.indexOf('restoring')).toBe(states.indexOf('lost') + 1);
  expect(losses(made.trace)).toEqual(WHOLE);
  expect(states.at(-1)).toBe('done');
});

test('a computer that slept in the middle of a run costs it nothing, and the gap is told at its step', async () => {
  const { session, trace, states } = bench(memoryFileTree(), { sleepAt: 10 });
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  expect(states().at(-1)).toBe('done');
  expect(losses(trace)).toEqual(WHOLE);
  expect(trace.resumptions).toHaveLength(1);
  const [gap] = trace.resumptions;
  expect(gap?.cause).toBe('sleep');
  expect(gap?.step).toBeGreaterThan(0);
  expect(gap?.step).toBeLessThanOrEqual(10);
  expect(gap?.awayMs).toBeGreaterThanOrEqual(HOUR_MS);
});

test('a sleep while the text is scored is told too', async () => {
  const { session, trace } = bench(memoryFileTree(), { sleepAtCheckpoint: 1 });
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  expect(losses(trace)).toEqual(WHOLE);
  expect(trace.resumptions).toHaveLength(1);
  expect(trace.resumptions[0]).toMatchObject({ step: 20, cause: 'sleep' });
  expect(trace.resumptions[0]?.awayMs).toBeGreaterThanOrEqual(HOUR_MS);
});

test('a device that cannot be had again ends the run with the reason', async () => {
  const made = bench(memoryFileTree(), { at: 3, isLost: true, isGone: true });
  await made.session.handle({ kind: 'start', run, config, texts: {} });
  await made.session.idle();
  expect(made.states().at(-1)).toBe('failed');
  expect(made.trace.end?.sentence).toBe('Nothing here can compute.');
});

test('stop saves, ends the trace as stopped, and frees the run', async () => {
  const made = bench();
  const { session, until, store } = made;
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  await session.handle({ kind: 'stop', run });
  await session.idle();
  expect(made.trace.end).toEqual({ reason: 'stopped' });
  expect((await store.load(run))?.state).toBe('stopped');
});

test('a setting is echoed as an event', async () => {
  const made = bench();
  const { session, until } = made;
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  await session.handle({ kind: 'set', run, setting: { name: 'learningRate', value: 0.5 } });
  await session.handle({ kind: 'resume', run });
  await session.idle();
  expect(made.trace.settings.map(({ setting }) => setting)).toEqual([{ name: 'learningRate', value: 0.5 }]);
});

test('full storage is told once for the weights and once for the saves, and the run goes on to its end', async () => {
  const tree: FileTree = {
    ...memoryFileTree(),
    write: async (path) => {
      throw new StorageFullError(path);
    },
  };
  const made = bench(tree);
  await made.session.handle({ kind: 'start', run, config, texts: {} });
  await made.session.idle();
  const warnings = made.messages.flatMap((message) => (message.kind === 'warning' ? [message.sentence] : []));
  expect(warnings).toEqual([
    expect.stringContaining('the weights at step 0 are not kept'),
    expect.stringContaining('no longer saved'),
  ]);
  expect(losses(made.trace)).toEqual(WHOLE);
});

test('a disk with no room for weights costs the checkpoints alone: the run is saved, and goes on from its save', async () => {
  const kept = memoryFileTree();
  const tree: FileTree = {
    ...kept,
    write: async (path, bytes) => {
      if (path.includes('weights-')) throw new StorageFullError(path);
      await kept.write(path, bytes);
    },
  };
  const made = bench(tree);
  await made.session.handle({ kind: 'start', run, config, texts: {} });
  await made.session.idle();
  const warnings = made.messages.filter(({ kind }) => kind === 'warning');
  expect(warnings).toHaveLength(1);
  expect(await made.store.load(run)).toMatchObject({ state: 'done', step: 40 });
});

test('bad input fails with its own sentence, a bug with the step', async () => {
  const refused = bench(memoryFileTree(), { at: 5, error: new InputError('The text is empty: choose another.') });
  await refused.session.handle({ kind: 'start', run, config, texts: {} });
  await refused.session.idle();
  expect(refused.trace.end).toEqual({ reason: 'failed', sentence: 'The text is empty: choose another.' });
  const bug = bench(memoryFileTree(), { at: 5, error: new Error('Bug: no such thing') });
  await bug.session.handle({ kind: 'start', run, config, texts: {} });
  await bug.session.idle();
  expect(bug.trace.end?.sentence).toMatch(/step \d+: Bug: no such thing/);
});

test('a command for a run that is not there is answered with a sentence', async () => {
  const { session, messages } = bench();
  await session.handle({ kind: 'pause', run });
  await session.handle({ kind: 'resume', run });
  await session.handle({ kind: 'open', run });
  expect(messages.map(({ kind }) => kind)).toEqual(['warning', 'warning', 'warning']);
});

test('a run that is opened brings the tokenizer that it was kept with; one that is not here is named', async () => {
  const { session, messages } = bench();
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.idle();
  messages.length = 0;
  await session.handle({ kind: 'open', run });
  expect(messages).toMatchObject([{ kind: 'restored', run, tokenizerJson: '{}' }]);
  messages.length = 0;
  await session.handle({ kind: 'open', run: 'elsewhere' as RunId });
  expect(messages).toMatchObject([{ kind: 'warning', run: 'elsewhere' }]);
  expect(messages[0]?.kind === 'warning' && messages[0].sentence).toContain('“elsewhere” is not in this browser');
});

test('the whole texts of a run come from the store, for a run that it does not hold none do', async () => {
  const { session, messages } = bench();
  await session.handle({ kind: 'start', run, config, texts: { 'a.txt': Uint8Array.of(1, 2, 3) } });
  await session.idle();
  messages.length = 0;
  await session.handle({ kind: 'texts', run });
  await session.handle({ kind: 'texts', run: 'elsewhere' as RunId });
  expect(messages).toEqual([
    { v: 1, kind: 'texts', run, texts: { 'a.txt': Uint8Array.of(1, 2, 3) } },
    { v: 1, kind: 'texts', run: 'elsewhere', texts: {} },
  ]);
});

test('a run that was closed goes on with its gap told, at the step of the save', async () => {
  const tree = memoryFileTree();
  const first = bench(tree);
  await first.session.handle({ kind: 'start', run, config, texts: {} });
  await first.session.handle({ kind: 'pause', run });
  await first.session.handle({ kind: 'step', run });
  await first.until('paused');
  const { step } = (await first.store.load(run))!;
  const second = bench(tree);
  await second.session.handle({ kind: 'resume', run });
  await second.session.idle();
  expect(second.trace.resumptions).toMatchObject([{ step, cause: 'reopened' }]);
  expect(losses(second.trace)).toEqual(WHOLE);
});

test('a branch goes on, paused, from its moment, and leaves the first run as it was', async () => {
  const tree = memoryFileTree();
  const { session, until, store, messages } = bench(tree);
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await session.handle({ kind: 'step', run });
  await until('paused');
  const { step } = (await store.load(run))!;
  const branch = 'r2' as RunId;
  await session.handle({ kind: 'branch', run: branch, from: run, step });
  expect(messages.filter(({ kind }) => kind === 'restored')).toMatchObject([{ run: branch }]);
  const second = bench(tree);
  await second.session.handle({ kind: 'resume', run: branch });
  await second.session.idle();
  expect(losses(second.trace)).toEqual(WHOLE);
  expect(second.trace.resumptions).toMatchObject([{ step, cause: 'branch' }]);
  expect((await store.load(run))?.step).toBe(step);
});

test('what another tab computes is refused here with a sentence, and stays as it is', async () => {
  const tree = memoryFileTree();
  const first = bench(tree);
  await first.session.handle({ kind: 'start', run, config, texts: {} });
  await first.session.idle();
  const second = bench(tree, {}, { claim: async () => undefined, claimed: async () => new Set([run]) });
  await second.session.handle({ kind: 'resume', run });
  await second.session.handle({ kind: 'discard', run });
  await second.session.handle({ kind: 'list' });
  expect(second.messages.map(({ kind }) => kind)).toEqual(['warning', 'warning', 'saved']);
  expect(second.messages.at(-1)).toMatchObject({ runs: [{ run, isElsewhere: true }] });
});

test('the device is measured when nothing else computes', async () => {
  const { session, messages, until } = bench();
  await session.handle({ kind: 'measure' });
  expect(messages.at(-1)).toEqual({ v: 1, kind: 'measured', figures: MEASURED });
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await until('paused');
  await session.handle({ kind: 'measure' });
  expect(messages.at(-1)).toEqual({ v: 1, kind: 'measured' });
  await session.handle({ kind: 'stop', run });
  await session.idle();
});

test('an undo that comes while a run is still being stopped for its deletion brings it back', async () => {
  const { session, until, messages } = bench();
  await session.handle({ kind: 'start', run, config, texts: {} });
  await session.handle({ kind: 'pause', run });
  await session.handle({ kind: 'step', run });
  await until('paused');
  const deleted = session.handle({ kind: 'discard', run });
  await session.handle({ kind: 'reclaim', run });
  await deleted;
  expect(messages.at(-1)).toMatchObject({ kind: 'saved', runs: [{ run }] });
});
