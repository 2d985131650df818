/** @file Each kernel that threads share, cut into small parts between three threads: the memory of one thread, to the bit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNodeThread } from '../../../../../src/cli/nodeThread';
import {
  GAIN_GRAD,
  JOBS,
  LAYER_NORM_GRAD,
  PACK_RIGHT,
  PRODUCT,
} from '../../../../../src/core/nn/kernels/wasm/wasmJobs';
import { startWasm, type StartedWasm } from '../../../../../src/core/nn/kernels/wasm/wasmModule';
import type { WasmThread } from '../../../../../src/core/nn/kernels/wasm/wasmThreads';
import { rng } from '../../../../../src/core/util/rng';

const THREADS = 3;
const BOARD = 1024;
const DATA = 4096;
/** Scratch and packed matrices, apart from what is compared. */
const SPARE = 8_000_000;

const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536, shared: true });
const wasm = startWasm(memory) as Extract<StartedWasm, { isShared: true }>;
const { functions } = wasm;
let threads: WasmThread[] = [];

beforeAll(async () => {
  const start = { module: wasm.module, memory, board: BOARD };
  threads = [1, 2].map((thread) => startNodeThread({ ...start, thread }));
  await Promise.all(threads.map(({ ready }) => ready));
});
afterAll(() => threads.forEach(({ stop }) => stop()));

/** Places in the memory, one behind the other, with numbers in them. */
class Places {
  readonly #chance = rng(1, 'jobs');
  #next = DATA;

