/** @file The run in progress: what it does, how far it is, how fast, how long. In the header of every page. */

import type { RunState } from '../../../core/trace/messages/commands';
import { useActions, useApp } from '../../AppContext';
import { addressOfRun } from '../../state/labs';
import { isUnderWay, progressOf, type RunEntry } from '../../state/runEntry';
import { secondsLeft } from '../../state/pace';
import { formatCount, formatRate, formatSeconds } from '../format';
import { Icon } from '../icons';

export function RunStatus() {
  const entry = useApp((state) => Object.values(state.runs).findLast((each) => isUnderWay(each.state)));
  const { pause, resume } = useActions();
  if (!entry) return undefined;
  const progress = progressOf(entry.trace);
  const isPaused = entry.state === 'paused';
  return (
    <div className="run-status" data-run-state={entry.state}>
      <a href={addressOfRun(entry.run, entry.trace.config?.kind)} className="run-status-words" title={entry.title}>
        {statusWords(entry)}
      </a>
      {(entry.state === 'running' || isPaused) && (
        <button
          type="button"
          className="icon-button"
          aria-label={isPaused ? 'Resume the run' : 'Pause the run'}
          onClick={() => (isPaused ? resume(entry.run) : pause(entry.run))}
        >
          <Icon name={isPaused ? 'play' : 'pause'} />
        </button>
      )}
      <progress
        className="run-status-bar"
        aria-label="Progress of the run"
        {...(progress ? { value: progress.done, max: Math.max(1, progress.total) } : {})}
      />
    </div>
  );
}

export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  idle: 'Idle',
  loading: 'Loading',
  compiling: 'Compiling',
  running: 'Running',
  paused: 'Paused',
  saving: 'Saving',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
  lost: 'Device lost',
  restoring: 'Restoring',
};

function statusWords(entry: RunEntry): string {
  return [STATE_WORDS[entry.state], ...progressWords(entry)].join(' · ');
}

/** `step 120 of 200`, `8 steps/s`, `10 s left`: as many of these as are known. */
export function progressWords({ trace, pace, state }: RunEntry): string[] {
  const progress = progressOf(trace);
  if (!progress) return [];
  const { done, total, unit } = progress;
  const words = [`${unit} ${formatCount(done)} of ${formatCount(total)}`];
  const left = secondsLeft(pace, total);
  if (state !== 'running' || pace?.perSecond === undefined || left === undefined) return words;
  return [...words, `${formatRate(pace.perSecond)} ${unit}s/s`, `${formatSeconds(left)} left`];
}
