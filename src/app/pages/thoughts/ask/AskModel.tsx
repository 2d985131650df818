/** @file Asks the model at hand the problem at hand, in this browser. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import { useActions, useApp } from '../../../AppContext';
import type { RunEntry } from '../../../state/runEntry';
import { isUnderWay } from '../../../state/runEntry';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem;
  readonly thoughts: number;
  readonly hasChanges: boolean;
  /** On the button. */
  readonly words: string;
}

export function AskModel({ entry, problem, thoughts, hasChanges, words }: Props) {
  const { askModel } = useActions();
  const engine = useApp((state) => state.engine);
  const isAsking = useApp(({ runs }) =>
    Object.values(runs).some(({ trace, state }) => trace.config?.kind === 'probe' && isUnderWay(state)),
  );
  if (engine.kind === 'none') return <p>{engine.sentence}</p>;
  return (
    <button
      type="button"
      className="button primary"
      disabled={isAsking}
      onClick={() => void askModel(entry, problem, thoughts, hasChanges)}
    >
      {isAsking ? 'Asking…' : words}
    </button>
  );
}
