/** @file Which run one looks at, and the way to its tokens. */

import type { RunEntry } from '../../state/runEntry';
import { useActions } from '../../AppContext';
import { BACKEND_NAMES, formatCount } from '../../shell/format';
import { STATE_WORDS } from '../../shell/status/RunStatus';

interface Props {
  readonly entry: RunEntry;
  /** The checkpoint whose selection is shown; absent where nothing is selected yet. */
  readonly checkpoint?: number | undefined;
}

export function RunLine({ entry, checkpoint }: Props) {
  const { look, goTo } = useActions();
  const { trace, origin, state } = entry;
  const { config, stamp } = trace;
  const words =
    config?.kind === 'train'
      ? [config.arms.map(({ name }) => name).join(', '), `${formatCount(config.steps)} steps`, `seed ${config.seed}`]
      : [];
  const backend = Object.entries(BACKEND_NAMES).find(([name]) => name === stamp?.backend)?.[1];
  return (
    <div className="run-head">
      <div className="run-title">
        <h2>{entry.title}</h2>
        <p className="stamp">
          <span className="stamp-origin">{origin === 'recorded' ? 'Recorded' : STATE_WORDS[state]}</span>
          {words.map((word) => (
            <span key={word}>{word}</span>
          ))}
          {backend && <span>{backend}</span>}
          {stamp && <span>commit {stamp.commit.slice(0, 10)}</span>}
        </p>
      </div>
      {checkpoint !== undefined && (
        <div className="run-actions">
          <button
            type="button"
            className="button"
            onClick={() => {
              // The very selection that is seen here: not the newest one, and no play from the start.
              look({ metric: 'selection', underline: 'none', checkpoint });
              goTo('tokens');
            }}
          >
            Show these tokens
          </button>
        </div>
      )}
    </div>
  );
}
