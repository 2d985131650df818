import { expect, test } from 'vitest';
import { chanceWords, comparisons } from '../../../../../src/app/pages/thoughts/findings/reproduced';

const rows = [
  { method: 'coconut' as const, accuracy: 0.96, plusMinus: 0.01 },
  { method: 'cot' as const, accuracy: 0.977, plusMinus: 0.01 },
  { method: 'no-cot' as const, accuracy: 0.507, plusMinus: 0.01 },
  { method: 'pause-as-thought' as const, accuracy: 0.494, plusMinus: 0.01 },
];

test('each method is compared with Coconut, here and in the paper', () => {
  const said = comparisons('prosqa', rows);
  expect(said.map(({ isReproduced }) => isReproduced)).toEqual([false, true, false]);
  // 97.0 and 77.5 in the paper; here 1.7 points apart, which is level.
  expect(said[0]?.sentence).toBe(
    'Not reproduced: Coconut is level with CoT here (96.0 against 97.7 %), and above it in the paper (97.0 against 77.5 % on ProsQA).',
  );
  expect(said[1]?.sentence).toBe(
    'Coconut is above No-CoT, as in the paper: 96.0 against 50.7 % here, 97.0 against 76.7 % on ProsQA there.',
  );
});

test('a wide interval makes two methods level', () => {
  const wide = [
    { method: 'coconut' as const, accuracy: 0.6, plusMinus: 0.2 },
    { method: 'pause-as-thought' as const, accuracy: 0.5, plusMinus: 0.1 },
  ];
  expect(comparisons('prosqa', wide)[0]?.isReproduced).toBe(true);
});

test('without Coconut there is nothing to say', () => {
  expect(comparisons('prosqa', rows.slice(1))).toEqual([]);
});

test('methods at chance are named, where there are two candidates', () => {
  expect(chanceWords('prosqa', rows)).toMatch(/^At chance here: No-CoT, Pause as thought\./);
  expect(chanceWords('arithmetic', rows)).toBeUndefined();
  expect(chanceWords('prosqa', rows.slice(0, 2))).toBeUndefined();
});
