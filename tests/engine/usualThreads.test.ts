/** @file How many threads of WASM a page takes by itself. */
import { expect, test } from 'vitest';
import { usualThreads } from '../../src/engine/backends/threadedWasm';

test('half of the cores, two of two, eight at most', () => {
  expect([1, 2, 3, 4, 8, 12, 16, 64].map(usualThreads)).toEqual([1, 2, 2, 2, 4, 6, 8, 8]);
});
