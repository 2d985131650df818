/** @file What ships: the Coconut model's values equal PyTorch's on its exported weights, and its recording is of that model. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { portsFor } from '../../src/cli/runs';
import type { ProbeConfig } from '../../src/core/trace/config/config';
import { appendEvent, emptyTrace, type Trace } from '../../src/core/trace/trace';
import { decodeTrace } from '../../src/core/trace/traceCodec';
import { probeProblems } from '../../src/core/train/thoughts/probeProblems';
import type { ThoughtsCard } from '../../src/core/train/thoughts/card';
import { useBackend } from '../support/backends';

const root = resolve(import.meta.dirname, '../..');
/** Values [problem][thoughts][node] and attention [problem][thought][edge], by `make_starter_golden.py`. */
const golden: { problems: unknown[]; values: number[][][]; attention: number[][][] } = JSON.parse(
  readFileSync(join(root, 'tests/golden/starter.json'), 'utf8'),
);
/** Half floats of the recording have three digits. */
const NEAR = 1e-3;

beforeAll(async () => {
  expect(await useBackend('wasm')).toBeUndefined();
});

function furthest({ thoughts }: Trace): number {
  const rows = (thoughts?.probed ?? []).filter(({ problem }) => problem < golden.values.length);
  expect(rows).toHaveLength(golden.values.length * golden.values[0]!.length);
  const away = rows.flatMap((row) =>
    [...row.nodeValue].map((value, node) => Math.abs(value - golden.values[row.problem]![row.thoughts]![node]!)),
  );
  return Math.max(...away);
}

/** Attention sums to the number of heads, so it is compared with what PyTorch says to three digits of that. */
function furthestLook({ thoughts }: Trace): number {
  const rows = (thoughts?.read ?? []).filter(({ problem }) => problem < golden.attention.length);
  expect(rows).toHaveLength(golden.attention.length);
  const away = rows.flatMap(({ problem, edgeAttention }) => {
    const expected = golden.attention[problem]!.flat();
    expect(edgeAttention).toHaveLength(expected.length);
    return expected.map((share, i) => Math.abs(share - edgeAttention[i]!));
  });
  return Math.max(...away);
}

test('the recorded values and looks are those of the exported weights in PyTorch', () => {
  const path = join(root, 'public/runs/thoughts-prosqa.safetensors');
  const recorded = decodeTrace(new Uint8Array(readFileSync(path)), path);
  expect(furthest(recorded)).toBeLessThan(NEAR);
  expect(furthestLook(recorded)).toBeLessThan(8 * NEAR);
});

test('so are the values of the shipped model, asked here and now', async () => {
  const config: ProbeConfig = {
    kind: 'probe',
    model: { kind: 'shipped', name: join(root, 'public/models/coconut-prosqa') },
    checkpoints: 'last',
    problems: { kind: 'file', name: 'golden.json', limit: 100 },
    thoughts: 4,
    detailed: 100,
    interventions: [],
    seed: 1,
  };
  const texts = { 'golden.json': new TextEncoder().encode(JSON.stringify(golden.problems)) };
  const trace = emptyTrace();
  const ports = portsFor({ name: 'wasm', adapter: '' } as Parameters<typeof portsFor>[0], texts, '');
  for await (const event of probeProblems(config, ports)) appendEvent(trace, event);
  expect(furthest(trace)).toBeLessThan(1e-4);
  expect(furthestLook(trace)).toBeLessThan(1e-4);
});

test('each recorded probe is listed, is whole, and is of a shipped model that was taught by the method it tells', () => {
  const file = (path: string) => readFileSync(join(root, 'public', path));
  const { runs }: { runs: { name: string; page: string; model?: string; bytes: number }[] } = JSON.parse(
    file('runs/index.json').toString(),
  );
  const probes = runs.filter(({ page }) => page === 'thoughts');
  expect(probes.map(({ name }) => name)).toContain('thoughts-prosqa');
  for (const { name, model, bytes } of probes) {
    const recording = new Uint8Array(file(`runs/${name}.safetensors`));
    expect(recording.length).toBe(bytes);
    expect(bytes).toBeLessThan(400_000);
    const { config, thoughts, end } = decodeTrace(recording, name);
    expect(end).toEqual({ reason: 'done' });
    expect(config).toMatchObject({ kind: 'probe', model: { kind: 'shipped', name: model } });
    const card: ThoughtsCard = JSON.parse(file(`models/${model}/thoughts.json`).toString());
    expect(thoughts?.asked?.method).toBe(card.method);
    expect(thoughts?.refusals).toEqual([]);
  }
});
