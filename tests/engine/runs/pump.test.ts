/** What the engine's worker answers when it cannot do what it is told. */
import { expect, test } from 'vitest';
import type { Command, EngineMessage } from '../../../src/core/trace/messages/commands';
import { InputError } from '../../../src/core/util/assert';
import { Pump } from '../../../src/engine/runs/pump';

const BOOT = { kind: 'boot', baseUrl: 'http://localhost/', commit: 'test' };

test('an engine that does not start says so once, and to each command, those that waited too', async () => {
  const told: EngineMessage[] = [];
  const pump = new Pump(
    () => Promise.reject(new Error('no folder')),
    (message) => told.push(message),
  );
  const waiting = pump.take({ kind: 'resume', run: 'r1' });
  await pump.take(BOOT);
  await waiting;
  await pump.take({ kind: 'list' });
  const sentence = 'The engine did not start (no folder): reload the page.';
  expect(told).toEqual([
    { v: 1, kind: 'noBackend', sentence },
    { v: 1, kind: 'warning', run: 'r1', sentence },
    { v: 1, kind: 'warning', sentence },
  ]);
});

test('a refusal is a sentence; a bug is a sentence too, and is thrown on', async () => {
  const told: EngineMessage[] = [];
  const handle = async ({ kind }: Command): Promise<void> => {
    if (kind === 'list') throw new InputError('No list today: ask tomorrow.');
    if (kind === 'open') throw new Error('Bug: none');
  };
  const pump = new Pump(
    () => Promise.resolve({ handle }),
    (message) => told.push(message),
  );
  await pump.take(BOOT);
  await pump.take({ kind: 'list' });
  await expect(pump.take({ kind: 'open', run: 'r1' })).rejects.toThrow('Bug: none');
  expect(told).toEqual([
    { v: 1, kind: 'warning', sentence: 'No list today: ask tomorrow.' },
    { v: 1, kind: 'warning', run: 'r1', sentence: 'The engine failed: Bug: none. Reload the page.' },
  ]);
});

test('waking and measuring are commands that the door knows', async () => {
  const taken: string[] = [];
  const handle = async ({ kind }: Command): Promise<void> => void taken.push(kind);
  const pump = new Pump(
    () => Promise.resolve({ handle }),
    () => undefined,
  );
  await pump.take(BOOT);
  for (const kind of ['wake', 'measure', 'list']) await pump.take({ kind });
  expect(taken).toEqual(['wake', 'measure', 'list']);
});
