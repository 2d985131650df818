import { beforeEach, describe, expect, test } from 'vitest';
import { EngineClient, type EnginePort, type EngineSink } from '../../src/app/engine/engineClient';
import type { Command, EngineMessage, RunId } from '../../src/core/trace/messages/commands';
import { emptyTrace } from '../../src/core/trace/trace';
import type { RunEvent } from '../../src/core/trace/events';
import { trainPreset } from '../../src/core/trace/config/presets';

const RUN = 'run-a' as RunId;

const started: RunEvent = {
  kind: 'started',
  config: trainPreset('tiny'),
  stamp: { backend: 'cpu', adapter: '', commit: 'test' },
};

function steps(first: number, count = 1): RunEvent {
  const column = () => new Float32Array(count).fill(first);
  return { kind: 'steps', arm: 0, first, lossNats: column(), gradientNorm: column(), learningRate: column() };
}

let sent: Command[];
let frames: (() => void)[];
let bumps: RunId[][];
let port: EnginePort;
let spawned: number;
let client: EngineClient;
let sentences: string[];
let warnings: string[];
let tokenizers: string[];
let lost: number;
let gone: string[];
let nowMs: number;
/** By lock: what happens when it is given back. */
let released: Map<string, () => void>;

function newPort(): EnginePort {
  return { postMessage: (message) => sent.push(message), onmessage: null, onerror: null, terminate: () => undefined };
}

function receive(message: EngineMessage): void {
  port.onmessage?.({ data: message });
}

function event(seq: number, fact: RunEvent, run = RUN): void {
  receive({ v: 1, kind: 'event', run, seq, atMs: seq, event: fact });
}

beforeEach(() => {
  sent = [];
  frames = [];
  bumps = [];
  spawned = 0;
  sentences = [];
  warnings = [];
  tokenizers = [];
  lost = 0;
  gone = [];
  nowMs = 0;
  released = new Map();
  port = newPort();
  const sink: EngineSink = {
    onWaking: () => undefined,
    onBackend: () => undefined,
    onNoBackend: (sentence) => sentences.push(sentence),
    onBump: (runs) => bumps.push([...runs]),
    onState: () => undefined,
    onRestored: () => undefined,
    onTokenizer: (run, json) => tokenizers.push(`${run} ${json}`),
    onSaved: () => undefined,
    onTexts: () => undefined,
    onMeasured: () => undefined,
    onStorage: () => undefined,
    onFile: () => undefined,
    onImported: () => undefined,
    onEngineLost: () => lost++,
    onEngineGone: (sentence) => gone.push(sentence),
    onWarning: (sentence) => warnings.push(sentence),
  };
  client = new EngineClient(
    {
      spawn: () => {
        spawned++;
        if (spawned > 1) port = newPort();
        return port;
      },
      whenReleased: (lock, callback) => released.set(lock, callback),
      nowMs: () => nowMs,
      nextFrame: (callback) => frames.push(callback),
      boot: { kind: 'boot', baseUrl: 'http://localhost/', commit: 'test' },
    },
    sink,
  );
});

describe('the worker', () => {
  test('is made at the first command, once, and boots before it', () => {
    expect(spawned).toBe(0);
    client.send({ kind: 'list' });
    client.send({ kind: 'list' });
    expect(spawned).toBe(1);
    expect(sent.map(({ kind }) => kind)).toEqual(['boot', 'list', 'list']);
  });

  test('that breaks is told in a sentence, and made again when needed', () => {
    client.wake();
    port.onerror?.({ message: 'out of memory' });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain('out of memory');
    // Its runs are told, and its lock, which is released now, finds another worker in its place.
    expect(gone).toEqual(sentences);
    client.send({ kind: 'list' });
    expect(spawned).toBe(2);
  });
});

describe('a worker that ends without a word', () => {
  const end = (lock: string) => {
    receive({ v: 1, kind: 'alive', lock });
    released.get(lock)?.();
  };

  test('is made again, boots, and the page is told to go on', () => {
    client.wake();
    end('a');
    expect([spawned, lost, sentences]).toEqual([2, 1, []]);
    expect(sent.map(({ kind }) => kind)).toEqual(['boot', 'wake', 'boot', 'wake']);
  });

  test('its events are stale: a restored run takes those of the new one from any number on', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    event(1, steps(0));
    end('a');
    event(0, started);
    event(1, steps(1));
    expect([...trace.arms[0]!.lossNats.view()]).toEqual([0, 1]);
  });

  test('is given up after three within a minute, not after three in an hour', () => {
    client.wake();
    for (const lock of ['a', 'b', 'c']) {
      end(lock);
      nowMs += 61_000;
    }
    expect([lost, sentences.length]).toEqual([3, 0]);
    for (const lock of ['d', 'e', 'f']) end(lock);
    expect(sentences[0]).toContain('three times within a minute');
    expect(gone).toEqual(sentences);
  });
});

