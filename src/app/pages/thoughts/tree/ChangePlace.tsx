/** @file One thought is replaced: all ways beside their nulls in a table, the chosen one as two trees in one layout. */

import type { Problem } from '../../../../core/coconut/problems/problem';
import type { Intervention } from '../../../../core/trace/config/config';
import { useActions, useApp } from '../../../AppContext';
import { shownThoughts } from '../../../state/cursor';
import { taughtThoughts } from '../../../state/problems';
import type { RunEntry } from '../../../state/runEntry';
import { AskModel } from '../ask/AskModel';
import { ChangedTrees } from './ChangedTrees';
import { ChangeTable } from './ChangeTable';
import type { ChangedProblem } from '../ask/probed';
import { useCompanions } from '../findings/useCompanions';
import { useProbed } from '../ask/useProbed';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem;
}

export function ChangePlace({ entry, problem }: Props) {
  const { probed, tree, changed } = useProbed(entry, problem);
  const chosen = useApp(({ desk }) => desk.intervention);
  const cursor = useApp((state) => state.cursor);
  const { setDesk } = useActions();
  useCompanions(entry, 'changes');
  const most = Math.max(0, tree.values.length - 1);
  if (!probed) return <p className="tab-empty">The model has not been asked this problem yet.</p>;
  if (most === 0) return <p className="tab-empty">This model has no thoughts that could be changed.</p>;
  if (changed.length === 0)
    return (
      <div className="tab-empty">
        <p>No intervention has been tried on this problem yet.</p>
        <AskModel entry={entry} problem={problem} thoughts={most} hasChanges words="Try interventions here" />
      </div>
    );
  const shown = shownChange(changed, chosen);
  // Before the changed thought nothing differs: the trees begin where something may.
  const thoughts = Math.max(shown.intervention.thought, shownThoughts(cursor, taughtThoughts(entry), most));
  return (
    <>
      <ChangeTable
        problem={problem}
        clean={probed}
        changed={changed}
        shown={shown}
        after={thoughts}
        onPick={(intervention: Intervention) => setDesk({ intervention })}
      />
      <ChangedTrees problem={problem} tree={tree} clean={probed} shown={shown} thoughts={thoughts} />
    </>
  );
}

/** The one that was chosen, where it is known; else the sharpest, the twin's, or whatever there is. */
function shownChange(changed: readonly ChangedProblem[], chosen: Intervention | undefined): ChangedProblem {
  const find = ({ kind, thought }: Pick<Intervention, 'kind' | 'thought'>) =>
    changed.find(({ intervention }) => intervention.kind === kind && intervention.thought === thought);
  const [first] = changed;
  const found = (chosen && find(chosen)) ?? find({ kind: 'twin', thought: 1 }) ?? first;
  if (!found) throw new Error('a change is shown where there is none');
  return found;
}
