/** `lab` as a person calls it, at tiny sizes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab as runLab } from '../../src/cli/main';
import { PAPER_RULE, tokenTrend } from '../../src/core/rho1/categories';
import { CLM_ARM, trainPreset } from '../../src/core/trace/config/presets';
import { appendEvent, emptyTrace } from '../../src/core/trace/trace';
import { encodeTrace } from '../../src/core/trace/traceCodec';

const ROOT = new URL('../../', import.meta.url).pathname;
const calledFrom = process.env['INIT_CWD'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  process.env['INIT_CWD'] = folder;
  writeFileSync(join(folder, 'poem.txt'), 'the wind and the rain and the wind and the sea\n'.repeat(120));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (calledFrom === undefined) delete process.env['INIT_CWD'];
  else process.env['INIT_CWD'] = calledFrom;
});

async function lab(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const status = await runLab(args, {
    out: async (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    isTerminal: false,
  });
  return { status, stdout, stderr };
}

const trainArguments = [
  'train',
  'clm',
  '--corpus',
  'poem.txt',
  '--steps',
  '12',
  '--checkpoints',
  '4',
  '--backend',
  'wasm',
];

test('train makes a model of the shape that was asked for', async () => {
  const shape = ['--layers', '1', '--embed', '24', '--heads', '3', '--vocab', '300', '--seq', '16', '--batch', '2'];
  const others = ['--warmup', '2', '--weight-decay', '.2', '--position', 'learned', '--learning-rate', '.01'];
  const { status, stdout } = await lab(...trainArguments, ...shape, ...others, '--out', 'shaped', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    steps: 12,
    tokens: 12 * 2 * 16,
    config: {
      model: { layers: 1, embed: 24, heads: 3, vocab: 300, seq: 16, position: 'learned' },
      batch: 2,
      optimizer: { warmupSteps: 2, weightDecay: 0.2, learningRate: 0.01 },
    },
  });
});

test('train writes a model that score reads, and the categories follow the rule of the paper', async () => {
  const trained = await lab(...trainArguments, '--out', 'model', '--json');
  expect(trained.stderr).toContain('12/12');
  expect(trained.status).toBe(0);
  const result = JSON.parse(trained.stdout);
  expect(result).toMatchObject({ steps: 12, tokens: 12 * 128, tokensTrainedOn: 12 * 128, cleanLossNats: null });
  expect(result.finalLossNats).toBeLessThan(Math.log(384));

  const scored = await lab(
    ...['score', '--model', 'model', '--checkpoints', '--reference', 'model', '--keep', '0.5'],
    ...['--text', 'poem.txt', '--max-tokens', '90', '--out', 'poem.parquet', '--backend', 'wasm', '--json'],
  );
  expect(scored.status).toBe(0);
  const { checkpoints, tokens, categories } = JSON.parse(scored.stdout);
  expect(checkpoints).toEqual([0, 4, 8, 12]);
  expect(tokens).toHaveLength(90);
  const text = readFileSync(join(folder, 'poem.txt'));
  const meanLast = tokens.reduce((sum: number, token: { lossNats: number[] }) => sum + token.lossNats[3]!, 0) / 90;
  let end = 0;
  for (const token of tokens) {
    expect(token.start).toBe(end);
    end = token.end;
    expect(text.subarray(token.start, token.end).toString()).toBe(token.text);
    // papers.md A1, in its order; the last loss is the raw one.
    const { deltaNats } = tokenTrend(token.lossNats);
    const { thresholdNats } = PAPER_RULE;
    const flat = token.lossNats[3] <= meanLast ? 'L→L' : 'H→H';
    expect(token.category).toBe(deltaNats < -thresholdNats ? 'H→L' : deltaNats > thresholdNats ? 'L→H' : flat);
    // The model is its own reference: nothing is in excess, but for the half precision of its last checkpoint.
    expect(token.excessNats).toBeCloseTo(token.lossNats[3] - token.referenceLossNats, 5);
  }
  expect(tokens.filter((token: { kept: boolean }) => token.kept)).toHaveLength(45);
  expect(Object.values<number>(categories).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);

  const file = readFileSync(join(folder, 'poem.parquet'));
  const rows = await parquetReadObjects({
    file: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer,
  });
  expect(rows).toHaveLength(90);
  expect(rows[5]).toMatchObject({ id: tokens[5].id, text: tokens[5].text, category: tokens[5].category });
});

interface Scored {
  readonly excessNats: number;
  readonly kept: boolean;
}

test.each([
  ['untied', ['--checkpoints']],
  // The very same weights twice: every excess is zero, and the first tokens are kept.
  ['tied', []],
])('score --keep keeps what an independent sort of its excess keeps: %s', async (_, more) => {
  for (const keep of [0.01, 0.15, 0.333, 0.5, 0.85, 0.99, 1]) {
    const { stdout } = await lab(
      ...['score', '--model', 'model', '--reference', 'model', '--keep', String(keep), ...more],
      ...['--text', 'poem.txt', '--max-tokens', '90', '--backend', 'wasm', '--json'],
    );
    const tokens = JSON.parse(stdout).tokens as readonly Scored[];
    const order = tokens.map((_token, i) => i).sort((a, b) => tokens[b]!.excessNats - tokens[a]!.excessNats || a - b);
    const chosen = new Set(order.slice(0, Math.max(1, Math.round(keep * 90))));
    expect(tokens.map(({ kept }) => kept)).toEqual(tokens.map((_token, i) => chosen.has(i)));
  }
});

describe('a table from finished traces', () => {
  const write = (name: string, seed: number, accuracy: number, steps = 200, isDone = true) => {
    const trace = emptyTrace();
    const config = trainPreset('tiny', { seed, steps, arms: [CLM_ARM] });
    appendEvent(trace, { kind: 'started', config, stamp: { backend: 'wasm', adapter: '', commit: 'abc' } });
    appendEvent(trace, { kind: 'measured', arm: 0, step: steps, figure: 'accuracy', value: accuracy, count: 48 });
    if (isDone) appendEvent(trace, { kind: 'finished', reason: 'done' });
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, `seed-${seed}.safetensors`), encodeTrace(trace));
  };

  test('has a mean and an interval over the seeds, in their order', async () => {
    for (const [seed, accuracy] of [
      [3, 0.4],
      [2, 0.2],
    ] as const)
      write('done', seed, accuracy);
    const { stdout } = await lab('table', 'tokens', '--from', 'done', '--out', 'table.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ seeds: [2, 3], steps: 200, backend: 'wasm', commit: 'abc' });
    const [row] = JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8')).rows;
    expect(row).toMatchObject({ arm: 'CLM', figure: 'accuracy', values: [0.2, 0.4], mean: 0.3 });
    expect(row.halfWidth).toBeCloseTo(1.271, 3); // 12.706 · .1414 / √2
  });

  test.each<[string, () => void, RegExp]>([
    ['mixed', () => [write('mixed', 1, 0.1), write('mixed', 2, 0.1, 100)], /of another experiment than/],
    ['open', () => write('open', 1, 0.1, 200, false), /was not finished/],
    ['nowhere', () => undefined, /there is no such folder/],
  ])('refuses %s traces in a sentence', async (name, prepare, sentence) => {
    prepare();
    const { status, stdout, stderr } = await lab('table', 'tokens', '--from', name);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(sentence);
  });
});

test('the same seed and backend give the same numbers', async () => {
  const train = async (out: string) => JSON.parse((await lab(...trainArguments, '--out', out, '--json')).stdout);
  const [first, second] = [await train('a'), await train('b')];
  expect(second.finalLossNats).toBe(first.finalLossNats);
  expect(readFileSync(join(folder, 'b/model.safetensors'))).toEqual(readFileSync(join(folder, 'a/model.safetensors')));
});

test('what is wrong is one sentence on standard error, and nothing on standard output', async () => {
  const wrong: readonly (readonly [string[], RegExp])[] = [
    [['nonsense'], /There is no command "nonsense"/],
    [['train', 'clm'], /--out is missing/],
    [['train', 'clm', '--out', 'x', '--frobnicate'], /Unknown option '--frobnicate'.*lab train --help/],
    [['train', 'clm', '--out', 'x', '--preset', 'huge'], /--preset is "huge": choose tiny, micro, small/],
    [['train', 'slm', '--out', 'x'], /--reference is missing/],
    [['train', 'clm', '--out', 'x', '--corpus', 'none.txt'], /none\.txt cannot be read/],
    [['train', 'clm', '--out', 'x', '--embed', '30', '--heads', '4'], /--heads must divide the width of 30/],
    [['train', 'clm', '--out', 'x', '--embed', '6', '--heads', '2'], /--heads must leave each head an even width/],
    [['train', 'clm', '--out', 'x', '--vocab', '200'], /--vocab must be a whole number from 257 to 65,536/],
    [['train', 'clm', '--out', 'x', '--steps', '5', '--warmup', '6'], /--warmup must be at most the 5 steps/],
    [['train', 'clm', '--out', 'x', '--base', 'y', '--layers', '3'], /--layers goes with a new model/],
    [['score', '--model', 'nowhere', '--text', 'poem.txt', '--backend', 'cpu'], /config\.json of nowhere is missing/],
    [['bake', '--only', 'bread'], /--only bread: choose base/],
    [['table', 'nonsense'], /say which table, tokens/],
    [['table', 'tokens', '--experiment', 'tools', '--seed', '1', '--backend', 'cpu'], /--models is missing/],
    [
      ['score', '--model', 'model', '--text', 'poem.txt', '--keep', '1.5'],
      /--keep is "1.5": give a number from 0.001 to 1/,
    ],
  ];
  for (const [args, sentence] of wrong) {
    const { status, stdout, stderr } = await lab(...args);
    expect(status, args.join(' ')).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  }
});

test('help names every command and every option', async () => {
  const overview = await lab('--help');
  expect(overview.status).toBe(0);
  for (const command of ['backends', 'train', 'score', 'bench', 'bake']) expect(overview.stdout).toContain(command);
  const help = await lab('train', '--help');
  for (const option of ['--preset', '--corpus', '--base', '--reference', '--keep', '--score', '--out', '--json'])
    expect(help.stdout).toContain(option);
});

test('from a shell, a result stands alone on standard output, and the exit status tells', () => {
  const shell = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/lab.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });
  const measured = shell('bench', '--size', 'XS', '--backend', 'cpu', '--json');
  expect(measured.status).toBe(0);
  expect(JSON.parse(measured.stdout).parameters).toBe(28_288);
  expect(shell('nonsense')).toMatchObject({ status: 1, stdout: '' });
});
