import { expect, test } from 'vitest';
import { curriculumRows, lastOfStage, stageAtStep } from '../../../../../src/app/pages/thoughts/teach/curriculumRows';
import { HAND } from '../../../../core/coconut/fixtures';

const kinds = (method: 'coconut' | 'cot' | 'icot' | 'pause-as-thought', stage: number) =>
  curriculumRows(HAND, method, undefined)
    .find((row) => row.stage === stage)
    ?.segments.map(({ kind }) => kind);

test('Coconut: each stage gives one step for one thought', () => {
  expect(kinds('coconut', 0)).toEqual(['question', 'bot', 'eot', 'step', 'step', 'step', 'answer', 'eos']);
  expect(kinds('coconut', 2)).toEqual(['question', 'bot', 'thought', 'thought', 'eot', 'step', 'answer', 'eos']);
  expect(curriculumRows(HAND, 'coconut', undefined)).toHaveLength(4);
});

test('pause as thought keeps the curriculum, CoT has none, iCoT goes token by token to the end', () => {
  expect(kinds('pause-as-thought', 1)).toContain('pause');
  expect(curriculumRows(HAND, 'cot', undefined).map(({ name }) => name)).toEqual(['always']);
  const rows = curriculumRows(HAND, 'icot', undefined);
  // Three sentences of five words.
  expect(rows.at(-1)?.name).toBe('15 tokens gone');
  expect(rows.at(-1)?.segments.map(({ kind }) => kind)).toEqual(['question', 'answer', 'eos']);
});

test('a step belongs to the stage that it ends', () => {
  const stages = [
    { levels: ['micro'], stage: 0, steps: 40 },
    { levels: ['micro'], stage: 1, steps: 20 },
    { levels: ['micro3'], stage: 1, steps: 30 },
    { levels: ['micro3'], stage: 2, steps: 10 },
  ];
  expect([0, 40, 41, 90, 91, 500].map((step) => stageAtStep(stages, step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(lastOfStage(stages, [0, 20, 40, 60, 90, 100], 1)).toBe(4);
  expect(lastOfStage(stages, [0], 0)).toBeUndefined();
  expect(curriculumRows(HAND, 'coconut', stages).map(({ steps }) => steps)).toEqual([40, 50, 10, undefined]);
});
