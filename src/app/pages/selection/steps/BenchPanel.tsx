/** @file The bench: corpus, reference, arms, and the start. Three steps, in the order in which they depend on each other. */

import { useEffect, useState } from 'react';
import { useActions } from '../../../AppContext';
import { ArmsStep } from './ArmsStep';
import { CorpusStep } from './CorpusStep';
import { ReferenceStep } from './ReferenceStep';

export function BenchPanel() {
  const { wake } = useActions();
  // The cost on this device is known once the engine has measured itself.
  useEffect(wake, [wake]);
  // A narrow page begins with the pictures; the bench folds away above them.
  const [isOpen, setIsOpen] = useState(() => matchMedia('(width >= 60rem)').matches);
  return (
    <aside className="bench" aria-label="The experiment">
      <h1>Selection</h1>
      <p className="bench-lead">
        Train models on the same noisy batches: one on every token, one only on those whose loss is most above a
        reference model’s. Does the choice help, and would a random one have done as well?
      </p>
      <details className="bench-fold" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>Set up an experiment</summary>
        <CorpusStep />
        <ReferenceStep />
        <ArmsStep />
      </details>
    </aside>
  );
}
