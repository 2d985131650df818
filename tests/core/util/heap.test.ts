import { expect, test } from 'vitest';
import { Heap } from '../../../src/core/util/heap';
import { rng } from '../../../src/core/util/rng';

test('items come out in order, whatever the order of pushes and pops', () => {
  const chance = rng(3, 'heap');
  const heap = new Heap<number>((a, b) => a < b);
  const model: number[] = [];
  for (let turn = 0; turn < 5000; turn++)
    if (chance.uniform() < 0.55) {
      const item = chance.integer(100);
      heap.push(item);
      model.push(item);
      model.sort((a, b) => a - b);
    } else expect(heap.pop()).toBe(model.shift());
  expect(heap.size).toBe(model.length);
});

test('an empty heap gives nothing', () => {
  expect(new Heap<number>((a, b) => a < b).pop()).toBeUndefined();
});
