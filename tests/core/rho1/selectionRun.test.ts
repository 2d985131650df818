import { describe, expect, test } from 'vitest';
import { keptAt } from '../../../src/core/rho1/ranking';
import {
  figureAt,
  rankingsOf,
  selectingArm,
  selectionRun,
  selectionsOf,
  stepReaching,
} from '../../../src/core/rho1/selectionRun';
import type { ArmConfig } from '../../../src/core/trace/config/config';
import { CLM_ARM, SLM_ARM, trainPreset } from '../../../src/core/trace/config/presets';
import { appendEvent, emptyTrace, type Trace } from '../../../src/core/trace/trace';

const TOKENS = 4;
const RANDOM_ARM: ArmConfig = {
  name: 'random',
  objective: { kind: 'slm', score: 'random', keepFraction: 0.5, per: 'batch' },
};

/** Two arms; each checkpoint's losses by hand. */
function traceOf(losses: readonly (readonly (readonly number[])[])[], reference?: readonly number[]): Trace {
  const trace = emptyTrace();
  const config = trainPreset('tiny', { arms: [CLM_ARM, SLM_ARM] });
  appendEvent(trace, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: 'x' } });
  appendEvent(trace, {
    kind: 'document',
    name: 'four letters',
    textBytes: Uint8Array.of(97, 98, 99, 100),
    ids: new Int32Array(TOKENS),
    byteEnd: Int32Array.of(1, 2, 3, 4),
  });
  losses.forEach((checkpoints, arm) =>
    checkpoints.forEach((values, checkpoint) =>
      appendEvent(trace, {
        kind: 'scored',
        arm,
        checkpoint,
        step: checkpoint * 10,
        first: 0,
        lossNats: Float32Array.from(values),
      }),
    ),
  );
  if (reference)
    appendEvent(trace, {
      kind: 'referenceScored',
      first: 0,
      lossNats: Float32Array.from(reference),
      entropyNats: Float32Array.from(reference),
    });
  return trace;
}

describe('a run of arms', () => {
  test('shows the checkpoints that every arm has scored to the end', () => {
    const whole = [1, 1, 1, 1];
    const trace = traceOf([
      [whole, whole, whole],
      [whole, [1, 1]],
    ]);
    const run = selectionRun(trace);
    expect(run?.steps).toEqual([0]);
    expect(run?.arms.map(({ lossNats }) => lossNats.length)).toEqual([1, 1]);
  });

  test('has shown nothing while an arm is still without a column', () => {
    const run = selectionRun(traceOf([[[1, 1, 1, 1]]]));
    expect(run?.steps).toEqual([]);
  });

  test('has a reference only once the whole text is scored by it', () => {
    expect(selectionRun(traceOf([[[1, 1, 1, 1]], [[1, 1, 1, 1]]], [1, 2]))?.reference).toBeUndefined();
    expect(selectionRun(traceOf([[[1, 1, 1, 1]], [[1, 1, 1, 1]]], [1, 2, 3, 4]))?.reference).toBeDefined();
  });

  test('ranks by excess loss: L_θ - L_RM, the highest first [RHO-1 Eq. 3]', () => {
    const run = selectionRun(traceOf([[[0, 0, 0, 0]], [[5, 1, 4, 2]]], [4.5, 0.9, 1, 3]));
    if (!run) throw new Error('no run');
    // Excess .5, .1, 3, -1.
    const rankings = rankingsOf(run, 1, 'excess');
    expect([...(selectionsOf(rankings, 0.5)[0] ?? [])]).toEqual([1, 0, 1, 0]);
  });

  test('a score that needs a reference has no ranking without one', () => {
    const run = selectionRun(traceOf([[[1, 2, 3, 4]], [[1, 2, 3, 4]]]));
    if (!run) throw new Error('no run');
    expect(rankingsOf(run, 0, 'excess')).toEqual([]);
    expect(rankingsOf(run, 0, 'highestLoss')).toHaveLength(1);
  });

  test('a random ranking is the same when it is derived again', () => {
    const run = selectionRun(traceOf([[[1, 2, 3, 4]], [[1, 2, 3, 4]]]));
    if (!run) throw new Error('no run');
    const draw = () => rankingsOf(run, 0, 'random').map((ranking) => [...keptAt(ranking, 0.5)]);
    expect(draw()).toEqual(draw());
  });
});

test('the arm that selects by excess loss is looked at first', () => {
  expect(selectingArm({ arms: [CLM_ARM, RANDOM_ARM, SLM_ARM] })).toBe(2);
  expect(selectingArm({ arms: [CLM_ARM, RANDOM_ARM] })).toBe(1);
  expect(selectingArm({ arms: [CLM_ARM] })).toBe(0);
});

test('a figure stands at its own step, and is missing at others', () => {
  const figures = [{ figure: 'accuracy', step: 10, value: 0.5, count: 48 }];
  expect(figureAt({ figures }, 'accuracy', [0, 10])).toEqual([NaN, 0.5]);
});

describe('the step at which a level is reached', () => {
  const steps = [0, 10, 20];
  test('lies on the straight line between two checkpoints', () => {
    expect(stepReaching(steps, [4, 2, 1], 3, false)).toBe(5);
    expect(stepReaching(steps, [0, 0.5, 1], 0.75, true)).toBe(15);
  });
  test('is none if the level is not reached', () => {
    expect(stepReaching(steps, [4, 3, 2], 1, false)).toBeUndefined();
  });
  test('is the checkpoint itself where the one before was not measured', () => {
    expect(stepReaching(steps, [NaN, 2, 1], 2, false)).toBe(10);
  });
});
