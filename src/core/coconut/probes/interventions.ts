/**
 * @file Ways to put something else in the place of a thought. Pure functions on vectors: what is fed in is theirs, what it
 * does to the answer is measured with `interventionEffect.ts`.
 *
 * Thought 1 is the hidden state at `<bot>`, which is fed in at the first slot.
 */

import type { InterventionKind } from '../../trace/config/config';
import { assert } from '../../util/assert';
import { shuffled, type Rng } from '../../util/rng';

/** What an intervention may draw on; the caller has it from the clean run. */
export interface InterventionMaterial {
  /** [embed] the thought that would have been fed in. */
  readonly thought: Float32Array;
  /** [embed] mean of this thought over other problems. */
  readonly mean?: Float32Array;
  /** [embed] this thought of another problem, or of the twin. */
  readonly donor?: Float32Array;
}

type Replace = (material: InterventionMaterial, rng: Rng) => Float32Array | undefined;

/**
 * What is fed in instead, [embed]; undefined where the thought stays and its slot is masked from all later positions. Zero and noise are unlike anything a model
 * has met, so a lost answer says little; mean and transplant are like it, and only the problem's own content is gone.
 */
const REPLACEMENTS: Readonly<Record<InterventionKind, Replace>> = {
  skip: () => undefined,
  zero: ({ thought }) => new Float32Array(thought.length),
  mean: ({ mean }) => copyOf(mean, 'a mean'),
  noise: ({ thought }, rng) => equalNormNoise(thought, rng),
  shuffle: ({ thought }, rng) => Float32Array.from(shuffled([...thought], rng)),
  transplant: ({ donor }) => copyOf(donor, 'a donor'),
  twin: ({ donor }) => copyOf(donor, 'a donor'),
};

export const INTERVENTION_KINDS = Object.keys(REPLACEMENTS) as readonly InterventionKind[];

export function replacement(
  kind: InterventionKind,
  material: InterventionMaterial,
  rng: Rng,
): Float32Array | undefined {
  return REPLACEMENTS[kind](material, rng);
}

function copyOf(vector: Float32Array | undefined, what: string): Float32Array {
  assert(vector, `this intervention needs ${what}`);
  return vector.slice();
}

/** A direction drawn uniformly, as long as the thought. */
export function equalNormNoise(thought: Float32Array, rng: Rng): Float32Array {
  const noise = thought.map(() => rng.normal());
  const scale = vectorNorm(thought) / vectorNorm(noise);
  return noise.map((value) => value * scale);
}

export function vectorNorm(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** [embed] mean of vectors of one length. */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [i, value] of vector.entries()) sum[i] = (sum[i] ?? 0) + value;
  return Float32Array.from(sum, (value) => value / vectors.length);
}
