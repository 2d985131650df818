/** @file The committed kernels are what their source compiles to. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileKernels } from '../../../../../scripts/kernels.mjs';

test('`npm run kernels` would change nothing', async () => {
  const committed = readFileSync(
    new URL('../../../../../src/core/nn/kernels/wasm/wasmBinary.ts', import.meta.url),
    'utf8',
  );
  expect(await compileKernels()).toBe(committed);
});
