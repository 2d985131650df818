import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from '../../../src/core/trace/float16';

const golden: { floatBits: number[]; halfBits: number[] } = JSON.parse(
  readFileSync(new URL('../../golden/safetensors_golden.json', import.meta.url), 'utf8'),
);

test('rounds as numpy rounds', () => {
  const floats = new Float32Array(Uint32Array.from(golden.floatBits).buffer);
  expect([...encodeFloat16(floats)]).toEqual(golden.halfBits);
});

test('every half that is a number survives the way through float32', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7fff) <= 0x7c00);
  expect(encodeFloat16(decodeFloat16(halves))).toEqual(halves);
});

test('NaN stays NaN', () => {
  expect([...decodeFloat16(encodeFloat16(Float32Array.of(NaN)))]).toEqual([NaN]);
});

test('the middle between two halves rounds to the even one', () => {
  const step = 2 ** -10;
  const middles = Float32Array.of(1 + step / 2, 1 + (3 * step) / 2);
  expect([...decodeFloat16(encodeFloat16(middles))]).toEqual([1, 1 + 2 * step]);
});

test('a bfloat16 is the upper half of a float32', () => {
  expect([...decodeBfloat16(Uint16Array.of(0x3f80, 0xc049, 0x7f80))]).toEqual([1, -3.140625, Infinity]);
});
