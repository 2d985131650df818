/** @file Method, task, size, stages: what to teach, what it will cost on this device, and the start. */

import { useEffect, useState } from 'react';
import { METHOD_NAMES } from '../../../../core/coconut/curriculum/methods';
import { problemToJson } from '../../../../core/coconut/problems/problemJson';
import type { ThoughtPreset, ThoughtsConfig } from '../../../../core/trace/config/config';
import { encodeUtf8 } from '../../../../core/util/utf8';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { MAX_SEED } from '../../../state/address/address';
import type { ProblemList } from '../../../state/desk';
import { isUnderWay } from '../../../state/runEntry';
import type { EngineStatus } from '../../../state/store';
import { METHOD_WORDS, TASK_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import { FEWEST_TO_TRAIN, MOST_THOUGHTS_PER_STEP, TEACH_TASKS, type Teach, type TeachTask } from '../../../state/teach';
import { teachConfig, type TeachChanges } from '../../../state/config/teachConfig';
import { StageTable } from './StageTable';
import { teachCostWords } from './teachCost';

const PRESETS: readonly { readonly name: ThoughtPreset; readonly words: string }[] = [
  { name: 'tiny', words: 'seconds; learns to write sentences, not to search' },
  { name: 'micro', words: 'minutes on a processor; two steps from root to answer' },
  { name: 'small', words: 'minutes on a graphics card; three steps' },
  { name: 'official', words: 'an evening on a processor; problems of the paper’s size, by a ladder of smaller graphs' },
];

export function TeachForm() {
  const teach = useApp(({ desk }) => desk.teach);
  const list = useApp(({ desk }) => desk.list);
  const engine = useApp((state) => state.engine);
  const isBusy = useApp((state) => Object.values(state.runs).some(({ state: each }) => isUnderWay(each)));
  const { setDesk, start, wake } = useActions();
  const [changes, setChanges] = useState<TeachChanges>({});
  // The time is known once the engine has measured its speed.
  useEffect(wake, [wake]);
  /** Another method, task or size has stages of its own. */
  const choose = (choice: Partial<Teach>) => {
    setChanges({ learningRate: changes.learningRate });
    setDesk({ teach: { ...teach, ...choice } });
  };
  const config = teachConfig(teach, list?.name, changes);
  return (
    <form
      className="teach-form"
      onSubmit={(event) => {
        event.preventDefault();
        start(config, titleWords(teach, list), teach.task === 'list' ? listText(list) : undefined);
      }}
    >
      <label className="inline-field">
        Method
        <select
          value={teach.method}
          onChange={(event) => {
            const method = METHOD_NAMES.find((name) => name === event.target.value);
            if (method) choose({ method });
          }}
        >
          {METHOD_NAMES.map((name) => (
            <option key={name} value={name}>
              {METHOD_WORDS[name].name}
            </option>
          ))}
        </select>
        <span className="teach-words">{METHOD_WORDS[teach.method].words}</span>
      </label>
      <TaskChoice task={teach.task} list={list} onTask={(task) => choose({ task })} />
      <fieldset className="presets">
        <legend>Size</legend>
        {PRESETS.map(({ name, words }) => (
          <label key={name} className="preset">
            <input
              type="radio"
              name="teach-preset"
              checked={teach.preset === name}
              onChange={() => choose({ preset: name })}
            />
            <span className="preset-name">{name}</span>
            <span className="preset-words">{words}</span>
            <span className="preset-cost">
              {teachCostWords(teachConfig({ ...teach, preset: name }, list?.name), engine)}
            </span>
          </label>
        ))}
      </fieldset>
      <StageTable config={config} onSteps={(steps) => setChanges({ ...changes, steps })} />
      <div className="teach-row">
        <NumberField
          label="Thoughts per step"
          value={teach.thoughtsPerStep}
          range={[1, MOST_THOUGHTS_PER_STEP]}
          onValue={(thoughtsPerStep) => choose({ thoughtsPerStep })}
        />
        <NumberField label="Seed" value={teach.seed} range={[0, MAX_SEED]} onValue={(seed) => choose({ seed })} />
        <label className="inline-field">
          Learning rate
          <input
            type="number"
            min={0.00001}
            max={0.1}
            step="any"
            value={changes.learningRate ?? config.optimizer.learningRate}
            onChange={(event) => setChanges({ ...changes, learningRate: event.target.valueAsNumber || undefined })}
          />
        </label>
      </div>
      <div className="teach-row">
        <button type="submit" className="button primary" disabled={engine.kind === 'none' || isBusy}>
          Teach
        </button>
        <p className="train-words">{planWords(config, engine, isBusy)}</p>
      </div>
    </form>
  );
}

interface TaskProps {
  readonly task: TeachTask;
  readonly list: ProblemList | undefined;
  readonly onTask: (task: TeachTask) => void;
}

function TaskChoice({ task, list, onTask }: TaskProps) {
  const brought = list?.problems.length ?? 0;
  return (
    <div className="segments" role="group" aria-label="Task">
      {TEACH_TASKS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === task}
          disabled={each === 'list' && brought < FEWEST_TO_TRAIN}
          title={
            each === 'list' && brought < FEWEST_TO_TRAIN ? `A list of at least ${FEWEST_TO_TRAIN} problems` : undefined
          }
          onClick={() => onTask(each)}
        >
          {each === 'list' ? `your list${brought > 0 ? ` (${formatCount(brought)})` : ''}` : TASK_WORDS[each]}
        </button>
      ))}
    </div>
  );
}

interface NumberProps {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly onValue: (value: number) => void;
}

function NumberField({ label, value, range: [least, most], onValue }: NumberProps) {
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

function listText(list: ProblemList | undefined) {
  return list && { name: list.name, bytes: encodeUtf8(JSON.stringify(list.problems.map(problemToJson))) };
}

function titleWords({ method, task, preset }: Teach, list: ProblemList | undefined): string {
  return `${METHOD_WORDS[method].name} on ${task === 'list' ? (list?.name ?? 'a list') : TASK_WORDS[task]}, ${preset}`;
}

function planWords(config: ThoughtsConfig, engine: EngineStatus, isBusy: boolean): string {
  const steps = config.stages.reduce((sum, stage) => sum + stage.steps, 0);
  const plan = `${formatCount(steps)} steps of ${config.batch} problems, ${teachCostWords(config, engine)}; asked ${config.testProblems} held-out problems every ${formatCount(config.evaluateEvery)} steps.`;
  if (engine.kind === 'none') return `${plan} No compute backend works in this browser, so it cannot start.`;
  if (isBusy) return `${plan} Another run is in progress; stop it first.`;
  return plan;
}
