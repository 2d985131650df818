import { expect, test } from 'vitest';
import { scrollIntoPane } from '../../../src/views/textPane/dom';

// A pane of 400 px; only these three numbers of an element are read or set.
const pane = (scrollTop: number) => ({ scrollTop, clientHeight: 400 }) as HTMLElement;
const after = (scrollTop: number, topPx: number) => {
  const node = pane(scrollTop);
  scrollIntoPane(node, topPx, topPx + 32);
  return node.scrollTop;
};

test('what is in view does not move the pane', () => {
  expect(after(1000, 1100)).toBe(1000);
});

test('what is a little outside comes in by the least, with room around it', () => {
  expect(after(1000, 1380)).toBe(1380 + 32 + 48 - 400);
  expect(after(1000, 980)).toBe(980 - 48);
  expect(after(30, 0)).toBe(0);
});

test('what is far away comes to the middle', () => {
  expect(after(0, 9000)).toBe(9000 + 16 - 200);
  expect(after(9000, 1000)).toBe(1000 + 16 - 200);
});
