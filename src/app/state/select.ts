/** @file What the cursor points at. */

import type { CheckpointColumns, Trace } from '../../core/trace/trace';
import type { Cursor } from './cursor';
import { shownCheckpoint } from './cursor';
import type { RunEntry } from './runEntry';
import type { AppState } from './store';

export function shownEntry({ cursor, runs }: Pick<AppState, 'cursor' | 'runs'>): RunEntry | undefined {
  return cursor.run === undefined ? undefined : runs[cursor.run];
}

/** Where one looks in the columns of a run. */
type Place = Pick<Cursor, 'arm' | 'checkpoint'>;

/** The checkpoints up to the one that is shown, in order: what was known at that moment. */
export function checkpointsSoFar(trace: Trace, place: Place): readonly CheckpointColumns[] {
  const checkpoints = scoredCheckpoints(trace, place);
  return checkpoints.slice(0, shownCheckpoint(place, checkpoints.length) + 1);
}

/** Checkpoints with at least one scored token. One that was only just made has nothing to show yet. */
export function scoredCheckpoints(trace: Trace, { arm }: Pick<Place, 'arm'>): readonly CheckpointColumns[] {
  const columns = trace.arms[arm] ?? trace.arms[0];
  return columns?.checkpoints.filter((checkpoint) => checkpoint.scored > 0) ?? [];
}

/** Grows with every score that is folded, and with nothing else: most events of a training run bring none. */
export function countScores({ arms, document }: Trace, arm: number): number {
  const scored = (arms[arm] ?? arms[0])?.checkpoints.reduce((sum, checkpoint) => sum + checkpoint.scored, 0) ?? 0;
  return scored + (document?.referenceScored ?? 0);
}
