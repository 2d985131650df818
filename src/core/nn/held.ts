/** @file Structures that hold tensors: who owns one owns all that is in it. */

import * as tf from './tf';

/** As `tf.tidy`, for any structure: what it holds outlives the scope, and the caller owns it. */
export function kept<T>(make: () => T): T {
  tf.engine().startScope();
  try {
    const made = make();
    for (const tensor of tensorsOf(made)) tf.keep(tensor);
    return made;
  } finally {
    tf.engine().endScope();
  }
}

/** All tensors in a structure of them. */
export function tensorsOf(held: unknown): tf.Tensor[] {
  if (held instanceof tf.Tensor) return [held];
  return typeof held === 'object' && held !== null ? Object.values(held).flatMap(tensorsOf) : [];
}

/** The same structure with other tensors in the places of its own. @param tensors in the order of `tensorsOf` */
export function withTensors<T>(held: T, tensors: readonly tf.Tensor[]): T {
  const left = tensors.values();
  const replaced = (part: unknown): unknown => {
    if (part instanceof tf.Tensor) return left.next().value;
    if (Array.isArray(part)) return part.map(replaced);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, replaced(value)]));
  };
  return replaced(held) as T; // of the same form
}
