/** @file Which model thinks, and by what its answers were computed. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import type { RunId } from '../../../../core/trace/messages/commands';
import { useActions, useApp } from '../../../AppContext';
import { BACKEND_NAMES } from '../../../shell/format';
import { STATE_WORDS } from '../../../shell/status/RunStatus';
import { methodOf } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';
import type { AppState } from '../../../state/store';
import { METHOD_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import { modelChoices } from './modelChoices';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem | undefined;
}

export function ModelLine({ entry, problem }: Props) {
  const runs = useApp((state: AppState) => state.runs);
  const recorded = useApp((state) => state.recorded);
  const { showModel } = useActions();
  const choices = modelChoices(runs, recorded, entry);
  const { stamp } = entry.trace;
  const backend = Object.entries(BACKEND_NAMES).find(([name]) => name === stamp?.backend)?.[1];
  return (
    <div className="model-line">
      {choices.length > 1 ? (
        <label className="inline-field">
          Model
          <select value={entry.run} onChange={(event) => void showModel(event.target.value as RunId, problem)}>
            {choices.map(({ run, words }) => (
              <option key={run} value={run}>
                {words}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <p className="model-name">{METHOD_WORDS[methodOf(entry)].name}</p>
      )}
      <p className="stamp">
        <span className="stamp-origin">
          {entry.origin === 'recorded'
            ? 'Recorded'
            : entry.origin === 'imported'
              ? 'From a file'
              : STATE_WORDS[entry.state]}
        </span>
        {backend && <span>{backend}</span>}
        {stamp && <span>commit {stamp.commit.slice(0, 10)}</span>}
      </p>
    </div>
  );
}
