/**
 * @file Programs for tfjs's WebGPU backend: WGSL bodies in two frames.
 *
 * `runRows` gives a body one row, to be shared by LANES invocations; `runCells` gives it one cell. In the 'row' shape LANES
 * is 1 and the reductions are the identity, so that one body serves both shapes.
 */

import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedBackend, Lengths } from './fusedBackend';
import { productOf } from './sizes';

const WORKGROUP = 64;
/** Elements, read and written, from which on a program of its own for these lengths may pay: compiling one takes some 30 ms. */
const LONG = 2 ** 16;

export interface ProgramText {
  /** Names the text of the body: two bodies that differ have different keys. */
  readonly key: string;
  /** In the order of their bindings; each must be used, or the pipeline's layout lacks it. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** Elements of a vector in each buffer: 4 where rows are whole numbers of vec4. */
  readonly components?: { readonly inputs: readonly (1 | 4)[]; readonly output: 1 | 4 };
  /** Whole numbers that the body reads as `uniforms.name`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Functions and constants before the body. */
  readonly head?: string;
  readonly body: string;
  readonly dtype?: DataType;
  /** A new tensor of this shape, or one that is written in place. */
  readonly output: readonly number[] | TensorInfo;
}

/** WGSL with `row`, `lane`, `LANES`, `sumOf(v)` and `maxOf(v)`: the body runs for each row. */
export function runRows(backend: FusedBackend, rows: number, text: ProgramText): TensorInfo {
  const isShared = backend.shape === 'workgroup';
  return runProgram(backend, text, {
    key: isShared ? 'shared' : 'alone',
    groups: isShared ? rows : Math.ceil(rows / WORKGROUP),
    count: rows,
    code: (body) => (isShared ? sharedRow(body) : loneRow(body)),
  });
}

/** WGSL with `cell`: the body runs for each. */
export function runCells(backend: FusedBackend, cells: number, text: ProgramText): TensorInfo {
  return runProgram(backend, text, {
    key: 'cells',
    groups: Math.ceil(cells / WORKGROUP),
    count: cells,
    code: (body) => `
  fn main(index : i32) {
    _ = uniforms.NAN;
    if (index >= uniforms.count) { return; }
    let cell = index;
    ${body}
  }`,
  });
}

interface Frame {
  readonly key: string;
  readonly groups: number;
  readonly count: number;
  readonly code: (body: string) => string;
}

function runProgram(backend: FusedBackend, text: ProgramText, frame: Frame): TensorInfo {
  const names = Object.keys(text.inputs);
  const numbers = Object.entries({ count: frame.count, ...text.numbers });
  const output = isShape(text.output) ? undefined : text.output;
  const outputShape = isShape(text.output) ? [...text.output] : text.output.shape;
  const components = text.components ?? { inputs: names.map((): 1 => 1), output: 1 };
  const lengths = backend.recordsInSoftware ? longLengths(text.inputs, outputShape, components) : undefined;
  const program: WebGPUProgram = {
    shaderKey: [text.key, frame.key, ...Object.values(lengths ?? {})].join('.'),
    outputShape,
    variableNames: names,
    variableComponents: [...components.inputs],
    outputComponent: components.output,
    uniforms: numbers.map(([name]) => `${name} : i32,`).join(' '),
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [frame.groups, 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    getUserCode: () => `${text.head ?? ''}\n${frame.code(text.body)}`,
  };
  const run = (): TensorInfo =>
    backend.runWebGPUProgram(
      program,
      Object.values(text.inputs),
      text.dtype ?? 'float32',
      numbers.map(([, value]) => ({ type: 'int32', data: [value] })),
      output,
    );
  return lengths ? backend.withLengths(lengths, run) : run();
}

/** Elements of each buffer, vectors where it is read by vectors; undefined where together they are too few. */
function longLengths(
  inputs: ProgramText['inputs'],
  outputShape: readonly number[],
  components: NonNullable<ProgramText['components']>,
): Lengths | undefined {
  const buffers = [
    ...Object.entries(inputs).map(([name, { shape }], i) => ({ name, shape, width: components.inputs[i] ?? 1 })),
    { name: 'result', shape: outputShape, width: components.output },
  ];
  if (buffers.reduce((sum, { shape }) => sum + productOf(shape), 0) < LONG) return undefined;
  return Object.fromEntries(buffers.map(({ name, shape, width }) => [name, productOf(shape) / width]));
}

const isShape = (output: readonly number[] | TensorInfo): output is readonly number[] => Array.isArray(output);

const loneRow = (body: string): string => `
  const LANES = 1;
  fn sumOf(v : f32) -> f32 { return v; }
  fn maxOf(v : f32) -> f32 { return v; }
  fn waitForAll() {}
  fn main(index : i32) {
    _ = uniforms.NAN;
    if (index >= uniforms.count) { return; }
    let row = index;
    let lane = 0;
    ${body}
  }`;

// More workgroups may run than there are rows, for a large dispatch is made square: the last row is then computed again.
// Only workgroupUniformLoad tells the compiler that a whole workgroup takes the same branch, as a barrier demands.
const sharedRow = (body: string): string => `
  const LANES = ${WORKGROUP};
  var<workgroup> shares : array<f32, ${WORKGROUP}>;
  var<workgroup> rowOfAll : i32;
  fn sumOf(v : f32) -> f32 {
    let lane = i32(localIndex);
    shares[lane] = v;
    for (var reach = ${WORKGROUP / 2}; reach > 0; reach = reach / 2) {
      workgroupBarrier();
      if (lane < reach) { shares[lane] = shares[lane] + shares[lane + reach]; }
    }
    workgroupBarrier();
    let total = shares[0];
    workgroupBarrier();
    return total;
  }
  fn maxOf(v : f32) -> f32 {
    let lane = i32(localIndex);
    shares[lane] = v;
    for (var reach = ${WORKGROUP / 2}; reach > 0; reach = reach / 2) {
      workgroupBarrier();
      if (lane < reach) { shares[lane] = max(shares[lane], shares[lane + reach]); }
    }
    workgroupBarrier();
    let most = shares[0];
    workgroupBarrier();
    return most;
  }
  fn waitForAll() { storageBarrier(); workgroupBarrier(); }
  fn main(index : i32) {
    _ = uniforms.NAN;
    let lane = i32(localIndex);
    if (lane == 0) { rowOfAll = min(index / ${WORKGROUP}, uniforms.count - 1); }
    let row = workgroupUniformLoad(&rowOfAll);
    ${body}
  }`;
