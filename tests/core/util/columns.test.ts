import { expect, test } from 'vitest';
import { Column } from '../../../src/core/util/columns';

test('a column keeps what was appended, over any growth', () => {
  const column = Column.float32();
  const expected: number[] = [];
  for (let i = 0; i < 200; i++) {
    const chunk = Array.from({ length: i % 7 }, (_, j) => i + j / 8);
    column.append(chunk);
    expected.push(...chunk);
  }
  expect([...column.view()]).toEqual(expected);
  expect(column.length).toBe(expected.length);
});

test('truncate forgets the tail and never grows', () => {
  const column = Column.int32();
  column.append([1, 2, 3]);
  column.truncate(5);
  expect([...column.view()]).toEqual([1, 2, 3]);
  column.truncate(1);
  column.append([9]);
  expect([...column.view()]).toEqual([1, 9]);
});
