/** @file Which problem: one of those that the run was probed with, or of the person's own. */

import type { Problem } from '../../../core/coconut/problem';
import { useActions, useApp } from '../../AppContext';
import type { RunEntry } from '../../state/runEntry';

interface Props {
  readonly entry: RunEntry;
  readonly problems: readonly Problem[];
}

export function ProblemPicker({ problems }: Props) {
  const place = useApp(({ cursor }) => cursor.problem);
  const { showProblem } = useActions();
  return (
    <div className="segments" role="group" aria-label="Problem">
      {problems.map((_, i) => (
        <button key={i} type="button" aria-pressed={i === place} onClick={() => showProblem(i)}>
          {i + 1}
        </button>
      ))}
    </div>
  );
}
