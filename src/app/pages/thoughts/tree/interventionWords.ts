/** @file The ways of changing a thought, in words. */

import type { InterventionKind } from '../../../../core/trace/config/config';

interface KindWords {
  /** In a table. */
  readonly name: string;
  /** What is fed in instead. */
  readonly words: string;
}

export const INTERVENTION_WORDS: Readonly<Record<InterventionKind, KindWords>> = {
  skip: { name: 'masked', words: 'thought and handed on, but no later position sees its slot' },
  zero: { name: 'zero', words: 'a vector of zeros, unlike any that the model was trained on' },
  mean: { name: 'mean', words: 'the mean of this thought over other problems' },
  noise: { name: 'noise', words: 'random noise of the same norm, unlike any that the model was trained on' },
  shuffle: { name: 'shuffled', words: 'its own components in a random order' },
  transplant: { name: 'another problem’s', words: 'the same thought of another problem' },
  twin: { name: 'the twin’s', words: 'the same graph, asked about the other root' },
};
