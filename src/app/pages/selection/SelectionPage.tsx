/** @file The Selection page: a bench where the paper's experiment is set up, and beside it what came out. */

import { useEffect } from 'react';
import { useActions, useApp } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';
import { shownEntry } from '../../state/select';
import { BenchPanel } from './steps/BenchPanel';
import { SelectionOfRun } from './SelectionOfRun';
import '../../../views/selection.css';
import '../../styles/results.css';
import '../../styles/selection.css';

export default function SelectionPage() {
  const entry = useApp(shownEntry);
  const hasRun = entry !== undefined && belongsHere(entry);
  useOwnRun(entry);
  return (
    <div className="selection-page">
      <BenchPanel />
      <div className="bench-results">
        {hasRun ? (
          <SelectionOfRun key={entry.run} entry={entry} />
        ) : (
          <p className="page-wait">Set up the experiment and start it; the figures appear as it trains.</p>
        )}
      </div>
    </div>
  );
}

/** Arms can be compared in a run that trains; a text that was only scored has none. */
function belongsHere({ trace, state }: RunEntry): boolean {
  return trace.config?.kind === 'train' || state === 'loading';
}

/** A visitor whose current run only scored a text is shown the recorded experiment instead. */
function useOwnRun(entry: RunEntry | undefined): void {
  const { openExperiment } = useActions();
  const isElsewhere = entry === undefined || !belongsHere(entry);
  useEffect(() => {
    if (isElsewhere) void openExperiment();
  }, [isElsewhere, openExperiment]);
}
