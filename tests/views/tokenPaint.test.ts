import { expect, test } from 'vitest';
import { CATEGORIES, DIVERGING, KEPT_FILL, SEQUENTIAL } from '../../src/views/palette';
import { tokenPaint } from '../../src/views/tokenPaint';

const columns = {
  category: Uint8Array.of(0, 1, 2, 3, 255),
  lossNats: Float32Array.of(0, 3, 6, 60, NaN),
  excessNats: Float32Array.of(-2, 0, 2, 9, NaN),
  changeNats: Float32Array.of(-2, 0, 2, 9, NaN),
  selected: Uint8Array.of(0, 1, 0, 1, 0),
};
const all = [0, 1, 2, 3, 4];

test('categories have their fill and cue; a token that is not scored has none', () => {
  const { fillOf, cueOf } = tokenPaint(columns, 'category', 'category');
  expect(all.map(fillOf)).toEqual([...CATEGORIES.map(({ fill }) => fill), undefined]);
  expect(all.map(cueOf)).toEqual(['solid', 'none', 'dotted', 'wavy', 'none']);
});

test('numbers run over their scale and stop at its ends', () => {
  const { fillOf } = tokenPaint(columns, 'loss', 'none');
  expect(all.map(fillOf)).toEqual([SEQUENTIAL[0], SEQUENTIAL[16], SEQUENTIAL[32], SEQUENTIAL[32], undefined]);
  const change = tokenPaint(columns, 'change', 'change');
  expect(all.map(change.fillOf)).toEqual([DIVERGING[0], DIVERGING[16], DIVERGING[32], DIVERGING[32], undefined]);
  expect(all.map(change.cueOf)).toEqual(['solid', 'none', 'wavy', 'wavy', 'none']);
});

test('selection fills what is kept', () => {
  const { fillOf, cueOf } = tokenPaint(columns, 'selection', 'selection');
  expect(all.map(fillOf)).toEqual([undefined, KEPT_FILL, undefined, KEPT_FILL, undefined]);
  expect(all.map(cueOf)).toEqual(['none', 'solid', 'none', 'solid', 'none']);
});

test('a column that is not there paints nothing, and a domain may be given', () => {
  expect(all.map(tokenPaint({}, 'excess', 'loss').fillOf)).toEqual([...all].fill(0).map(() => undefined));
  expect(tokenPaint(columns, 'loss', 'none', { loss: [0, 3] }).fillOf(1)).toBe(SEQUENTIAL[32]);
});
