/**
 * @file Which kernels threads share, and in what parts. `src/wasm/jobs.ts` does a part; here stand how many there are and about how
 * long each takes, for a part must be worth more than handing it over.
 */

import type { WasmFunctions } from './wasmModule';

/** The numbers of a call, in the order of the kernel in `src/wasm`. */
type Args = readonly number[];

export interface Job {
  /** Its number in `src/wasm/jobs.ts`. */
  readonly job: number;
  /** Rows, columns, heads or elements, whichever are independent. */
  readonly count: (args: Args) => number;
  /** Of one of them, roughly, on one core. */
  readonly nanoseconds: (args: Args) => number;
  /** A part has a multiple of so many, where that is faster. */
  readonly multiple?: number;
  /** Bytes that each thread needs to work in. */
  readonly scratchBytes?: (args: Args, wasm: WasmFunctions) => number;
}

const arg = (args: Args, index: number): number => args[index] ?? 0;

// Of four bytes in cache, and of one multiplication with its addition, on a core of a server of 2023.
const FLOAT_NS = 0.15;
const EXPONENTIAL_NS = 1;
const MULTIPLY_NS = 0.035;
/** Of a score of attention besides its products: its exponential, and packing it. */
const SCORE_NS = 4;

const first = (args: Args): number => arg(args, 0);
const width = (args: Args): number => arg(args, 1);

/** A product is two jobs: panels of its right side, then rows. */
export const PACK_RIGHT: Job = {
  job: 0,
  count: (args) => Math.ceil(arg(args, 2) / 8),
  nanoseconds: (args) => 16 * arg(args, 1) * FLOAT_NS,
};

export const PRODUCT: Job = {
  job: 1,
  count: first,
  nanoseconds: (args) => arg(args, 1) * arg(args, 2) * MULTIPLY_NS,
  multiple: 5,
};

/** The gradient of a norm is two jobs: rows, then the columns of gain and bias. */
export const LAYER_NORM_GRAD: Job = {
  job: 6,
  count: first,
  nanoseconds: (args) => 6 * width(args) * FLOAT_NS,
  scratchBytes: (args) => 8 * width(args),
};

export const GAIN_GRAD: Job = {
  job: 7,
  count: width,
  nanoseconds: (args) => 3 * first(args) * FLOAT_NS,
  multiple: 16,
};

const attention = (job: number, products: number): Job => ({
  job,
  count: (args) => arg(args, 0) * arg(args, 3),
  // A query sees half of the keys.
  nanoseconds: ([, seq = 0, length = 0, , headDim = 0]) =>
    (seq * length * (products * headDim * MULTIPLY_NS + SCORE_NS)) / 2,
  scratchBytes: (args, wasm) => wasm.attentionScratch(arg(args, 1), arg(args, 2), arg(args, 4)),
});

/** Kernels that are one job each. */
export const JOBS = {
  sumRows: { job: 2, count: width, nanoseconds: (args) => first(args) * FLOAT_NS, multiple: 16 },
  attention: attention(3, 2),
  attentionGrad: attention(4, 4),
  layerNorm: { job: 5, count: first, nanoseconds: (args) => 3 * width(args) * FLOAT_NS },
  gelu: { job: 8, count: first, nanoseconds: () => EXPONENTIAL_NS, multiple: 16 },
  geluGrad: { job: 9, count: first, nanoseconds: () => EXPONENTIAL_NS, multiple: 16 },
  crossEntropy: {
    job: 10,
    count: first,
    nanoseconds: (args) => width(args) * EXPONENTIAL_NS,
    scratchBytes: (args) => 4 * width(args),
  },
  crossEntropyGrad: { job: 11, count: first, nanoseconds: (args) => width(args) * EXPONENTIAL_NS },
  adamw: { job: 12, count: first, nanoseconds: () => 7 * FLOAT_NS, multiple: 16 },
  copy: { job: 13, count: first, nanoseconds: () => FLOAT_NS, multiple: 16 },
  pickRows: { job: 14, count: first, nanoseconds: (args) => width(args) * FLOAT_NS },
  scatterRows: { job: 15, count: width, nanoseconds: (args) => first(args) * FLOAT_NS, multiple: 16 },
  addPositions: {
    job: 16,
    count: first,
    nanoseconds: (args) => 2 * arg(args, 1) * arg(args, 2) * FLOAT_NS,
  },
  positionsGrad: {
    job: 17,
    count: (args) => arg(args, 2),
    nanoseconds: (args) => first(args) * arg(args, 1) * FLOAT_NS,
    multiple: 16,
  },
  rotate: {
    job: 18,
    count: first,
    nanoseconds: ([, seq = 0, heads = 0, headDim = 0]) => 6 * seq * heads * headDim * FLOAT_NS,
  },
  tokenEntropy: {
    job: 19,
    count: first,
    nanoseconds: (args) => width(args) * EXPONENTIAL_NS,
    scratchBytes: (args) => 4 * width(args),
  },
} as const satisfies Partial<Record<keyof WasmFunctions, Job>>;
