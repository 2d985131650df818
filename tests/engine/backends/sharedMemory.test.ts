/** @file tfjs's module of one thread asks for a shared memory when told to; what does not look like it is left alone. */
import { expect, test } from 'vitest';
import { loadWasm } from '../../../src/cli/nodeBackend';
import { withSharedMemory } from '../../../src/engine/backends/sharedMemory';

test('one byte of the module changes, and it stays valid', async () => {
  const module = await loadWasm();
  const shared = withSharedMemory(module);
  expect(shared && WebAssembly.validate(shared)).toBe(true);
  const changed = [...module.keys()].filter((at) => module[at] !== shared?.[at]);
  expect(changed.map((at) => [module[at], shared?.[at]])).toEqual([[1, 3]]);
});

test.each([
  ['nothing', []],
  ['no memory', [0, 97, 115, 109, 1, 0, 0, 0]],
  ['a memory without a maximum', [0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1]],
  ['a section that ends too early', [0, 97, 115, 109, 1, 0, 0, 0, 5]],
])('%s', (_, bytes) => {
  expect(withSharedMemory(Uint8Array.from(bytes))).toBeUndefined();
});
