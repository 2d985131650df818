/** @file A training that was stopped goes on with the same command, to the bit, and nothing of the save is left. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab as runLab } from '../../src/cli/main';
import { portsFor } from '../../src/cli/runs';
import { SavedTraining } from '../../src/cli/savedTraining';
import { parsePlan } from '../../src/core/coconut/curriculum/schedules';
import { thoughtsPreset } from '../../src/core/trace/config/thoughtPresets';
import { appendEvent, emptyTrace } from '../../src/core/trace/trace';
import { trainThoughts } from '../../src/core/train/thoughts/trainThoughts';
import { useBackend } from '../support/backends';

const PLAN = 'micro:0:3,micro:1:6';
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saved-'));
  expect(await useBackend('wasm')).toBeUndefined();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function lab(...args: string[]): Promise<{ status: number; stderr: string }> {
  let stderr = '';
  const status = await runLab([...args, '--backend', 'wasm', '--json'], {
    out: async () => undefined,
    err: (text) => void (stderr += text),
    isTerminal: false,
  });
  return { status, stderr };
}

/** Trains to some step, saves as `lab` does, and stops there. */
async function stopAt(step: number, out: string): Promise<void> {
  const config = thoughtsPreset('tiny', 'coconut', 'prosqa', { stages: parsePlan(PLAN) });
  const ports = portsFor({ name: 'wasm', adapter: '' } as Parameters<typeof portsFor>[0], {}, '');
  const saved = new SavedTraining(out);
  const trace = emptyTrace();
  const kept: number[] = [];
  let json = '';
  const run = trainThoughts(config, ports);
  for (let next = await run.next(); !next.done; next = await run.next({ steps: 1, save: true })) {
    const event = next.value;
    appendEvent(trace, event);
    if (event.kind === 'tokenizer') json = event.json;
    if (event.kind === 'checkpoint') {
      await saved.keepWeights(event);
      kept.push(event.step);
    }
    if (event.kind !== 'state') continue;
    await saved.save(event, trace, json, kept);
    if (event.step === step) await run.return();
  }
}

const model = (name: string) => readFileSync(join(folder, name, 'model.safetensors'));

test('the model is that of a training that never stopped', async () => {
  await lab('train', 'thoughts', '--plan', PLAN, '--out', join(folder, 'whole'));
  await stopAt(5, join(folder, 'stopped'));
  const { status, stderr } = await lab('train', 'thoughts', '--plan', PLAN, '--out', join(folder, 'stopped'));
  expect(stderr).toContain('going on after step 5');
  expect(status).toBe(0);
  expect(model('stopped').equals(model('whole'))).toBe(true);
  for (const step of [0, 3, 9]) expect(existsSync(join(folder, 'stopped', `checkpoint-${step}`))).toBe(true);
  expect(existsSync(join(folder, 'stopped', 'unfinished'))).toBe(false);
});

test('what was saved of another recipe is refused, with the setting that differs', async () => {
  const out = join(folder, 'other');
  await stopAt(2, out);
  const { status, stderr } = await lab('train', 'thoughts', '--plan', PLAN, '--seed', '2', '--out', out);
  expect(status).not.toBe(0);
  expect(stderr).toContain('seed is 1, and should be 2');
  expect(existsSync(join(out, 'unfinished', 'saved.json'))).toBe(true);
});
