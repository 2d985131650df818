/** `lab open` as a person calls it. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from '../../src/cli/main';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function open(...paths: string[]): Promise<{ status: number; json: unknown; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const ports = { err: (text: string) => void (stderr += text), isTerminal: false };
  const status = await lab(['open', ...paths, '--json'], { ...ports, out: async (text) => void (stdout += text) });
  return { status, json: stdout === '' ? undefined : JSON.parse(stdout), stderr };
}

test('losses: their number, steps and values, null where there is none', async () => {
  const path = write('a.txt', 'token;loss_0;loss_100\n"a";1,5;2,25\n" b";;3\n');
  expect(await open(path)).toMatchObject({
    status: 0,
    json: {
      file: path,
      kind: 'losses',
      reading: '2 tokens with losses at 2 checkpoints',
      tokens: 2,
      checkpoints: 2,
      steps: [0, 100],
      tokenTexts: ['a', ' b'],
      lossNats: [
        [1.5, null],
        [2.25, 3],
      ],
    },
  });
});

test('no more than the first thousand tokens and ten thousand characters', async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => JSON.stringify({ token: 'a', loss: i })).join('\n');
  const { json } = await open(write('many.jsonl', rows));
  const { tokens, lossNats } = json as { tokens: number; lossNats: number[][] };
  expect([tokens, lossNats[0]?.length, lossNats[0]?.at(-1)]).toEqual([1200, 1000, 999]);
  const long = await open(write('long.txt', gzipSync('é🐈'.repeat(6000))));
  expect(long.json).toMatchObject({ kind: 'text', encoding: 'UTF-8', characters: 12_000 });
  expect((long.json as { text: string }).text).toBe('é🐈'.repeat(5000));
});

test('problems with their answers and steps, and what was left out', async () => {
  const good = { question: 'Ann has 2 pens and buys 3. How many?', answer: 'She has <<2+3=5>>5.\n#### 5' };
  const bad = { question: 'Ann has 2. How many?', answer: '#### many' };
  expect((await open(write('gsm.csv', `${JSON.stringify(good)}\n${JSON.stringify(bad)}`))).json).toMatchObject({
    kind: 'problems',
    reading: '1 problem in the form of GSM8k, 1 item left out',
    problems: [{ question: good.question, answer: '5', steps: ['<<2+3=5>>'] }],
    refusals: [expect.stringContaining('answer')],
  });
});

test('a Parquet table under another name; several files; models', async () => {
  const columnData = [
    { name: 'token', data: ['a', ' b'], type: 'STRING' as const },
    { name: 'loss_step_10', data: [1.5, 2], type: 'DOUBLE' as const },
    { name: 'ref_loss', data: [1, 1], type: 'DOUBLE' as const },
  ];
  const table = write('table.txt', new Uint8Array(parquetWriteBuffer({ columnData })));
  const broken = write('broken.parquet', 'PAR1 and no more');
  const { json } = await open(table, broken, 'public/models/base/model.safetensors');
  expect(json).toMatchObject({
    files: [
      { kind: 'losses', steps: [10], lossNats: [[1.5, 2]], referenceLossNats: [1, 1], tokenTexts: ['a', ' b'] },
      { kind: 'unknown', reading: expect.stringContaining('broken.parquet') },
      { kind: 'model' },
    ],
  });
});

test('what is not there, and no file at all, end in a sentence', async () => {
  expect(await open('nowhere.txt')).toMatchObject({
    status: 1,
    stderr: 'nowhere.txt cannot be read: check the path.\n',
  });
  expect(await open()).toMatchObject({ status: 1, stderr: 'lab open: name a file.\n' });
});
