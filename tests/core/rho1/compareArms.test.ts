import { describe, expect, test } from 'vitest';
import { compareArms } from '../../../src/core/rho1/compareArms';
import { stepReaching } from '../../../src/core/rho1/selectionRun';
import { CLM_ARM, SLM_ARM, trainPreset } from '../../../src/core/trace/config/presets';
import { appendEvent, emptyTrace, type Trace } from '../../../src/core/trace/trace';

describe('steps to reach a figure', () => {
  test('lie on the straight line between two measurements', () => {
    expect(stepReaching([0, 100, 200], [0, 0.4, 0.8], 0.6, true)).toBeCloseTo(150, 9);
    expect(stepReaching([0, 100], [4, 2], 3, false)).toBe(50);
  });

  test('are those of the first crossing, of the start where it is good enough, and none where it never is', () => {
    expect(stepReaching([0, 10, 20, 30], [0, 1, 0, 1], 1, true)).toBe(10);
    expect(stepReaching([5], [0.9], 0.5, true)).toBe(5);
    expect(stepReaching([0, 10], [0, 0.3], 0.5, true)).toBeUndefined();
  });
});

/** Two arms: the second reaches the first's final accuracy in a quarter of the steps. */
function twins(seed: number, final: number): Trace {
  const trace = emptyTrace();
  const config = trainPreset('tiny', { seed, arms: [CLM_ARM, SLM_ARM] });
  appendEvent(trace, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: '' } });
  const measured = (arm: number, step: number, value: number) =>
    appendEvent(trace, { kind: 'measured', arm, step, figure: 'accuracy', value, count: 10 });
  measured(0, 0, 0);
  measured(0, 100, final);
  measured(1, 0, 0);
  measured(1, 50, 2 * final);
  measured(1, 100, 2 * final);
  return trace;
}

test('rows over seeds: means with Student’s interval, and how many times fewer steps', () => {
  const rows = compareArms([twins(1, 0.2), twins(2, 0.4)], 0.5);
  const row = (arm: string, figure: string) => rows.find((known) => known.arm === arm && known.figure === figure);
  expect(row('CLM', 'accuracy')).toMatchObject({ values: [0.2, 0.4], mean: expect.closeTo(0.3, 9) as number });
  // sd .1414 over two seeds: 12.706 * .1414 / sqrt 2
  expect(row('CLM', 'accuracy')?.halfWidth).toBeCloseTo(1.2706, 4);
  expect(row('SLM', 'fasterThanFirst.accuracy')?.values).toEqual([4, 4]);
  expect(row('CLM', 'fasterThanFirst.accuracy')).toBeUndefined();
});

test('the watched text is split once for all arms, by the first arm’s excess loss', () => {
  const trace = twins(1, 0.2);
  appendEvent(trace, {
    kind: 'document',
    name: 'a',
    textBytes: new Uint8Array(4),
    ids: Int32Array.of(1, 2, 3, 4),
    byteEnd: Int32Array.of(1, 2, 3, 4),
  });
  const zeros = new Float32Array(4);
  appendEvent(trace, { kind: 'referenceScored', first: 0, lossNats: zeros, entropyNats: zeros });
  const scored = (arm: number, ...lossNats: number[]) =>
    appendEvent(trace, {
      kind: 'scored',
      arm,
      checkpoint: 0,
      step: 100,
      first: 0,
      lossNats: Float32Array.from(lossNats),
    });
  scored(0, 4, 3, 2, 1);
  scored(1, 1, 2, 5, 6);
  const rows = compareArms([trace], 0.5);
  const value = (arm: string, figure: string) =>
    rows.find((known) => known.arm === arm && known.figure === figure)?.values[0];
  expect([value('CLM', 'watchedKeptLossNats'), value('CLM', 'watchedDroppedLossNats')]).toEqual([3.5, 1.5]);
  expect([value('SLM', 'watchedKeptLossNats'), value('SLM', 'watchedDroppedLossNats')]).toEqual([1.5, 5.5]);
});
