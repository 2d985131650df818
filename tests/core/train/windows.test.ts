import { expect, test } from 'vitest';
import { checkpointSteps } from '../../../src/core/train/schedule';
import { batchWindows, epochOrder, gather, scoreWindows } from '../../../src/core/train/windows';

test('every token is judged once, in order, with at least half a window before it', () => {
  for (const seq of [2, 7, 8, 32])
    for (const tokens of [1, 2, 7, 8, 9, 15, 16, 17, 100]) {
      const windows = scoreWindows(tokens, seq);
      let next = 0;
      for (const { begin, first, count } of windows) {
        expect(first).toBe(next);
        expect(count).toBeGreaterThan(0);
        next += count;
        // Within the window, and with its context: all that came before, or half a window.
        expect(first + count - begin).toBeLessThanOrEqual(seq);
        expect(first - begin).toBeGreaterThanOrEqual(Math.min(first, Math.floor(seq / 2)));
      }
      expect(next).toBe(tokens);
    }
});

test('an input is the token before its target, and <|endoftext|> stands before the first', () => {
  const ids = Int32Array.of(11, 12, 13, 14, 15);
  const { inputs, targets } = gather(ids, [0, 3], 3, 4, 0);
  expect([...targets]).toEqual([11, 12, 13, 14, 14, 15, 0, 0, 0, 0, 0, 0]);
  expect([...inputs]).toEqual([0, 11, 12, 13, 13, 14, 0, 0, 0, 0, 0, 0]);
});

test('an epoch takes each window once; the next takes them in another order', () => {
  const order = (epoch: number) => epochOrder(5, epoch, 20);
  expect([...order(0)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(order(1)).not.toEqual(order(0));
  expect(order(1)).toEqual(order(1));
});

test('a batch follows from seed and step alone', () => {
  const [windows, batch] = [11, 4];
  const seen = [0, 1].flatMap((step) => batchWindows(9, step, windows, batch));
  expect(new Set(seen).size).toBe(8);
  // Two batches fill an epoch of eleven windows; the third step begins the next epoch.
  expect(batchWindows(9, 2, windows, batch)).toEqual(epochOrder(9, 1, windows).slice(0, 4));
});

test('checkpoints are evenly spaced, with the start and the end', () => {
  expect(checkpointSteps(480, 9)).toEqual([0, 60, 120, 180, 240, 300, 360, 420, 480]);
  expect(checkpointSteps(10, 4)).toEqual([0, 3, 7, 10]);
  expect(checkpointSteps(2, 9)).toEqual([0, 1, 2]);
  expect(checkpointSteps(5, 1)).toEqual([0, 5]);
});
