import { describe, expect, test } from 'vitest';
import {
  drawStage,
  forcedShape,
  removedTokens,
  shapeAt,
  type CurriculumRule,
} from '../../../../src/core/coconut/curriculum/curriculum';
import { METHOD_NAMES, METHODS } from '../../../../src/core/coconut/curriculum/methods';
import {
  heldRate,
  PAPER_SCHEDULES,
  parsePlan,
  planSteps,
  rungAt,
  stageAtEpoch,
  stageWeights,
} from '../../../../src/core/coconut/curriculum/schedules';
import { rng } from '../../../../src/core/util/rng';

const PROSQA: CurriculumRule = { thoughtsPerStep: 1, lastStage: 6, padToLast: true };
const GSM: CurriculumRule = { thoughtsPerStep: 2, lastStage: 3, padToLast: true };
const at = (rule: CurriculumRule, stage: number, steps: number): [number, number] => {
  const { slots, droppedSteps } = shapeAt(METHODS.coconut, rule, stage, steps);
  return [slots, droppedSteps];
};

describe('the stage rule of dataset.py', () => {
  test('stage s takes the first s steps away and puts s·c thoughts in', () => {
    expect(at(PROSQA, 0, 4)).toEqual([0, 0]);
    expect(at(PROSQA, 2, 4)).toEqual([2, 2]);
    expect(at(GSM, 2, 5)).toEqual([4, 2]);
  });
  test('a chain shorter than the stage loses all its steps, and gets the stage’s thoughts', () => {
    expect(at(PROSQA, 5, 3)).toEqual([5, 3]);
  });
  test('beyond the last stage all steps go: GSM8k keeps 6 thoughts', () => {
    expect(at(GSM, 4, 8)).toEqual([6, 8]);
    expect(at({ ...GSM, padToLast: false }, 4, 2)).toEqual([4, 2]);
    expect(at({ ...GSM, padToLast: false }, 4, 8)).toEqual([6, 8]);
  });
});

test('the eight methods are what the paper’s table says of them', () => {
  const final = Object.fromEntries(METHOD_NAMES.map((name) => [name, shapeAt(METHODS[name], PROSQA, 7, 4)]));
  const start = Object.fromEntries(METHOD_NAMES.map((name) => [name, shapeAt(METHODS[name], PROSQA, 0, 4)]));
  const row = (name: string): [boolean, number, number, string] => {
    const { markers, slots, droppedSteps, fill } = final[name]!;
    return [markers, slots, droppedSteps, slots > 0 ? fill : ''];
  };
  expect(METHOD_NAMES).toHaveLength(8);
  expect(row('coconut')).toEqual([true, 6, 4, 'thought']);
  expect(row('coconut-no-curriculum')).toEqual([true, 6, 4, 'thought']);
  expect(row('pause-as-thought')).toEqual([true, 6, 4, 'pause']);
  expect(row('pause')).toEqual([false, 6, 4, 'pause']);
  expect(row('coconut-no-thought')).toEqual([false, 0, 4, '']);
  expect(row('no-cot')).toEqual([false, 0, 4, '']);
  expect(row('cot')).toEqual([false, 0, 0, '']);
  // Without a curriculum the last stage's data stands there from the beginning; with one, the whole chain.
  for (const name of ['coconut-no-curriculum', 'pause', 'no-cot']) expect(start[name]).toEqual(final[name]);
  for (const name of ['coconut', 'pause-as-thought', 'coconut-no-thought'])
    expect(start[name]).toMatchObject({ slots: 0, droppedSteps: 0 });
  expect(shapeAt(METHODS.icot, PROSQA, 9, 4)).toMatchObject({ droppedTokens: 9, droppedSteps: 0, slots: 0 });
});

test('thoughts can be forced, but not on a method without slots', () => {
  expect(forcedShape(METHODS.coconut, 3)).toMatchObject({ markers: true, slots: 3, fill: 'thought' });
  expect(forcedShape(METHODS['pause-as-thought'], 2)).toMatchObject({ markers: true, slots: 2, fill: 'pause' });
  expect(forcedShape(METHODS.cot, 3)).toMatchObject({ markers: false, slots: 0 });
});

test('the uniform mix draws from 0 to the number of steps, and leaves the rest as scheduled', () => {
  const chance = rng(1, 'mix');
  const counts = [0, 0, 0, 0, 0, 0];
  const n = 20_000;
  for (let i = 0; i < n; i++) counts[drawStage(5, 0.3, 4, chance)]!++;
  for (const count of counts.slice(0, 5)) expect(Math.abs(count / n - 0.3 / 5)).toBeLessThan(0.01);
  expect(counts[5]! / n).toBeCloseTo(0.7, 1);
  expect(drawStage(5, 0, 4, chance)).toBe(5);
});

test('iCoT takes one token more after every so many steps; the extra ones are rare: e^-4 each', () => {
  const chance = rng(2, 'icot');
  const mean = (step: number): number =>
    Array.from({ length: 4000 }, () => removedTokens(step, 100, 10, chance)).reduce((a, b) => a + b) / 4000;
  const extra = Math.exp(-4) / (1 - Math.exp(-4));
  expect(mean(99)).toBeCloseTo(extra, 1);
  expect(mean(100)).toBeCloseTo(1 + extra, 1);
  expect(mean(135)).toBeCloseTo(4 + extra, 1);
});

test('the paper’s epochs: ProsQA reaches stage 6 at epoch 30 and drops all from 35', () => {
  const { prosqa, gsm8k } = PAPER_SCHEDULES;
  expect([0, 4, 5, 29, 30, 34, 35].map((epoch) => stageAtEpoch(prosqa, epoch))).toEqual([0, 0, 1, 5, 6, 6, 7]);
  expect(stageAtEpoch(gsm8k, gsm8k.firstEpoch)).toBe(1);
  expect(shapeAt(METHODS.coconut, gsm8k.curriculum, stageAtEpoch(gsm8k, 12), 5)).toMatchObject({
    slots: 6,
    droppedSteps: 5,
  });
});

test('a plan is read rung by rung, and a bad one is refused by its part', () => {
  const plan = parsePlan('micro:0:400, micro+micro3:2:450');
  expect(plan).toEqual([
    { levels: ['micro'], stage: 0, steps: 400 },
    { levels: ['micro', 'micro3'], stage: 2, steps: 450 },
  ]);
  expect(planSteps(plan)).toBe(850);
  expect(rungAt(plan, 399)).toEqual({ rung: plan[0], index: 0, done: 399 });
  expect(rungAt(plan, 400)).toEqual({ rung: plan[1], index: 1, done: 0 });
  expect(rungAt(plan, 850)).toBeUndefined();
  expect(() => parsePlan('micro:0')).toThrow('"micro:0" is not of the form level:stage:steps');
  expect(() => parsePlan('huge:0:1')).toThrow('"huge" is not a level');
  expect(parsePlan('official:2:900:frontier')).toEqual([
    { levels: ['official'], stage: 2, steps: 900, firstWord: 'frontier' },
  ]);
  expect(stageWeights(2)).toEqual([0.3, 0.3, 1]);
  expect(stageWeights(0)).toEqual([1]);
});

test('the ladders’ rate rises over 50 steps, holds to 40 %, and falls in a line to 3 %', () => {
  expect([0, 24, 49, 399].map((step) => heldRate(step, 1000))).toEqual([0.02, 0.5, 1, 1]);
  expect(heldRate(700, 1000)).toBeCloseTo(0.5, 12);
  expect(heldRate(999, 1000)).toBe(0.03);
});
