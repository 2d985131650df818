import { expect, test } from 'vitest';
import { countUnasked, refusedByReason, unaskedSentence } from '../../../../src/core/coconut/problems/refusals';

test('items refused for one reason are one row with their numbers, the most frequent first', () => {
  const sentences = [
    'Item 4, field "steps": it is missing.',
    ...Array.from({ length: 30 }, (_, item) => unaskedSentence(item + 10, 'The model knows 24 concepts.')),
    'Item 2, field "answer": "six" is not a number.',
    'Item 9, field "answer": "ten" is not a number.',
  ];
  expect(refusedByReason(sentences)).toEqual([
    {
      reason: 'cannot be asked: The model knows 24 concepts.',
      count: 30,
      items: Array.from({ length: 30 }, (_, item) => item + 10),
    },
    { reason: 'field "answer": “…” is not a number.', count: 2, items: [2, 9] },
    { reason: 'field "steps": it is missing.', count: 1, items: [4] },
  ]);
  expect(countUnasked(sentences)).toBe(30);
});

test('a sentence about no item stays whole', () => {
  expect(refusedByReason(['The file holds no problems.'])).toEqual([
    { reason: 'The file holds no problems.', count: 1, items: [] },
  ]);
});
