import { describe, expect, test } from 'vitest';
import { injectNoise } from '../../../src/core/text/injectNoise';
import { encodeUtf8 } from '../../../src/core/util/utf8';

const text = encodeUtf8(
  Array.from({ length: 200 }, (_, i) => `Line ${i} of a clean text, with an é in it.\n`).join(''),
);

describe('noise in a clean text', () => {
  test('leaves the text whole and in order', () => {
    const { bytes, isNoise } = injectNoise(text, 0.5, 1);
    expect(bytes.filter((_, i) => isNoise[i] === 0)).toEqual(text);
  });

  test.each([0.2, 0.5, 0.8])('has its share of the bytes: %s', (share) => {
    const { isNoise } = injectNoise(text, share, 1);
    const noise = isNoise.reduce((sum, each) => sum + each, 0);
    // To within one line of noise.
    expect(Math.abs(noise / isNoise.length - share)).toBeLessThan(0.02);
  });

  test('none is the text itself', () => {
    expect(injectNoise(text, 0, 1).bytes).toEqual(text);
  });

  test('the same seed gives the same noise, another seed another', () => {
    const bytes = (seed: number) => injectNoise(text, 0.5, seed).bytes;
    expect(bytes(1)).toEqual(bytes(1));
    expect(bytes(1)).not.toEqual(bytes(2));
  });

  test('a text without line ends, or without anything, is left alone', () => {
    const line = encodeUtf8('no end');
    expect(injectNoise(line, 0.5, 1).bytes).toEqual(line);
    expect(injectNoise(new Uint8Array(0), 0.5, 1).bytes).toHaveLength(0);
  });
});
