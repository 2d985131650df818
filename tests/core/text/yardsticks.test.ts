import { expect, test } from 'vitest';
import { isBeyond, readingOf } from '../../../src/core/text/yardsticks';
import { encodeUtf8 } from '../../../src/core/util/utf8';

const LN2 = Math.log(2);

test('bits a byte, of the scored part alone', () => {
  // Two tokens of two bytes; the last is not scored yet.
  const reading = readingOf(encodeUtf8('ababcd'), Int32Array.of(2, 4, 6), Float32Array.of(LN2, 3 * LN2, NaN), 16);
  expect(reading?.model).toBeCloseTo(1, 6);
  expect(reading?.byteEntropy).toBeCloseTo(1, 6);
  expect(reading?.uniform).toBeCloseTo(2, 6);
});

test('where nothing is scored there is nothing to say', () => {
  expect(readingOf(encodeUtf8('ab'), Int32Array.of(2), Float32Array.of(NaN), 16)).toBeUndefined();
});

test('a model is beyond a text where it is no better than either yardstick, and not judged on a few words', () => {
  const reading = { model: 4.5, byteEntropy: 4.4, uniform: 5.5 };
  expect([isBeyond(reading, 500), isBeyond(reading, 5)]).toEqual([true, false]);
  expect(isBeyond({ ...reading, model: 2.3 }, 500)).toBe(false);
  expect(isBeyond({ ...reading, model: 4.6, byteEntropy: 5, uniform: undefined }, 500)).toBe(false);
});
