/**
 * 1,200 malformed inputs from fixed seeds, 100 at each door: each is refused in one sentence or read right, and what is
 * stored stays as it was. One that hangs would run into the time limit of its test.
 */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeAll, expect, test } from 'vitest';
import { parseAddress } from '../../src/app/state/address/address';
import { parseProblems } from '../../src/core/coconut/problems/problemJson';
import { initWeights } from '../../src/core/nn/init';
import { parameterCount } from '../../src/core/nn/layout';
import { trainBpe } from '../../src/core/text/bpeTrain';
import { readText } from '../../src/core/text/readText';
import { fromTokenizerJson, toTokenizerJson } from '../../src/core/text/tokenizerJson';
import type { RunId } from '../../src/core/trace/messages/commands';
import { parseCommand } from '../../src/core/trace/messages/parseCommand';
import { parseEngineMessage } from '../../src/core/trace/messages/parseMessage';
import { parseTableMessage, parseTextMessage } from '../../src/core/trace/messages/parseReaderMessage';
import { trainPreset } from '../../src/core/trace/config/presets';
import { appendEvent, emptyTrace } from '../../src/core/trace/trace';
import { decodeTrace, encodeTrace } from '../../src/core/trace/traceCodec';
import { InputError } from '../../src/core/util/assert';
import { encodeUtf8 } from '../../src/core/util/utf8';
import { exportRun, importRun } from '../../src/engine/store/exchange';
import { memoryFileTree } from '../../src/engine/store/fileTree';
import { tableJob } from '../../src/engine/jobs/lossTableJob';
import { RunStore, type RunRecord } from '../../src/engine/store/store';
import { chanceOf, damaged, damagedText, damagedValue } from '../support/fuzz';

const TURNS = 100;
const run = 'r1' as RunId;
const preset = trainPreset('tiny', { corpus: { kind: 'text', name: 'a' }, watch: { kind: 'text', name: 'a' } });
const config = { ...preset, model: { ...preset.model, vocab: 270, seq: 8, layers: 1, embed: 8, heads: 2 } };

function trace(): Uint8Array<ArrayBuffer> {
  const made = emptyTrace();
  appendEvent(made, { kind: 'started', config, stamp: { backend: 'cpu', adapter: '', commit: 'test' } });
  const [ids, byteEnd] = [Int32Array.of(5, 6), Int32Array.of(1, 2)];
  appendEvent(made, { kind: 'document', name: 'a', textBytes: Uint8Array.of(97, 98), ids, byteEnd });
  const lossNats = Float32Array.of(3, 2);
  appendEvent(made, { kind: 'steps', arm: 0, first: 0, lossNats, gradientNorm: lossNats, learningRate: lossNats });
  appendEvent(made, { kind: 'checkpoint', arm: 0, checkpoint: 0, step: 0, weights: new Float32Array(0) });
  appendEvent(made, { kind: 'scored', arm: 0, checkpoint: 0, step: 0, first: 0, lossNats });
  return encodeTrace(made);
}

const record: RunRecord = {
  config,
  state: 'paused',
  step: 2,
  savedAtMs: 1,
  trace: trace(),
  arms: [new Float32Array(3 * parameterCount(config.model))],
  tokenizerJson: '{}',
  texts: {},
};

const store = new RunStore(memoryFileTree());
let archive: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  await store.saveWeights(run, { arm: 0, checkpoint: 0, step: 0 }, initWeights(config.model, 1));
  await store.save(run, record);
  archive = await exportRun(store, { kind: 'export', run, what: 'experiment', arm: 0 });
});

const rows = Array.from({ length: 40 }, (_, i) => ({ token: `t${i}`, loss_1: i / 7, loss_2: 1 / (i + 1) }));
const jsonl = rows.map((row) => JSON.stringify(row)).join('\n');
const csv = ['token,loss_1,loss_2', ...rows.map((row) => Object.values(row).join(','))].join('\n');
const parquet = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'token', data: rows.map(({ token }) => token), type: 'STRING' },
      { name: 'loss_1', data: rows.map((row) => row.loss_1), type: 'DOUBLE' },
    ],
  }),
);
const tokenizer = toTokenizerJson(trainBpe(encodeUtf8('the wind and the rain and the sea '.repeat(20)), 280));
const problems = JSON.stringify([
  {
    question: 'Every a is a b. Every b is a c. Every e is a d. Tom is a a. Is Tom a c or d?',
    answer: 'Tom is a c.',
    steps: ['Tom is a a.', 'Every a is a b.', 'Every b is a c.'],
    idx_to_symbol: ['Tom', 'a', 'b', 'c', 'd', 'e'],
    edges: [
      [0, 1],
      [1, 2],
      [2, 3],
      [5, 4],
    ],
    root: 0,
    target: 3,
    neg_target: 4,
  },
]);
const address =
  '#/tokens?v=1&run=recorded.opening&arm=1&c=3&t=17&pins=1,2&show=HL&rule=0.2,fit,mean&keep=0.6&train=micro,4';
const command = { kind: 'start', run, config, texts: { a: Uint8Array.of(1) } };

