/** @file The levers of a run under way: pause, step, resume, stop, learning rate; and its words. */

import { useState } from 'react';
import { stepsOf } from '../../../../core/trace/config/configFacts';
import { useActions } from '../../../AppContext';
import { Icon } from '../../../shell/icons';
import { progressWords, STATE_WORDS } from '../../../shell/status/RunStatus';
import { progressOf, type RunEntry } from '../../../state/runEntry';

export function RunControls({ entry }: { readonly entry: RunEntry }) {
  const { pause, resume, step, stop } = useActions();
  const { run, state, sentence, trace } = entry;
  const progress = progressOf(trace);
  const isPaused = state === 'paused';
  const isTraining = trace.config !== undefined && stepsOf(trace.config) !== undefined;
  return (
    <section className="run-controls" aria-label="The run" data-run-state={state}>
      <p className="run-words">
        <strong>{STATE_WORDS[state]}</strong>
        {progressWords(entry).map((words) => (
          <span key={words}>{words}</span>
        ))}
        {sentence && <span>{sentence}</span>}
      </p>
      <progress
        className="run-progress"
        aria-label="Progress"
        {...(progress ? { value: progress.done, max: Math.max(1, progress.total) } : {})}
      />
      <div className="run-buttons">
        {isPaused ? (
          <button type="button" className="button" onClick={() => resume(run)}>
            <Icon name="play" />
            Resume
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={state !== 'running' && state !== 'compiling'}
            onClick={() => pause(run)}
          >
            <Icon name="pause" />
            Pause
          </button>
        )}
        {isTraining && (
          <button type="button" className="button" disabled={!isPaused} onClick={() => step(run)}>
            <Icon name="step" />
            Step
          </button>
        )}
        <button type="button" className="button" disabled={state === 'saving'} onClick={() => stop(run)}>
          <Icon name="stop" />
          Stop
        </button>
        {isTraining && <LearningRate entry={entry} />}
      </div>
    </section>
  );
}

/** A new rate takes hold at the next step; the trace keeps that it was changed. */
function LearningRate({ entry }: { readonly entry: RunEntry }) {
  const { change } = useActions();
  const { trace, run } = entry;
  const now = trace.settings.findLast(({ setting }) => setting.name === 'learningRate')?.setting.value;
  const first = trace.config && 'optimizer' in trace.config ? trace.config.optimizer.learningRate : 0;
  const [newRate, setNewRate] = useState<number>();
  return (
    <form
      className="inline-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (newRate !== undefined) change(run, { name: 'learningRate', value: newRate });
        setNewRate(undefined);
      }}
    >
      <label className="inline-field">
        Peak rate
        <input
          type="number"
          min={0.00001}
          max={0.1}
          step="any"
          value={newRate ?? now ?? first}
          onChange={(event) => setNewRate(event.target.valueAsNumber || undefined)}
        />
      </label>
      <button type="submit" className="button" disabled={newRate === undefined}>
        Set
      </button>
    </form>
  );
}