describe('events', () => {
  test('of a run that nobody follows are dropped', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    client.forget(RUN);
    event(0, started);
    expect(trace.version).toBe(0);
    expect(frames).toHaveLength(0);
  });

  test('are folded in order, and a repeated one once', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    event(1, steps(0));
    event(1, steps(0));
    event(2, steps(1));
    expect(trace.arms[0]?.lossNats.length).toBe(2);
    expect(trace.version).toBe(3);
  });

  test('a tokenizer goes beside the trace, in its turn', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    event(1, { kind: 'tokenizer', json: '{}' });
    event(1, { kind: 'tokenizer', json: 'again' });
    event(2, steps(0));
    expect(tokenizers).toEqual([`${RUN} {}`]);
    expect(trace.arms[0]?.lossNats.length).toBe(1);
  });

  test('after a gap wait for the whole trace, which is asked for once', () => {
    const broken = emptyTrace();
    client.wake();
    client.follow(RUN, broken);
    event(0, started);
    event(2, steps(1));
    event(3, steps(2));
    expect(broken.arms).toHaveLength(0);
    expect(sent.filter(({ kind }) => kind === 'open')).toHaveLength(1);

    const whole = emptyTrace();
    client.follow(RUN, whole);
    event(4, steps(0, 4));
    expect(whole.arms[0]?.lossNats.length).toBe(4);
  });

  test('of a session that begins anew are taken from 0 again', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    event(1, steps(0, 5));
    event(0, started);
    event(1, steps(3, 1));
    expect(trace.arms[0]?.lossNats.length).toBe(4);
  });

  test('bump the store once a frame, however many came', () => {
    client.wake();
    client.follow(RUN, emptyTrace());
    client.follow('run-b' as RunId, emptyTrace());
    event(0, started);
    for (let i = 0; i < 100; i++) event(i + 1, steps(i));
    event(0, started, 'run-b' as RunId);
    expect(frames).toHaveLength(1);
    expect(bumps).toEqual([]);
    frames.shift()?.();
    expect(bumps).toEqual([[RUN, 'run-b']]);
    event(101, steps(100));
    expect(frames).toHaveLength(1);
  });
});

describe('a message that is none', () => {
  const post = (data: unknown) => port.onmessage?.({ data });

  test('costs a sentence; the events after a lost one bring the whole trace', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    post({ v: 1, kind: 'event', run: RUN, seq: 1, atMs: 1, event: { kind: 'steps', arm: 0, first: 0 } });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^The engine sent data .*\.$/);
    event(2, steps(1));
    expect(trace.arms).toHaveLength(0);
    expect(sent.at(-1)).toEqual({ kind: 'open', run: RUN });
  });

  test('of another version, of no kind, or of no shape changes nothing', () => {
    client.wake();
    for (const data of [undefined, 7, {}, { v: 2, kind: 'list' }, { v: 1, kind: '__proto__' }, { v: 1, kind: 'state' }])
      post(data);
    expect(warnings).toHaveLength(6);
    expect(spawned).toBe(1);
  });

  test('that fits no text, such as scores past its end, is told, and the run is read again', () => {
    const trace = emptyTrace();
    client.wake();
    client.follow(RUN, trace);
    event(0, started);
    const [ids, byteEnd] = [Int32Array.of(1, 2), Int32Array.of(1, 2)];
    event(1, { kind: 'document', name: 'd', textBytes: Uint8Array.of(97, 98), ids, byteEnd });
    event(2, { kind: 'checkpoint', arm: 0, checkpoint: 0, step: 0, weights: new Float32Array(0) });
    event(3, { kind: 'scored', arm: 0, checkpoint: 0, step: 0, first: 1, lossNats: Float32Array.of(1, 2) });
    expect(warnings[0]).toContain('loaded again');
    expect(sent.at(-1)).toEqual({ kind: 'open', run: RUN });
  });
});
