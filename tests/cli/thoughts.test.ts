/** `lab train thoughts` and `lab probe` as a person calls them, at tiny sizes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab as runLab } from '../../src/cli/main';
import { namePools, namedProblem } from '../../src/core/coconut/problems/names';
import { problemToJson } from '../../src/core/coconut/problems/problemJson';
import { puzzlePool } from '../../src/core/coconut/tasks/puzzlePool';
import { LEVELS } from '../../src/core/coconut/tasks/exchangeableGenerator';
import { decodeTrace } from '../../src/core/trace/traceCodec';
import { rng } from '../../src/core/util/rng';

const calledFrom = process.env['INIT_CWD'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-thoughts-'));
  process.env['INIT_CWD'] = folder;
  writeFileSync(join(folder, 'problems.json'), JSON.stringify(problems));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (calledFrom === undefined) delete process.env['INIT_CWD'];
  else process.env['INIT_CWD'] = calledFrom;
});

const chance = rng(5, 'names');
const problems = puzzlePool(LEVELS.micro, 'test', 5, 3).puzzles.map((puzzle) =>
  problemToJson(namedProblem(puzzle, namePools(4, 14), chance)),
);

async function lab(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const status = await runLab([...args, '--backend', 'wasm'], {
    out: async (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    isTerminal: false,
  });
  return { status, stdout, stderr };
}

const PLAN = 'micro:0:3,micro:1:2,micro:2:3';

test('train thoughts writes a model, and probe asks it: every problem, node, layer and number of thoughts', async () => {
  const trained = await lab('train', 'thoughts', '--plan', PLAN, '--out', 'model', '--json');
  expect(trained.stderr).toContain('8/8');
  const result = JSON.parse(trained.stdout);
  expect(result).toMatchObject({ method: 'coconut', steps: 8, problems: 32, backend: 'wasm' });
  expect(result.stages.map(({ stage, steps }: { stage: number; steps: number }) => [stage, steps])).toEqual([
    [0, 3],
    [1, 2],
    [2, 3],
  ]);
  for (const { accuracyByThoughts } of result.stages) expect(accuracyByThoughts).toHaveLength(3);

  const probed = await lab(
    ...['probe', '--model', 'model', '--problems', 'problems.json', '--thoughts', '0..4', '--interventions', '--json'],
  );
  expect(probed.stderr).not.toContain('Error');
  const report = JSON.parse(probed.stdout);
  expect(report.byThoughts.map(({ thoughts }: { thoughts: number }) => thoughts)).toEqual([0, 1, 2, 3, 4]);
  for (const row of report.byThoughts) {
    const shares = Object.values<number>(row.classes);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9); // six disjoint classes
  }
  for (const { accuracy, byHops } of report.byThoughts) {
    // Of two steps each, as the whole row.
    expect(byHops).toEqual([{ hops: 2, problems: 3, accuracy }]);
  }
  for (const { thoughts, meanSize, cumulative } of report.frontier) {
    const sizes = report.problems.map(({ frontierSizes }: { frontierSizes: number[] }) => frontierSizes[thoughts] ?? 0);
    const some = sizes.filter((size: number) => size > 0);
    expect(meanSize).toBeCloseTo(some.reduce((a: number, b: number) => a + b) / some.length, 9);
    expect(cumulative).toHaveLength(3);
    expect([...cumulative].sort()).toEqual(cumulative); // more nodes have more
  }
  expect(report.frontier.map(({ thoughts }: { thoughts: number }) => thoughts).slice(0, 3)).toEqual([0, 1, 2]);
  expect(report.shortcut).toEqual({ problems: 3, accuracy: 0.5 }); // both candidates are equally deep
  expect(report.refused).toEqual([]);
  expect(probed.stderr).toContain('15/15'); // three problems after five numbers of thoughts
  expect(report.thoughts).toHaveLength(2); // as many as the last stage trained
  expect(report.interventions).toHaveLength(2 * 7);
  expect(report.problems).toHaveLength(3);
  for (const { nodes, answers, frontierSizes } of report.problems) {
    expect(nodes).toHaveLength(10);
    expect(answers).toHaveLength(5);
    expect(frontierSizes[0]).toBe(1); // the root
    expect(nodes.every(({ value }: { value: number[] }) => value.length === 5)).toBe(true);
  }
});

test('what goes on from a model elsewhere leaves a trace that opens here', async () => {
  await lab('train', 'thoughts', '--plan', 'micro:0:1', '--out', 'first/of two', '--json');
  const { stdout } = await lab(
    'train',
    'thoughts',
    '--plan',
    'micro:1:1',
    '--base',
    'first/of two',
    '--out',
    'next',
    '--json',
  );
  expect(JSON.parse(stdout).steps).toBe(1);
  const { config } = decodeTrace(new Uint8Array(readFileSync(join(folder, 'next', 'trace.safetensors'))));
  expect(config).toMatchObject({ base: { kind: 'shipped', name: 'of-two' } });
});

test('a malformed item is refused with its index, and the rest is asked', async () => {
  const { question: _, ...mute } = problems[1]!;
  writeFileSync(join(folder, 'broken.json'), JSON.stringify([problems[0], mute, problems[2]]));
  const { stdout, stderr, status } = await lab(
    ...['probe', '--model', 'model', '--problems', 'broken.json', '--thoughts', '0..1', '--json'],
  );
  expect(status).toBe(0);
  const { refused, problems: asked } = JSON.parse(stdout);
  expect(refused).toEqual([{ reason: 'field "question": it is missing.', count: 1, items: [1] }]);
  expect(stderr).toContain('6/6'); // two problems after none, one and two thoughts
  expect(asked.map(({ index }: { index: number }) => index)).toEqual([0, 2]);
});

test('what is wrong is one sentence', async () => {
  for (const [args, sentence] of [
    [['train', 'thoughts', '--out', 'x', '--method', 'telepathy'], '--method is "telepathy": choose coconut, cot,'],
    [['train', 'thoughts', '--out', 'x', '--plan', 'micro'], '"micro" is not of the form level:stage:steps'],
    [['train', 'thoughts', '--out', 'x', '--data', 'absent.json'], 'absent.json cannot be read: check the path.'],
    [
      ['bake', '--only', 'coconut-prosqa', '--from', 'model', '--out', 'public'],
      'model was trained with other settings: preset is "tiny", and should be "micro".',
    ],
    [['bake', '--only', 'base', '--from', 'model', '--out', 'public'], '--from takes the training of one part'],
    [
      ['bake', '--only', 'cot-prosqa', '--from', 'absent', '--out', 'public'],
      'absent/trace.safetensors cannot be read',
    ],
    [['probe', '--model', 'absent', '--problems', 'problems.json'], 'config.json of absent is missing'],
    [['probe', '--model', 'model', '--problems', 'problems.json', '--thoughts', '6..2'], '--thoughts is "6..2"'],
  ] as const) {
    const { status, stderr } = await lab(...args);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(sentence);
  }
});

/** Official files are no part of the project; where they are absent these tests say so. */
const official = (name: string): string => resolve(import.meta.dirname, '../../../shared/data', name);

