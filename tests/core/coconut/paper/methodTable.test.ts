/** @file Table 1 from finished trainings: what is put together, and what is not. */
import { expect, test } from 'vitest';
import { methodTables, type FinishedTraining } from '../../../../src/core/coconut/paper/methodTable';
import { PAPER_TABLE } from '../../../../src/core/coconut/paper/paperTable';
import type { ThoughtMethod } from '../../../../src/core/trace/config/config';
import { stepsOf } from '../../../../src/core/trace/config/configFacts';
import { thoughtsPreset } from '../../../../src/core/trace/config/thoughtPresets';
import { appendEvent, emptyTrace } from '../../../../src/core/trace/trace';

/** A training whose last evaluation has these numbers of right answers out of ten, by forced thoughts. */
function training(method: ThoughtMethod, seed: number, rights: readonly number[], rate = 1e-3): FinishedTraining {
  const config = thoughtsPreset('tiny', method, 'prosqa', { seed, learningRate: rate });
  const trace = emptyTrace();
  for (const step of [0, stepsOf(config) ?? 0])
    for (const [thoughts, right] of rights.entries())
      appendEvent(trace, {
        kind: 'graded',
        step,
        thoughts,
        answerRight: Uint8Array.from({ length: 10 }, (_, i) => (step > 0 && i < right ? 1 : 0)),
        pathClass: new Uint8Array(10).fill(4),
        generatedTokens: new Int32Array(10).fill(9 - 4 * thoughts),
      });
  return { name: `${method}-${seed}`, config, trace };
}

test('one row a method in the paper’s order, at the number of thoughts that is trained, with a Student interval over seeds', () => {
  const [table] = methodTables([
    training('no-cot', 1, [5]),
    training('coconut', 2, [4, 5, 8]),
    training('coconut', 1, [4, 5, 9]),
    training('coconut', 3, [4, 5, 10]),
  ]);
  expect(table).toMatchObject({ data: 'prosqa', preset: 'tiny', seeds: [1, 2, 3], problems: 10 });
  const [coconut, noCot] = table!.rows;
  expect([coconut!.method, noCot!.method]).toEqual(['coconut', 'no-cot']);
  expect(coconut!.accuracies).toEqual([0.9, 0.8, 1]); // in the order of the seeds
  expect(coconut!.accuracy.mean).toBeCloseTo(0.9, 9);
  expect(coconut!.accuracy.halfWidth).toBeCloseTo((4.3027 * 0.1) / Math.sqrt(3), 3); // t(2), sd .1
  expect(coconut!.byThoughts.map(({ accuracy }) => accuracy)).toEqual(
    [0.4, 0.5, 0.9].map((share) => expect.closeTo(share, 9)),
  );
  expect(coconut!.meanGeneratedTokens).toBe(1);
  expect(noCot!.accuracy).toEqual({ mean: 0.5, halfWidth: null });
});

test('runs that differ in more than method and seed are not one table, and a run counts once', () => {
  expect(() => methodTables([training('coconut', 1, [1]), training('cot', 1, [1], 2e-3)])).toThrow(
    'cot-1 was trained with other settings than coconut-1',
  );
  expect(() => methodTables([training('cot', 1, [1]), training('cot', 1, [1])])).toThrow(
    'Seed 1 of cot is given twice',
  );
});

test('the paper’s table: thoughts save tokens on every task, and win only where there is something to plan', () => {
  for (const task of ['prosqa', 'prontoqa', 'arithmetic'] as const)
    expect(PAPER_TABLE.coconut[task].tokens).toBeLessThan(PAPER_TABLE.cot[task].tokens);
  expect(PAPER_TABLE.coconut.prosqa.accuracy).toBeGreaterThan(PAPER_TABLE.cot.prosqa.accuracy);
  expect(PAPER_TABLE.coconut.arithmetic.accuracy).toBeLessThan(PAPER_TABLE.cot.arithmetic.accuracy);
});
