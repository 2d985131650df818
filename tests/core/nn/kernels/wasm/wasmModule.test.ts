/** @file Our module starts on a memory of its own kind: plain, or shared between threads. */
import { expect, test } from 'vitest';
import { startWasm } from '../../../../../src/core/nn/kernels/wasm/wasmModule';

const LIMITS = { initial: 17, maximum: 65536 };

test.each([false, true])('on a memory with shared: %s', (shared) => {
  const memory = new WebAssembly.Memory({ ...LIMITS, shared });
  const floats = new Float32Array(memory.buffer, 0, 8).fill(3);
  const wasm = startWasm(memory)?.functions;
  expect(wasm?.dot(8, 0, 0)).toBe(72);
  wasm?.copy(4, 0, 64);
  expect(new Float32Array(memory.buffer, 64, 5)).toEqual(Float32Array.of(3, 3, 3, 3, 0));
  memory.grow(1); // tfjs's module grows under ours
  expect(wasm?.dot(8, memory.buffer.byteLength - 32, 0)).toBe(0);
  expect(floats.length).toBe(shared ? 8 : 0); // a plain memory moves when it grows
});

test('without a memory there are no kernels', () => {
  expect(startWasm(undefined)).toBeUndefined();
  expect(startWasm(new ArrayBuffer(8))).toBeUndefined();
});