test.skipIf(!existsSync(official('prosqa_figure7.json')))(
  'the paper’s own example has the heights it prints',
  async () => {
    const path = official('prosqa_figure7.json');
    const { stdout } = await lab('probe', '--model', 'model', '--problems', path, '--json');
    const [{ nodes, frontierSizes }] = JSON.parse(stdout).problems;
    const heights = Object.fromEntries(
      nodes.map(({ name, height }: { name: string; height: number }) => [name, height]),
    );
    // [Coconut §5.3-5.4, Fig 7]
    expect(heights).toMatchObject({ lempus: 2, grimpus: 2, zhorpus: 1, sterpus: 0 });
    expect(frontierSizes[1]).toBe(4);
  },
);

for (const name of ['prontoqa_valid.json', 'gsm8k_aug_valid.json', 'prosqa_valid.json'])
  test.skipIf(!existsSync(official(name)))(`${name}: every item is read`, async () => {
    const items: unknown[] = JSON.parse(readFileSync(official(name), 'utf8'));
    const { stdout } = await lab('probe', '--model', 'model', '--problems', official(name), '--limit', '20', '--json');
    const { problems: asked, refused } = JSON.parse(stdout);
    expect(asked).toHaveLength(20);
    const unread = refused.filter(({ reason }: { reason: string }) => !reason.startsWith('cannot be asked'));
    expect(unread).toEqual([]);
    expect(items.length).toBeGreaterThan(20);
  });
