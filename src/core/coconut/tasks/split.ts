/** @file Which problems are for training and which for testing: decided by what a problem is, not by its seed. */

export type Split = 'train' | 'test';

/** One in so many is kept for testing. */
const HELD_OUT_PART = 8;

/** Two problems of equal key are never in different splits. */
export function splitOfKey(key: number | string): Split {
  const hash = typeof key === 'number' ? key : hash53([...key].map((letter) => letter.codePointAt(0) ?? 0));
  return hash % HELD_OUT_PART === 0 ? 'test' : 'train';
}

/** Two 32-bit multiplicative hashes over the halves of each number, joined to 53 bits. */
export function hash53(numbers: readonly number[]): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b ^ numbers.length;
  for (const number of numbers)
    for (const half of [number >>> 0, Math.floor(number / 2 ** 32)]) {
      high = Math.imul(high ^ half, 0x01000193);
      low = Math.imul(low ^ half, 0x5bd1e995);
      high = Math.imul(high ^ (low >>> 15), 0x7feb352d);
      low = Math.imul(low ^ (high >>> 13), 0x2c1b3c6d);
    }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
