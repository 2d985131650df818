/**
 * @file Registers our own kernels for wasm, and gradients of the few stock operations that stand on the tape: those that move numbers, and the sum.
 *
 * tfjs registers its gradients from a file that its core package does not export to Node, and brings all eighty. All
 * arithmetic here has a gradient of its own (`ops/`), so these suffice; tfjs names any other that it misses.
 */

import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../util/assert';
import { JOIN, PIECES } from './kernels/kernel';
import { WASM_START } from './kernels/wasm/wasm';
import { CUT, wasmKernels } from './wasmKernels';

type Config = Parameters<typeof tf.registerGradient>[0];
type Dy = Parameters<Config['gradFunc']>[0];

const GRADIENTS: readonly Config[] = [
  {
    kernelName: tf.Add,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = [input(saved, 0), input(saved, 1)];
      return { a: () => sumTo(single(dy), a.shape), b: () => sumTo(single(dy), b.shape) };
    },
  },
  { kernelName: tf.Identity, gradFunc: (dy) => ({ x: () => tf.clone(single(dy)) }) },
  {
    kernelName: tf.Reshape,
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => ({ x: () => tf.reshape(single(dy), input(saved, 0).shape) }),
  },
  {
    kernelName: tf.Transpose,
    gradFunc: (dy, _, attributes) => {
      const perm = numbers(attributes['perm']);
      return {
        x: () =>
          tf.transpose(
            single(dy),
            perm.map((__, axis) => perm.indexOf(axis)),
          ),
      };
    },
  },
  {
    kernelName: tf.SplitV,
    gradFunc: (dy, _, attributes) => ({ x: () => tf.concat(several(dy), Number(attributes['axis'])) }),
  },
  {
    kernelName: CUT,
    gradFunc: (dy, _, attributes) => ({ x: () => tf.concat(several(dy), Number(attributes['axis'])) }),
  },
  {
    kernelName: PIECES,
    gradFunc: (dy) => ({
      flat: () => tf.engine().runKernel(JOIN, Object.fromEntries(several(dy).entries())) as tf.Tensor,
    }),
  },
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, attributes) => {
      const axis = Number(attributes['axis']);
      const lengths = saved.map((part) => part.shape[axis] ?? 0);
      const parts = split(single(dy), lengths, axis);
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  {
    kernelName: tf.Slice,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attributes) => {
      const x = input(saved, 0);
      const begin = numbers(attributes['begin']);
      const sides = begin.map((first, axis): [number, number] => {
        const length = x.shape[axis] ?? 0;
        return [first, length - first - (single(dy).shape[axis] ?? 0)];
      });
      return { x: () => tf.pad(single(dy), sides) };
    },
  },
  {
    kernelName: tf.PadV2,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attributes) => {
      const x = input(saved, 0);
      const sides = attributes['paddings'];
      assert(Array.isArray(sides), 'paddings is a list of pairs');
      const begin = sides.map((side) => numbers(side)[0] ?? 0);
      return { x: () => tf.slice(single(dy), begin, x.shape) };
    },
  },
];

for (const kernel of [...wasmKernels(), WASM_START]) tf.registerKernel(kernel);
for (const gradient of GRADIENTS) tf.registerGradient(gradient);

/** Sums over the leading dimensions that broadcasting added. */
function sumTo(dy: tf.Tensor, shape: number[]): tf.Tensor {
  if (dy.size === shape.reduce((product, length) => product * length, 1)) return tf.reshape(dy, shape);
  return tf.reshape(tf.sum(tf.reshape(dy, [-1, ...shape]), 0), shape);
}

// `cut` of matmul.ts stands above this file.
function split(x: tf.Tensor, sizes: number[], axis: number): tf.Tensor[] {
  if (tf.getBackend() !== 'wasm') return tf.split(x, sizes, axis);
  return tf.engine().runKernel(CUT, { x }, { sizes, axis }) as tf.Tensor[];
}

function single(dy: Dy): tf.Tensor {
  assert(!Array.isArray(dy), 'an operation of one output has one gradient');
  return dy;
}

/** The gradients of an operation of several outputs; tfjs hands over a single one as it is. */
function several(dy: Dy): tf.Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}

function input(saved: readonly tf.Tensor[], index: number): tf.Tensor {
  const found = saved[index];
  assert(found, 'the inputs were saved');
  return found;
}

function numbers(value: unknown): number[] {
  assert(Array.isArray(value), 'a list of numbers');
  return value.map(Number);
}
