/**
 * @file An operation with a gradient of its own: the door to `tf.customGrad`, whose types say little.
 *
 * The operations of the transformer (`ops/`) are all made so. Stock gradients are slow or wrong in places: on wasm they miss
 * the fast product, gather's needs a kernel that is not there, and `pow` costs more than the matrix products. Where the
 * backend has a kernel of ours for an operation, the kernel does it in one piece (`kernels/`); what the operation writes out
 * in plain tfjs ops is the kernel's twin. `rows` stands for batch * seq. The caller owns what is returned, and calls within a tidy.
 */

import { assert } from '../util/assert';
import * as tf from './tf';

export interface Differentiated<T extends tf.Tensor, S extends readonly tf.Tensor[]> {
  readonly value: T;
  /** What the gradient needs of the forward pass; freed by tfjs when the tape ends. */
  readonly saved: S;
  /** The gradient of each input, in the order of the inputs. */
  readonly gradient: (dy: T, saved: S) => tf.Tensor[];
}

/**
 * Runs `forward` off the tape and records its gradient instead.
 *
 * The gradients of all inputs come from one function, because they share work; it is tidied here, because tfjs frees
 * what a gradient function leaves behind only when the whole backward pass has ended.
 */
export function differentiable<T extends tf.Tensor, const S extends readonly tf.Tensor[]>(
  inputs: readonly tf.Tensor[],
  forward: () => Differentiated<T, S>,
): T {
  const operation = tf.customGrad<T>((...args) => {
    const save = args.at(-1);
    assert(typeof save === 'function', 'customGrad passes its save function last');
    const { value, saved, gradient } = forward();
    save([...saved]);
    return {
      value,
      // tfjs hands back what was saved, in the same order, as a plain array.
      gradFunc: (dy: T, kept: tf.Tensor[]) => tf.tidy(() => gradient(dy, kept as readonly tf.Tensor[] as S)),
    };
  });
  return operation(...inputs);
}

/** Runs a computation off the tape: nothing flows back through its result, which may be of whole numbers. */
export function withoutGradient<T extends tf.Tensor>(compute: () => T): T {
  return differentiable([], () => ({ value: compute(), saved: [], gradient: () => [] }));
}