  normals(count: number): number {
    const at = this.#take(count);
    new Float32Array(memory.buffer, at, count).set(Array.from({ length: count }, this.#chance.normal));
    return at;
  }

  wholes(count: number, below: number): number {
    const at = this.#take(count);
    new Int32Array(memory.buffer, at, count).set(Array.from({ length: count }, () => this.#chance.integer(below)));
    return at;
  }

  #take(count: number): number {
    const at = this.#next;
    this.#next += 4 * count + 20; // odd places are allowed too
    expect(this.#next).toBeLessThan(SPARE);
    return at;
  }
}

/** What stands in the memory after `body`, which begins from the same numbers each time. */
function after(body: () => void): Uint8Array {
  const data = new Uint8Array(memory.buffer, DATA, SPARE - DATA);
  const before = data.slice();
  body();
  const result = data.slice();
  data.set(before);
  return result;
}

function share(job: number, count: number, grain: number, args: readonly number[], scratchBytes = 0): void {
  new Float64Array(memory.buffer, BOARD + functions.BOARD_ARGUMENTS.value, 16).set(args);
  expect(functions.share(BOARD, job, count, grain, SPARE, scratchBytes)).toBe(0);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

type Case = [name: keyof typeof JOBS, grain: number, args: (places: Places) => number[]];
const SIZES = { seq: 13, past: 5, heads: 3, headDim: 12 } as const;
const { seq, past, heads, headDim } = SIZES;
const qkvFloats = 4 * (past + seq) * 3 * heads * headDim;
const chanceFloats = 4 * heads * 16 * 24;

const CASES: Case[] = [
  ['sumRows', 16, (p) => [37, 101, p.normals(37 * 101), p.normals(101)]],
  [
    'attention',
    1,
    (p) => [
      ...[4, seq, past + seq, heads, headDim, 0.3],
      ...[p.normals(qkvFloats), p.wholes(4, past), p.normals(4 * seq * heads * headDim), p.normals(chanceFloats)],
    ],
  ],
  [
    'attentionGrad',
    1,
    (p) => [
      ...[4, seq, past + seq, heads, headDim, 0.3],
      ...[p.normals(qkvFloats), p.normals(chanceFloats), p.normals(4 * seq * heads * headDim), p.normals(qkvFloats)],
    ],
  ],
  ['layerNorm', 3, (p) => [50, 33, ...[50 * 33, 33, 33, 50 * 33, 100].map((count) => p.normals(count))]],
  ['gelu', 16, (p) => [1003, p.normals(1003), p.normals(1003)]],
  ['geluGrad', 16, (p) => [1003, p.normals(1003), p.normals(1003), p.normals(1003)]],
  ['crossEntropy', 2, (p) => [31, 67, p.normals(31 * 67), p.wholes(31, 67), p.normals(31)]],
  ['crossEntropyGrad', 2, (p) => [31, 67, p.normals(31 * 67), p.wholes(31, 67), p.normals(31), p.normals(31 * 67)]],
  ['tokenEntropy', 2, (p) => [31, 67, p.normals(31 * 67), p.normals(31)]],
  ['adamw', 16, (p) => [999, ...[1, 2, 3, 4].map(() => p.normals(999)), 0.7, 0.9, 0.98, 0.1, 0.02, 0.999, 0.01, 1e-6]],
  ['copy', 16, (p) => [999, p.normals(999), p.normals(999)]],
  ['pickRows', 3, (p) => [40, 19, p.normals(11 * 19), p.wholes(40, 11), p.normals(40 * 19)]],
  ['scatterRows', 16, (p) => [40, 51, 11, p.normals(40 * 51), p.wholes(40, 11), p.normals(11 * 51)]],
  [
    'addPositions',
    1,
    (p) => [9, 7, 19, 3, p.normals(9 * 7 * 19), p.normals(12 * 19), p.wholes(9, 5), p.normals(9 * 7 * 19)],
  ],
  ['positionsGrad', 16, (p) => [9, 7, 51, 3, p.normals(9 * 7 * 51), p.wholes(9, 5), 12, p.normals(12 * 51)]],
  [
    'rotate',
    1,
    (p) => {
      const floats = 9 * seq * 3 * heads * headDim;
      const turns = seq * headDim;
      return [9, seq, heads, headDim, p.normals(floats), p.normals(turns), p.normals(turns), -1, p.normals(floats)];
    },
  ],
];

test('every kernel that is shared stands here', () => {
  expect(CASES.map(([name]) => name).sort()).toEqual(Object.keys(JOBS).sort());
});

test.each(CASES)('%s', (name, grain, make) => {
  const args = make(new Places());
  const { job, count, scratchBytes } = { scratchBytes: () => 0, ...JOBS[name] };
  const alone = after(() => functions[name](...args, SPARE));
  const bytes = scratchBytes(args, functions);
  const shared = after(() => share(job, count(args), grain, args, bytes));
  expect(
    same(
      alone,
      after(() => undefined),
    ),
    'the kernel does something',
  ).toBe(false);
  expect(same(shared, alone)).toBe(true);
});

test('the gradient of a norm: rows, then columns', () => {
  const places = new Places();
  const [rows, width] = [50, 51];
  const inputs = [rows * width, rows * width, width, 2 * rows, rows * width].map((count) => places.normals(count));
  const outputs = [rows * width, width, width].map((count) => places.normals(count));
  const args = [rows, width, ...inputs, ...outputs];
  const alone = after(() => functions.layerNormGrad(...args, SPARE));
  const shared = after(() => {
    share(LAYER_NORM_GRAD.job, rows, 4, args, 8 * width);
    share(GAIN_GRAD.job, width, 16, args);
  });
  expect(same(shared, alone)).toBe(true);
});

test.each([
  { rows: 103, inner: 300, columns: 530, left: 'rows', right: 'rows', mode: 1 },
  { rows: 70, inner: 19, columns: 9, left: 'rows', right: 'columns', mode: 0 },
  { rows: 70, inner: 513, columns: 40, left: 'columns', right: 'columns', mode: 0 },
])('a product of $rows x $inner by $inner x $columns, by $left and by $right', (size) => {
  const { rows, inner, columns, left, right, mode } = size;
  const places = new Places();
  const [a, b] = [places.normals(rows * inner), places.normals(inner * columns)];
  const [out, bias] = [places.normals(rows * columns), places.normals(columns)];
  const aSteps = left === 'rows' ? [inner, 1] : [1, rows];
  const bSteps = right === 'rows' ? [1, inner] : [columns, 1];
  const args = [rows, inner, columns, a, ...aSteps, b, ...bSteps, out, bias, mode, SPARE];
  const leftBytes = functions.LEFT_BYTES.value;
  const alone = after(() => functions.product(...args));
  const shared = after(() => {
    const withPacked = [...args, SPARE + THREADS * leftBytes];
    share(PACK_RIGHT.job, PACK_RIGHT.count(args), 2, withPacked);
    share(PRODUCT.job, rows, 15, withPacked, leftBytes);
  });
  expect(same(shared, alone)).toBe(true);
});

test('threads read and write what the memory grew by while they slept', async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const at = memory.buffer.byteLength;
  memory.grow(8);
  const half = at + 4 * 65536;
  new Float32Array(memory.buffer, at, 65536).fill(2);
  share(JOBS.copy.job, 65536, 256, [65536, at, half]);
  expect(new Float32Array(memory.buffer, half, 65536).every((value) => value === 2)).toBe(true);
});