const lossNats = Float32Array.of(3, 2);
const stamp = { backend: 'cpu', adapter: '', commit: 'test' };
const event = (fact: object) => ({ v: 1, kind: 'event', run, seq: 0, atMs: 1, event: fact });
/** What the engine tells the page, one of each sort. */
const TOLD: readonly object[] = [
  event({ kind: 'started', config, stamp }),
  event({
    kind: 'document',
    name: 'a',
    textBytes: Uint8Array.of(97, 98),
    ids: Int32Array.of(5, 6),
    byteEnd: Int32Array.of(1, 2),
  }),
  event({ kind: 'steps', arm: 0, first: 0, lossNats, gradientNorm: lossNats, learningRate: lossNats }),
  event({ kind: 'scored', arm: 0, checkpoint: 0, step: 0, first: 0, lossNats }),
  event({ kind: 'measured', arm: 0, step: 2, figure: 'a', value: NaN, count: 3 }),
  event({ kind: 'resumed', step: 2, cause: 'sleep', awayMs: 3_600_000 }),
  { v: 1, kind: 'state', run, state: 'running' },
  {
    v: 1,
    kind: 'saved',
    runs: [
      { run, config, state: 'paused', step: 2, savedAtMs: 1, bytes: 9, card: {}, moments: [2], isElsewhere: false },
    ],
  },
  { v: 1, kind: 'restored', run, trace: record.trace },
  { v: 1, kind: 'backend', report: { name: 'wasm', adapter: 'SIMD', falls: [], tokensPerSecond: 900 } },
];
const READ = { name: 'a', text: Uint8Array.of(97), documentEnd: Int32Array.of(1), takenFor: [], tables: [] };
const SHAPE = {
  rows: 40,
  columns: [{ name: 'token', isNumber: false }],
  guess: { text: 'token', losses: [{ column: 'loss_1', step: 1 }], isByteLevel: false },
};

/** Refused in one sentence, or read. */
async function answered(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    expect(error, error instanceof Error ? error.stack : String(error)).toBeInstanceOf(InputError);
    expectSentence((error as InputError).message);
  }
}

function expectSentence(sentence: string): void {
  expect(sentence.length).toBeGreaterThan(10);
  expect(sentence.length).toBeLessThan(6000);
  expect(sentence).toMatch(/[.?]$/);
}

async function table(name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, blob: new Blob([bytes.slice()]) };
  const looked = await tableJob({ kind: 'inspect', file });
  const read = looked.kind === 'shape' ? await tableJob({ kind: 'read', file, mapping: looked.shape.guess }) : looked;
  if (read.kind === 'refused') expectSentence(read.sentence);
  else if (read.kind === 'trace') decodeTrace(read.bytes);
}

const DOORS: Readonly<Record<string, (turn: number) => Promise<void>>> = {
  zip: (turn) =>
    answered(async () => {
      const copy = `copy${turn}` as RunId;
      await importRun(store, copy, damaged(archive, chanceOf('zip', turn)), '“a.zip”', 0);
      await store.delete(copy);
    }),
  safetensors: (turn) => answered(() => decodeTrace(damaged(record.trace, chanceOf('safetensors', turn)), '“a”')),
  parquet: (turn) => table('a.parquet', damaged(parquet, chanceOf('parquet', turn))),
  'jsonl of losses': (turn) => table('a.jsonl', encodeUtf8(damagedText(jsonl, chanceOf('jsonl', turn)))),
  'csv of losses': (turn) => table('a.csv', damaged(encodeUtf8(csv), chanceOf('csv', turn))),
  text: (turn) => {
    const chance = chanceOf('text', turn);
    const name = ['a.csv', 'a.jsonl', 'a.json', 'a.txt'][turn % 4] ?? 'a';
    return answered(() => readText([{ name, bytes: damaged(encodeUtf8(name === 'a.csv' ? csv : jsonl), chance) }]));
  },
  tokenizer: (turn) => answered(() => fromTokenizerJson(damagedText(tokenizer, chanceOf('tokenizer', turn)))),
  problems: (turn) => answered(() => parseProblems(damagedText(problems, chanceOf('problems', turn)))),
  address: async (turn) => {
    for (const note of parseAddress(damagedText(address, chanceOf('address', turn))).notes) expectSentence(note);
  },
  'a command': (turn) => answered(() => parseCommand(damagedValue(command, chanceOf('message', turn)))),
  'a message of the engine': (turn) => {
    const chance = chanceOf('engine', turn);
    return answered(() => parseEngineMessage(damagedValue(TOLD[turn % TOLD.length], chance)));
  },
  'a message of a reader': (turn) => {
    const chance = chanceOf('reader', turn);
    return answered(() =>
      turn % 2
        ? parseTextMessage(damagedValue({ kind: 'read', job: 1, text: READ }, chance))
        : parseTableMessage(damagedValue({ kind: 'shape', shape: SHAPE }, chance)),
    );
  },
};

test.each(Object.keys(DOORS))(`${TURNS} malformed inputs at the door of %s`, async (door) => {
  const before = [await store.list(), await store.load(run)];
  let longestMs = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const startedMs = performance.now();
    await DOORS[door]!(turn);
    longestMs = Math.max(longestMs, performance.now() - startedMs);
  }
  console.log(`${door}: the longest took ${longestMs.toFixed(0)} ms`);
  expect([await store.list(), await store.load(run)]).toEqual(before);
});

test('the sound forms of all of them are read', async () => {
  expect(decodeTrace(record.trace).arms).toHaveLength(1);
  expect(fromTokenizerJson(tokenizer).tokens.length).toBeGreaterThan(256);
  expect(parseProblems(problems)).toHaveLength(1);
  expect(parseAddress(address).notes).toEqual([]);
  expect(parseCommand(command)).toMatchObject({ kind: 'start', run });
  for (const told of TOLD) expect(parseEngineMessage(told)).toBe(told);
  expect(parseTextMessage({ kind: 'read', job: 1, text: READ })).toMatchObject({ text: READ });
  expect(parseTableMessage({ kind: 'shape', shape: SHAPE })).toMatchObject({ shape: SHAPE });
});
