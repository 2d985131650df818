/** @file What a screen reader hears of a run: its states and each quarter of its way, no more. */

import { useApp } from '../AppContext';
import { progressOf } from '../state/runEntry';
import { STATE_WORDS } from './status/RunStatus';

export function Announcer() {
  const words = useApp((state) => {
    const entry = state.cursor.run ? state.runs[state.cursor.run] : undefined;
    if (!entry || entry.origin !== 'here') return '';
    const progress = progressOf(entry.trace);
    const quarter = progress && Math.floor((4 * progress.done) / Math.max(1, progress.total));
    const share = quarter && quarter < 4 && entry.state === 'running' ? `, ${quarter * 25} percent` : '';
    return `${STATE_WORDS[entry.state]}${share}`;
  });
  return (
    <div className="visually-hidden" role="status" aria-label="State of the run">
      {words}
    </div>
  );
}
