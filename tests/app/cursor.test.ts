import { describe, expect, test } from 'vitest';
import {
  ALL_CATEGORIES,
  MAX_PINS,
  onProblem,
  onRun,
  shownCheckpoint,
  shownThoughts,
  START_CURSOR,
  toggleCategory,
  togglePin,
} from '../../src/app/state/cursor';
import type { RunId } from '../../src/core/trace/messages/commands';

describe('pins', () => {
  test('pinning twice is not pinning', () => {
    expect(togglePin(togglePin([3, 9], 5), 5)).toEqual([3, 9]);
  });

  test('a fifth pin takes the place of the oldest', () => {
    const pins = [1, 2, 3, 4, 5].reduce<readonly number[]>(togglePin, []);
    expect(pins).toEqual([2, 3, 4, 5]);
    expect(pins).toHaveLength(MAX_PINS);
  });
});

describe('filter', () => {
  test('toggling a category twice changes nothing', () => {
    for (const category of ALL_CATEGORIES)
      expect(toggleCategory(toggleCategory([0, 2], category), category)).toEqual([0, 2]);
  });

  test('all categories are the same as no filter', () => {
    expect(ALL_CATEGORIES.reduce(toggleCategory, [])).toEqual([]);
  });

  test('stays in ascending order', () => {
    expect(toggleCategory([3], 0)).toEqual([0, 3]);
  });
});

describe('checkpoint', () => {
  test('without a choice the newest is shown', () => {
    expect(shownCheckpoint({}, 9)).toBe(8);
  });

  test('a choice beyond the end is the end', () => {
    expect(shownCheckpoint({ checkpoint: 40 }, 9)).toBe(8);
  });

  test('of no checkpoints none is shown', () => {
    expect(shownCheckpoint({ checkpoint: 2 }, 0)).toBe(-1);
  });
});

test('on another run the place is forgotten and the way of looking stays', () => {
  const cursor = onRun(
    { ...START_CURSOR, token: 4, pins: [4], checkpoint: 2, metric: 'loss', filter: [1] },
    'other' as RunId,
  );
  expect(cursor).toMatchObject({ run: 'other', metric: 'loss', filter: [1], pins: [] });
  expect(cursor.token).toBeUndefined();
  expect(cursor.checkpoint).toBeUndefined();
});

test('on another problem the nodes are forgotten and the number of thoughts stays', () => {
  const cursor = { ...START_CURSOR, problem: 1, thoughts: 2, node: 4, nodePins: [4, 5] };
  expect({ ...cursor, ...onProblem(cursor, 3) }).toEqual({ ...cursor, problem: 3, node: undefined, nodePins: [] });
});

test('without a choice the thoughts that were taught are shown, of those that there are answers for', () => {
  expect(shownThoughts({}, 2, 4)).toBe(2);
  expect(shownThoughts({ thoughts: 3 }, 2, 4)).toBe(3);
  expect(shownThoughts({ thoughts: 9 }, 2, 4)).toBe(4);
  expect(shownThoughts({}, 2, 1)).toBe(1);
});
