/** @file What ships: the Coconut model's values equal PyTorch's on its exported weights, and its recording is of that model. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { portsFor } from '../../src/cli/runs';
import type { ProbeConfig } from '../../src/core/trace/config';
import { appendEvent, emptyTrace, type Trace } from '../../src/core/trace/trace';
import { decodeTrace } from '../../src/core/trace/traceCodec';
import { probeProblems } from '../../src/core/train/thoughts/probeProblems';
import { useBackend } from '../support/backends';

const root = resolve(import.meta.dirname, '../..');
/** [problem][thoughts][node], by `make_starter_golden.py` */
const golden: { problems: unknown[]; values: number[][][] } = JSON.parse(
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

test('the recorded values are those of the exported weights in PyTorch', () => {
  const path = join(root, 'public/runs/thoughts-prosqa.safetensors');
  expect(furthest(decodeTrace(new Uint8Array(readFileSync(path)), path))).toBeLessThan(NEAR);
});

test('so are the values of the shipped model, asked here and now', async () => {
  const config: ProbeConfig = {
    kind: 'probe',
    model: { kind: 'shipped', name: join(root, 'public/models/coconut-prosqa') },
    checkpoints: 'last',
    problems: { kind: 'file', name: 'golden.json', limit: 100 },
    thoughts: 4,
    detailed: 0,
    interventions: [],
    seed: 1,
  };
  const texts = { 'golden.json': new TextEncoder().encode(JSON.stringify(golden.problems)) };
  const trace = emptyTrace();
  const ports = portsFor({ name: 'wasm', adapter: '' } as Parameters<typeof portsFor>[0], texts, '');
  for await (const event of probeProblems(config, ports)) appendEvent(trace, event);
  expect(furthest(trace)).toBeLessThan(1e-4);
});
