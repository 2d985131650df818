/** @file The ways of changing a thought, in words. */

import type { InterventionKind } from '../../../core/trace/config';

interface KindWords {
  /** In a table. */
  readonly name: string;
  /** What is fed in instead. */
  readonly words: string;
}

export const INTERVENTION_WORDS: Readonly<Record<InterventionKind, KindWords>> = {
  skip: { name: 'left out', words: 'the slot is left out: one thought fewer' },
  zero: { name: 'zero', words: 'nothing at all; unlike anything the model has met' },
  mean: { name: 'mean', words: 'what this thought is on average over other problems' },
  noise: { name: 'noise', words: 'a random direction of the same length; unlike anything the model has met' },
  shuffle: { name: 'shuffled', words: 'its own numbers in another order' },
  transplant: { name: 'another problem’s', words: 'the same thought of another problem' },
  twin: { name: 'the twin’s', words: 'the same graph, asked about the other root' },
};
