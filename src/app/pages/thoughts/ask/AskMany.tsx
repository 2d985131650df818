/** @file Asks the model at hand many problems in this browser: Figures 5, 8 and 9, what is in its thoughts, and every change of them. */

import { useState } from 'react';
import { TASK_LEVELS } from '../../../../core/coconut/tasks/generatedTasks';
import type { ThoughtTask } from '../../../../core/trace/config/config';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { mostThoughts, pinnedProblems } from '../../../state/problems';
import { isUnderWay, type RunEntry } from '../../../state/runEntry';

const COUNTS = [50, 100, 200, 500] as const;

export function AskMany({ entry }: { readonly entry: RunEntry }) {
  const list = useApp(({ desk }) => desk.list);
  const engine = useApp((state) => state.engine);
  const most = useApp(mostThoughts);
  const isBusy = useApp(({ runs }) => Object.values(runs).some(({ state }) => isUnderWay(state)));
  const { askMany } = useActions();
  const task: ThoughtTask = pinnedProblems(entry.trace.thoughts?.pinnedJson)[0]?.task ?? 'prosqa';
  const levels = TASK_LEVELS[task];
  const [level, setLevel] = useState(levels[0] ?? '');
  const [count, setCount] = useState<number>(COUNTS[0]);
  const [hasChanges, setChanges] = useState(true);
  const isList = level === '';
  const asked = isList ? Math.min(count, list?.problems.length ?? 0) : count;
  return (
    <form
      className="ask-many"
      onSubmit={(event) => {
        event.preventDefault();
        const problems = isList && list ? { ...list, problems: list.problems.slice(0, count) } : { task, level, count };
        void askMany(entry, problems, most, hasChanges);
      }}
    >
      <label className="inline-field">
        Ask it
        <select value={count} onChange={(event) => setCount(Number(event.target.value))}>
          {COUNTS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        problems
        <select value={level} onChange={(event) => setLevel(event.target.value)}>
          {levels.map((each) => (
            <option key={each} value={each}>
              held out, {each}
            </option>
          ))}
          {list && <option value="">of {list.name}</option>}
        </select>
      </label>
      <label className="check">
        <input type="checkbox" checked={hasChanges} onChange={(event) => setChanges(event.target.checked)} />
        and try every intervention on each thought
      </label>
      <button type="submit" className="button primary" disabled={isBusy || engine.kind === 'none' || asked === 0}>
        {isBusy ? 'Busy…' : `Ask ${formatCount(asked)} problems`}
      </button>
    </form>
  );
}
