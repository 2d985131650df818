/** @file What to doubt, with this run's own numbers. */

import { useEffect } from 'react';
import { rowOf } from '../../../core/rho1/seedTable';
import { REFERENCE_STEPS } from '../../../core/trace/config/presets';
import { useActions, useApp } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';
import { doubtsOf, type ReferenceFacts } from './doubts';
import type { SelectionView } from './useSelectionView';

interface Props {
  readonly entry: RunEntry;
  readonly view: SelectionView;
}

export function Doubts({ entry, view }: Props) {
  const runs = useApp((state) => state.runs);
  const { config } = view.run;
  const referenceRun = config.reference?.kind === 'run' ? config.reference.run : undefined;
  const reference = Object.values(runs).find(({ run }) => run === referenceRun);
  const shipped = useShippedReference(view);
  const sentences = doubtsOf(view.run, reference ? factsOf(reference) : shipped);
  if (sentences.length === 0) return undefined;
  return (
    <section className="doubts" aria-label="Reasons for doubt">
      <h2>Reasons for doubt</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="showing">
        Numbers of the run “{entry.title}”, seed {config.seed}, {config.steps} steps.
      </p>
    </section>
  );
}

/** The table over seeds has asked the shipped reference by itself. */
function useShippedReference({ run: { config, tokensPerStep } }: SelectionView): ReferenceFacts {
  const table = useApp((state) => state.tables.tokens);
  const { openTable } = useActions();
  const isShipped = config.reference?.kind === 'shipped' && config.reference.name === 'reference';
  useEffect(() => {
    if (isShipped) void openTable('tokens');
  }, [isShipped, openTable]);
  if (!isShipped || !table) return {};
  return {
    accuracy: rowOf(table, 'reference alone', 'accuracy')?.mean,
    trainedTokens: REFERENCE_STEPS * tokensPerStep,
  };
}

function factsOf({ trace }: RunEntry): ReferenceFacts {
  const { config, arms } = trace;
  if (config?.kind !== 'train') return {};
  const end = arms[0]?.figures.find(({ figure, step }) => figure === 'accuracy' && step === config.steps);
  return { accuracy: end?.value, trainedTokens: config.steps * config.batch * config.model.seq };
}
