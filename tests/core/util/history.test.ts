import { expect, test } from 'vitest';
import { changed, historyOf, redone, undone } from '../../../src/core/util/history';

test('undo and redo go back and forth, and stop at the ends', () => {
  const end = changed(changed(historyOf('a'), 'b'), 'c');
  expect(undone(end).present).toBe('b');
  expect(undone(undone(undone(end))).present).toBe('a');
  expect(redone(redone(undone(undone(end)))).present).toBe('c');
  expect(redone(end)).toBe(end);
});

test('a change after an undo forgets what was undone', () => {
  const branched = changed(undone(changed(historyOf(1), 2)), 3);
  expect(redone(branched).present).toBe(3);
  expect(undone(branched).present).toBe(1);
});

test('changes of one kind in a row are one step back; another kind between them parts them', () => {
  const typed = changed(changed(changed(historyOf(''), 'l', 'name'), 'le', 'name'), 'lem', 'name');
  expect(undone(typed).present).toBe('');
  const parted = changed(changed(typed, 'x', 'edge'), 'lemp', 'name');
  expect(undone(parted).present).toBe('x');
});

test('the same value again is no step', () => {
  expect(undone(changed(changed(historyOf(1), 2), 2)).present).toBe(1);
});
