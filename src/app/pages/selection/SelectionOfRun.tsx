/** @file A run on the Selection page: what it is, its levers, the time, and the answers. */

import type { SelectionScore } from '../../../core/trace/config/config';
import { SELECTION_SCORES } from '../../../core/rho1/scores';
import { useActions, useApp } from '../../AppContext';
import { isUnderWay, type RunEntry } from '../../state/runEntry';
import { CheckpointBar } from '../tokens/CheckpointBar';
import { Interrupted } from '../Interrupted';
import { RunControls } from '../tokens/run/RunControls';
import { TrainingLoss } from '../tokens/run/TrainingLoss';
import { Doubts } from './Doubts';
import { SelectionInFlight } from './SelectionInFlight';
import { ResultTabs } from './ResultTabs';
import { RunLine } from './RunLine';
import { armFraction, scoresFor, type SelectionView, useSelectionView } from './useSelectionView';

export function SelectionOfRun({ entry }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const score = useApp((state) => state.bench.score);
  const view = useSelectionView(entry, cursor, score);
  return (
    <div className="bench-run" data-run-state={entry.state}>
      <RunLine entry={entry} checkpoint={view?.selection && view.time} />
      <Interrupted kind="train" />
      {isUnderWay(entry.state) && <RunControls entry={entry} />}
      {isUnderWay(entry.state) && view && <SelectionInFlight entry={entry} view={view} />}
      {view && view.run.steps.length > 0 ? (
        <>
          <div className="bench-instrument">
            <CheckpointBar entry={entry} />
            <Whose view={view} />
          </div>
          <ResultTabs entry={entry} view={view} />
          <Doubts entry={entry} view={view} />
        </>
      ) : (
        <>
          <p className="tab-empty">
            {entry.sentence ?? 'The run is being prepared; its figures appear with the first checkpoint.'}
          </p>
          <TrainingLoss entry={entry} />
        </>
      )}
    </div>
  );
}

/** Whose losses the tokens are ranked by, and by what score. */
function Whose({ view }: { readonly view: SelectionView }) {
  const { look, setBench } = useActions();
  const { run, arm, selection } = view;
  const trained = armFraction(run, arm);
  return (
    <div className="view-controls">
      <label className="inline-field">
        Losses of
        <select value={arm} onChange={(event) => look({ arm: Number(event.target.value) })}>
          {run.arms.map(({ config }, i) => (
            <option key={config.name} value={i}>
              {config.name}
            </option>
          ))}
        </select>
      </label>
      {selection && (
        <label className="inline-field">
          ranked by
          <select
            value={selection.score}
            onChange={(event) => {
              const score = scoresFor(run).find((each) => each === event.target.value);
              if (score) setBench({ score });
            }}
          >
            {scoresFor(run).map((score: SelectionScore) => (
              <option key={score} value={score} disabled={!run.reference && score !== 'highestLoss'}>
                {SELECTION_SCORES[score].title}
              </option>
            ))}
          </select>
        </label>
      )}
      {selection && trained !== undefined && trained !== selection.keepFraction && (
        <button type="button" className="link" onClick={() => look({ keepFraction: trained })}>
          select the model’s own {Number((100 * trained).toFixed(1))} %
        </button>
      )}
    </div>
  );
}
