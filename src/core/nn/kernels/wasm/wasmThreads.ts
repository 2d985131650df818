/**
 * @file Several threads for the kernels of WASM, where tfjs's memory is shared. Each has an instance of our module; what is said to
 * them stands on a board in the memory (`src/wasm/threads.ts`). Starting a thread is the platform's business.
 */

import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../util/assert';
import { growingSpace, registerWith } from './wasm';
import { asWasm, memoryOf, type WasmBackend } from './wasmBackend';
import { GAIN_GRAD, type Job, JOBS, LAYER_NORM_GRAD, PACK_RIGHT, PRODUCT } from './wasmJobs';
import { type StartedWasm, startWasm, type WasmFunctions } from './wasmModule';

/** What a thread is told once, at its start. */
export interface ThreadStart {
  readonly module: object;
  readonly memory: object;
  /** Bytes from the start of the memory. */
  readonly board: number;
  /** From 1; the caller is 0. */
  readonly thread: number;
}

export interface WasmThread {
  /** Once it waits for jobs; rejects where it cannot. */
  readonly ready: Promise<unknown>;
  readonly stop: () => void;
}

type SharedWasm = Extract<StartedWasm, { isShared: true }>;
/** @returns anything: no kernel that is shared out has a value. */
type Kernel = (...args: number[]) => number;

// Handing over costs some microseconds, and some parts for each thread let a slow one do fewer.
const LEAST_PART_NS = 15_000;
const PARTS_PER_THREAD = 4;

const CACHE_LINE = 64;
const MOST_ARGUMENTS = 16;
const WELL = 0;

/**
 * The kernels of the WASM backend, which must be the current one, on so many threads from now on.
 *
 * @returns false where its memory is not shared or a thread does not start; all then stays as it was
 */
export async function startWasmThreads(threads: number, start: (thread: ThreadStart) => WasmThread): Promise<boolean> {
  const backend = asWasm(tf.backend());
  const wasm = startWasm(memoryOf(backend));
  if (!wasm?.isShared || threads < 2) return false;
  const pool = new Pool(backend, wasm, threads, start);
  if (!(await pool.isReady())) return false;
  registerWith(backend, pool.functions());
  // The threads end with the backend.
  tf.registerKernel({
    kernelName: 'WasmThreads',
    backendName: 'wasm',
    kernelFunc: () => [],
    disposeFunc: () => {
      pool.stop();
      tf.unregisterKernel('WasmThreads', 'wasm');
    },
  });
  return true;
}

class Pool {
  readonly #wasm: SharedWasm;
  readonly #threads: number;
  readonly #workers: readonly WasmThread[];
  readonly #board: number;
  readonly #arguments: Float64Array;
  readonly #space: (bytes: number) => number;
  #isRunning = true;

  constructor(backend: WasmBackend, wasm: SharedWasm, threads: number, start: (thread: ThreadStart) => WasmThread) {
    const { functions, module, memory } = wasm;
    const bytes = functions.BOARD_BYTES.value + CACHE_LINE;
    // Never freed: a thread may look at it until it has ended.
    const place = backend.wasm._malloc(bytes) >>> 0;
    const board = Math.ceil(place / CACHE_LINE) * CACHE_LINE;
    new Uint8Array(memory.buffer, place, bytes).fill(0);
    this.#wasm = wasm;
    this.#threads = threads;
    this.#board = board;
    // A shared buffer stays where it is when the memory grows.
    this.#arguments = new Float64Array(memory.buffer, board + functions.BOARD_ARGUMENTS.value, MOST_ARGUMENTS);
    this.#space = growingSpace(backend);
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => start({ module, memory, board, thread: i + 1 }));
  }

  async isReady(): Promise<boolean> {
    const started = await Promise.allSettled(this.#workers.map(({ ready }) => ready));
    const all = started.every(({ status }) => status === 'fulfilled');
    if (!all) this.stop();
    return all;
  }

  stop(): void {
    this.#isRunning = false;
    for (const worker of this.#workers) worker.stop();
  }

  /** Of our module, with those in place of which threads do the work. */
  functions(): WasmFunctions {
    const alone = this.#wasm.functions;
    const shared = Object.entries(JOBS).map(([name, job]) => {
      const kernel = alone[name as keyof typeof JOBS];
      return [name, this.#orAlone(kernel, (args) => this.#share(job, args))] as const;
    });
    return {
      ...alone,
      ...Object.fromEntries(shared),
      product: this.#orAlone(alone.product, (args) => this.#product(args)),
      layerNormGrad: this.#orAlone(alone.layerNormGrad, (args) => this.#layerNormGrad(args)),
    };
  }

  /** @param share refuses what is not worth it */
  #orAlone(kernel: Kernel, share: (args: readonly number[]) => boolean): Kernel {
    return (...args) => (this.#isRunning && share(args) ? 0 : kernel(...args));
  }

  #share(job: Job, args: readonly number[]): boolean {
    const grain = this.#grain(job, args);
    if (grain === undefined) return false;
    const bytes = job.scratchBytes?.(args, this.#wasm.functions) ?? 0;
    this.#run(job, args, grain, bytes > 0 ? this.#space(this.#threads * bytes) : 0, bytes);
    return true;
  }

  /** Elements a part; undefined where one thread is as fast. */
  #grain({ count, nanoseconds, multiple = 1 }: Job, args: readonly number[]): number | undefined {
    const elements = count(args);
    const worth = Math.floor((elements * nanoseconds(args)) / LEAST_PART_NS);
    const parts = Math.min(worth, PARTS_PER_THREAD * this.#threads);
    const grain = Math.ceil(elements / parts / multiple) * multiple;
    return parts > 1 && grain < elements ? grain : undefined;
  }

  #product(args: readonly number[]): boolean {
    const grain = this.#grain(PRODUCT, args);
    if (grain === undefined) return false;
    const { packedBytes, LEFT_BYTES } = this.#wasm.functions;
    const [, inner = 0, columns = 0] = args;
    const leftBytes = this.#threads * LEFT_BYTES.value;
    const space = this.#space(leftBytes + packedBytes(inner, columns));
    const withPacked = [...args, space + leftBytes];
    // Packing alone is never worth a thread's waking, but they are awake then.
    this.#run(PACK_RIGHT, withPacked, this.#grain(PACK_RIGHT, args) ?? PACK_RIGHT.count(args), 0, 0);
    this.#run(PRODUCT, withPacked, grain, space, LEFT_BYTES.value);
    return true;
  }

  #layerNormGrad(args: readonly number[]): boolean {
    if (!this.#share(LAYER_NORM_GRAD, args)) return false;
    this.#run(GAIN_GRAD, args, this.#grain(GAIN_GRAD, args) ?? GAIN_GRAD.count(args), 0, 0);
    return true;
  }

  /** @param space of all threads' scratch, `bytes` each */
  #run(job: Job, args: readonly number[], grain: number, space: number, bytes: number): void {
    this.#arguments.set(args);
    const { share } = this.#wasm.functions;
    if (share(this.#board, job.job, job.count(args), grain, space, bytes) === WELL) return;
    this.stop();
    throw new InputError(
      'A thread of the WASM backend stopped in the middle of its work. From now on there is one thread.',
    );
  }
}
