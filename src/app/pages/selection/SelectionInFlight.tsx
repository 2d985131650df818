/** @file How an arm chooses its tokens, changed while it trains: the trace then keeps what was changed, and when. */

import { needsReference, SELECTION_SCORES } from '../../../core/rho1/scores';
import { withSetting } from '../../../core/trace/config/configFacts';
import type { SelectionPer, SelectionScore } from '../../../core/trace/config/config';
import { useActions } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';
import type { SelectionView } from './useSelectionView';

interface Props {
  readonly entry: RunEntry;
  readonly view: SelectionView;
}

const SCORES = Object.keys(SELECTION_SCORES) as readonly SelectionScore[];
const PER: readonly SelectionPer[] = ['batch', 'sequence'];

export function SelectionInFlight({ entry, view }: Props) {
  const { change } = useActions();
  const { run, arm, selection } = view;
  const config = run.arms[arm]?.config;
  if (!config || !selection) return undefined;
  const now = entry.trace.settings.reduce(
    (objective, { setting }) => withSetting(objective, arm, setting),
    config.objective,
  );
  if (now.kind !== 'slm') return undefined;
  const canUse = (score: SelectionScore) => run.config.reference !== undefined || !needsReference(score);
  return (
    <div className="in-flight" role="group" aria-label="Selection settings during training">
      <label className="inline-field">
        {config.name} trains on {percent(now.keepFraction)} of the tokens by
        <select
          value={now.score}
          onChange={(event) => {
            const value = SCORES.find((score) => score === event.target.value);
            if (value) change(entry.run, { name: 'score', arm, value });
          }}
        >
          {SCORES.map((score) => (
            <option key={score} value={score} disabled={!canUse(score)}>
              {SELECTION_SCORES[score].title}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        per
        <select
          value={now.per}
          onChange={(event) => {
            const value = PER.find((per) => per === event.target.value);
            if (value) change(entry.run, { name: 'per', arm, value });
          }}
        >
          {PER.map((per) => (
            <option key={per}>{per}</option>
          ))}
        </select>
      </label>
      {selection.keepFraction !== now.keepFraction && (
        <button
          type="button"
          className="button"
          onClick={() => change(entry.run, { name: 'keepFraction', arm, value: selection.keepFraction })}
        >
          From now on, train on {percent(selection.keepFraction)}
        </button>
      )}
    </div>
  );
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))}\u00a0%`;
}
