/** @file A kernel against its plain twin: the same operation on WebGPU, in both shapes, and composed of plain ops on the CPU. */
import { expect } from 'vitest';
import type { FusedBackend, ProgramShape } from '../../src/core/nn/kernels/webgpu/fusedBackend';
import * as tf from '../../src/core/nn/tf';
import { rng } from '../../src/core/util/rng';
import { useBackend } from './backends';

export interface Operands {
  /** Shapes of the operands that a gradient is wanted for. */
  readonly shapes: readonly (readonly number[])[];
  /** From the operands, the result. */
  readonly of: (operands: readonly tf.Tensor[]) => tf.Tensor;
}

const SHAPES: readonly ProgramShape[] = ['row', 'workgroup'];

/** Value and gradients agree within `within` of each tensor's largest number, in both shapes. */
export async function expectTwins(operation: Operands, within = 1e-5): Promise<void> {
  await useBackend('cpu');
  const expected = await measure(operation);
  const why = await useBackend('webgpu');
  if (why) {
    console.log(`SKIPPED on webgpu: ${why}`);
    return;
  }
  for (const shape of SHAPES) {
    const measured = await inShape(shape, () => measure(operation));
    for (const [i, column] of measured.entries()) {
      const name = i === 0 ? 'value' : `gradient ${i - 1}`;
      expect(farthest(column, expected[i] as Float32Array), `${name}, ${shape}`).toBeLessThan(within);
    }
  }
}

/** Runs `body` on WebGPU with programs of one shape. */
export async function inShape<T>(shape: ProgramShape, body: () => Promise<T>): Promise<T> {
  const backend = tf.backend() as FusedBackend;
  const before = backend.shape;
  backend.shape = shape;
  try {
    return await body();
  } finally {
    backend.shape = before;
  }
}

/** The value, then a gradient for each operand, of Σ value * (a fixed weight each). */
async function measure({ shapes, of }: Operands): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => {
    const operands = shapes.map((shape, i) => normals([...shape], i));
    const value = of(operands);
    const weights = normals(value.shape, shapes.length);
    const gradients = tf.grads((...given: tf.Tensor[]) => weighted(of(given), weights))(operands);
    return [value, ...gradients];
  });
  const columns: Float32Array[] = [];
  for (const tensor of tensors) columns.push((await tensor.data<'float32'>()).slice());
  tf.dispose(tensors);
  return columns;
}

function weighted(value: tf.Tensor, weights: tf.Tensor): tf.Scalar {
  const sum = tf.customGrad((...args) => {
    const [x] = args as [tf.Tensor];
    return { value: tf.sum(tf.mul(x, weights)), gradFunc: (dy: tf.Tensor) => tf.mul(weights, dy) };
  });
  return sum(value) as tf.Scalar;
}

function normals(shape: number[], stream: number): tf.Tensor {
  const chance = rng(7, 'twins', stream);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => chance.normal()),
    shape,
  );
}

function farthest(ours: Float32Array, theirs: Float32Array): number {
  const most = theirs.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  return ours.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (theirs[i] as number)) / most), 0);
}
