import { describe, expect, test } from 'vitest';
import { observePace, secondsLeft } from '../../src/app/state/pace';
import { isUnderWay, newEntry, progressOf, refreshed } from '../../src/app/state/runEntry';
import {
  bumped,
  changeRun,
  createAppStore,
  START_STATE,
  withNotice,
  withoutRun,
  withRun,
} from '../../src/app/state/store';
import type { RunId } from '../../src/core/trace/messages/commands';
import { trainPreset } from '../../src/core/trace/config/presets';
import { appendEvent, emptyTrace, type Trace } from '../../src/core/trace/trace';

const RUN = 'run-a' as RunId;

function trainedTrace(steps: number): Trace {
  const trace = emptyTrace();
  appendEvent(trace, {
    kind: 'started',
    config: trainPreset('tiny'),
    stamp: { backend: 'cpu', adapter: '', commit: 'test' },
  });
  const column = () => new Float32Array(steps).fill(1);
  appendEvent(trace, {
    kind: 'steps',
    arm: 0,
    first: 0,
    lossNats: column(),
    gradientNorm: column(),
    learningRate: column(),
  });
  return trace;
}

describe('pace', () => {
  test('ten steps in each second are ten steps a second', () => {
    let pace = observePace(undefined, 0, 0);
    for (let second = 1; second < 20; second++) pace = observePace(pace, 10 * second, 1000 * second);
    expect(pace.perSecond).toBeCloseTo(10, 5);
    expect(secondsLeft(pace, 290)).toBeCloseTo(10, 5);
  });

  test('one moment says nothing', () => {
    expect(secondsLeft(observePace(undefined, 5, 100), 10)).toBeUndefined();
  });

  test('a pause and a run that goes back begin anew', () => {
    const pace = observePace(observePace(undefined, 0, 0), 10, 1000);
    expect(observePace(pace, 11, 60_000).perSecond).toBeUndefined();
    expect(observePace(pace, 4, 1100).perSecond).toBeUndefined();
  });
});

describe('runs', () => {
  test('training counts steps, scoring counts tokens of all checkpoints', () => {
    expect(progressOf(trainedTrace(40))).toEqual({ done: 40, total: 200, unit: 'step' });
    const scored = emptyTrace();
    appendEvent(scored, {
      kind: 'document',
      name: 'x',
      textBytes: new Uint8Array(4),
      ids: new Int32Array(4),
      byteEnd: Int32Array.of(1, 2, 3, 4),
    });
    for (const checkpoint of [0, 1])
      appendEvent(scored, { kind: 'checkpoint', arm: 0, checkpoint, step: checkpoint, weights: new Float32Array(0) });
    appendEvent(scored, { kind: 'scored', arm: 0, checkpoint: 0, step: 0, first: 0, lossNats: new Float32Array(3) });
    expect(progressOf(scored)).toEqual({ done: 3, total: 8, unit: 'token' });
  });

  test('a bump makes a new entry around the same trace', () => {
    const trace = trainedTrace(1);
    const entry = newEntry(RUN, 'here', 'text', trace, 'running');
    const next = refreshed(entry, 5);
    expect(next).not.toBe(entry);
    expect(next.trace).toBe(trace);
  });

  test('a run that was closed is not opened again by what comes late', () => {
    const entry = newEntry(RUN, 'here', 'text', emptyTrace(), 'running');
    const opened = { ...START_STATE, ...withRun(START_STATE, entry) };
    const closed = { ...opened, ...withoutRun(opened, RUN) };
    expect(bumped(closed, [RUN], 0).runs).toEqual({});
    expect(changeRun(closed, RUN, { state: 'done' }).runs).toEqual({});
  });

  test('whoever looked at a run that is gone looks at none', () => {
    const entry = newEntry(RUN, 'here', 'text', emptyTrace(), 'running');
    const state = {
      ...START_STATE,
      ...withRun(START_STATE, entry),
      cursor: { ...START_STATE.cursor, run: RUN, pins: [1] },
    };
    expect(withoutRun(state, RUN).cursor).toMatchObject({ run: undefined, pins: [] });
  });

  test('the whole text of a run that is gone is gone too', () => {
    const entry = newEntry(RUN, 'here', 'text', emptyTrace(), 'running');
    const other = 'run-b' as RunId;
    const text = { name: 'a.txt', bytes: new Uint8Array(3) };
    const state = { ...START_STATE, ...withRun(START_STATE, entry), texts: { [RUN]: text, [other]: text } };
    expect(Object.keys(withoutRun(state, RUN).texts)).toEqual([other]);
  });

  test('a paused run is under way, a stopped one is not', () => {
    expect(isUnderWay('paused')).toBe(true);
    expect(isUnderWay('stopped')).toBe(false);
  });
});

describe('notices', () => {
  test('the same sentence stands once, and three at most', () => {
    const store = createAppStore();
    for (const sentence of ['a', 'b', 'a', 'c', 'd']) store.setState((state) => withNotice(state, 'note', sentence));
    expect(store.getState().notices.map(({ sentence }) => sentence)).toEqual(['a', 'c', 'd']);
    const ids = store.getState().notices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
