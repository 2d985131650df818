/** @file Problems made to measure: task, difficulty, how many, seed. Made in slices, for a small graph takes its time. */

import { useRef, useState } from 'react';
import { heldOutStream, TASK_LEVELS } from '../../../../core/coconut/tasks/generatedTasks';
import type { Problem } from '../../../../core/coconut/problems/problem';
import type { ThoughtTask } from '../../../../core/trace/config/config';
import type { Pieces } from '../../../../core/util/pieces';
import { inSlices } from '../../../../views/slices';
import { useActions } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { MAX_SEED } from '../../../state/address/address';
import { TASK_WORDS, THOUGHT_TASKS } from '../../../../core/coconut/curriculum/methodWords';
import { namesFor } from '../../../state/config/teachConfig';

const MOST = 500;

const LEVEL_WORDS: Readonly<Record<string, string>> = {
  'prosqa micro': 'two steps, 10 nodes',
  'prosqa micro3': 'three steps, 12 nodes',
  'prosqa micro23': 'two or three steps, 12 nodes',
  'prosqa small': 'three steps, 16 nodes',
  'prosqa small4': 'four steps, 18 nodes',
  'prosqa large': 'three or four steps, 28 nodes, without the official files’ shortcut',
  'prosqa official12': 'two or three steps, 12 nodes, as the official files are made',
  'prosqa official16': 'three or four steps, 16 nodes, as the official files are made',
  'prosqa official22': 'three to five steps, 22 nodes, as the official files are made',
  'prosqa longer': 'seven or eight steps: longer than the official files',
  'prosqa denser': 'half as many edges again as in the official files',
  'prosqa parents': 'two parents or more for each node',
  'prosqa distractors': 'ten nodes more than in the official files',
  'prosqa official': 'three to six steps, about 23 nodes, as in the official files',
  'prontoqa small': 'three steps, a second chain misleads',
  'prontoqa official': 'six steps, as in the official files',
  'arithmetic small': 'one to three steps, numbers up to 30',
  'arithmetic long': 'two to five steps, numbers up to 99',
};

export function MakeProblems() {
  const { layOut } = useActions();
  const [task, setTask] = useState<ThoughtTask>('prosqa');
  const [level, setLevel] = useState(TASK_LEVELS.prosqa[0] ?? '');
  const [count, setCount] = useState(20);
  const [seed, setSeed] = useState(1);
  const [done, setDone] = useState<number>();
  /** A newer request ends an older one. */
  const asked = useRef(0);
  const make = async () => {
    const request = ++asked.current;
    const problems: Problem[] = [];
    const isOver = () => request !== asked.current;
    const stream = heldOutStream({ task, level, seed }, namesFor(level));
    await inSlices(taking(stream, count, problems), isOver, () => setDone(problems.length));
    if (isOver()) return;
    setDone(undefined);
    layOut({ name: `${TASK_WORDS[task]}, ${level}, seed ${seed}`, problems });
  };
  return (
    <form
      className="make-problems"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="segments" role="group" aria-label="Task of the problems">
        {THOUGHT_TASKS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === task}
            onClick={() => {
              setTask(each);
              setLevel(TASK_LEVELS[each][0] ?? '');
            }}
          >
            {TASK_WORDS[each]}
          </button>
        ))}
      </div>
      <label className="inline-field">
        Difficulty
        <select value={level} onChange={(event) => setLevel(event.target.value)}>
          {TASK_LEVELS[task].map((each) => (
            <option key={each} value={each}>
              {LEVEL_WORDS[`${task} ${each}`] ?? each}
            </option>
          ))}
        </select>
      </label>
      <div className="teach-row">
        <WholeField label="How many" value={count} most={MOST} least={1} onValue={setCount} />
        <WholeField label="Seed" value={seed} most={MAX_SEED} least={0} onValue={setSeed} />
      </div>
      <button type="submit" className="button">
        Make {formatCount(count)}
      </button>
      <p className="showing" role="status">
        {done === undefined ? 'None of these was used in training.' : `Made ${done} of ${count}…`}
      </p>
    </form>
  );
}

function* taking<T>(stream: Generator<T, never>, count: number, into: T[]): Pieces<void> {
  while (into.length < count) {
    into.push(stream.next().value);
    yield;
  }
}

interface WholeProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onValue: (value: number) => void;
}

function WholeField({ label, value, least, most, onValue }: WholeProps) {
  return (
    <label className="inline-field">
      {label}
      <input
        type="number"
        min={least}
        max={most}
        step={1}
        value={value}
        onChange={(event) => {
          const typed = event.target.valueAsNumber;
          if (Number.isInteger(typed) && typed >= least && typed <= most) onValue(typed);
        }}
      />
    </label>
  );
}
