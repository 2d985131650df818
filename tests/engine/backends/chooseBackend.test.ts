import { expect, test } from 'vitest';
import type { BackendName } from '../../../src/core/trace/messages/commands';
import { InputError } from '../../../src/core/util/assert';
import { type BackendCandidate, chooseBackend, NoBackendError } from '../../../src/engine/backends/chooseBackend';

const never = new Promise<string>(() => undefined);
const works = (
  name: BackendName,
  more: Partial<Awaited<ReturnType<BackendCandidate['open']>>> = {},
): BackendCandidate => ({
  name,
  open: async () => ({ name, adapter: `${name} adapter`, lost: never, ...more }),
});
const refuses = (name: BackendName, why: string): BackendCandidate => ({
  name,
  open: async () => {
    throw new InputError(why);
  },
});
const passes = async () => undefined;

test('the first that works is taken, with the reason for each one before it', async () => {
  const chosen = await chooseBackend([refuses('webgpu', 'No adapter.'), works('wasm'), works('cpu')], passes);
  expect(chosen.name).toBe('wasm');
  expect(chosen.falls).toEqual([{ name: 'webgpu', why: 'No adapter.' }]);
});

test('one that computes wrongly, or whose device refused a command, is closed and passed over', async () => {
  const closed: string[] = [];
  const bad = { ...works('webgpu'), close: () => void closed.push('webgpu') };
  const shaderless = { ...works('wasm', { takeError: () => 'invalid shader' }), close: () => void closed.push('wasm') };
  const verdicts = ['Gradients are zero.', undefined, undefined];
  const chosen = await chooseBackend([bad, shaderless, works('cpu')], async () => verdicts.shift());
  expect(chosen.name).toBe('cpu');
  expect(chosen.falls.map(({ why }) => why)).toEqual(['Gradients are zero.', 'invalid shader']);
  expect(closed).toEqual(['webgpu', 'wasm']);
});

test('the one that is wanted is the only one tried', async () => {
  expect((await chooseBackend([works('webgpu'), works('wasm')], passes, 'wasm')).name).toBe('wasm');
  const refused = chooseBackend([refuses('webgpu', 'No adapter.'), works('wasm')], passes, 'webgpu');
  await expect(refused).rejects.toThrow(NoBackendError);
  await expect(refused).rejects.toThrow(/No compute backend works here. webgpu: No adapter./);
});
