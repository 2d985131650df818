import { expect, test } from 'vitest';
import { addressOfRun } from '../../src/app/state/labs';

test('a run in progress leads to the page that shows it', () => {
  expect(addressOfRun('r1', 'thoughts')).toBe('#/thoughts?v=1&run=r1');
  expect(addressOfRun('r1', 'probe')).toBe('#/thoughts?v=1&run=r1');
  expect(addressOfRun('r1', 'train')).toBe('#/tokens?v=1&run=r1');
  expect(addressOfRun('r1', undefined)).toBe('#/tokens?v=1&run=r1');
});
