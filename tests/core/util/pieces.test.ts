import { expect, test } from 'vitest';
import { finished, inBlocks } from '../../../src/core/util/pieces';

test('blocks cover the whole range once, in order, and yield after each', () => {
  const blocks: (readonly [number, number])[] = [];
  const pieces = inBlocks(10, 4, (from, to) => blocks.push([from, to]));
  expect([...pieces]).toHaveLength(3);
  expect(blocks).toEqual([
    [0, 4],
    [4, 8],
    [8, 10],
  ]);
});

test('there is no block of nothing', () => {
  expect([...inBlocks(0, 4, () => expect.unreachable())]).toEqual([]);
});

test('who has the time gets the result at once', () => {
  function* sum() {
    let total = 0;
    yield* inBlocks(1000, 7, (from, to) => {
      for (let i = from; i < to; i++) total += i;
    });
    return total;
  }
  expect(finished(sum())).toBe(499_500);
});
