/** @file The scrubber over the checkpoints of the run at hand, and the time by which it plays. */

import { useMemo } from 'react';
import { Scrubber } from '../../../views/scrubber/Scrubber';
import { useActions, useApp } from '../../AppContext';
import { shownCheckpoint } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { scoredCheckpoints } from '../../state/select';
import { useOpeningPlay, usePlayback } from './usePlayback';

export function CheckpointBar({ entry }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const isPlaying = useApp((state) => state.isPlaying);
  const { look, followNewest, togglePlay } = useActions();
  const { trace, version } = entry;
  const { arm } = cursor;
  const checkpoints = useMemo(() => {
    void version; // The trace is folded in place.
    const { config } = trace;
    const tokensPerStep = config?.kind === 'train' ? config.batch * config.model.seq : undefined;
    return scoredCheckpoints(trace, { arm }).map(({ step }) => ({
      step,
      tokens: tokensPerStep && step * tokensPerStep,
    }));
  }, [trace, version, arm]);
  usePlayback(checkpoints.length);
  useOpeningPlay(entry.origin === 'recorded' && checkpoints.length > 1 && cursor.checkpoint === undefined);
  const last = checkpoints.length - 1;
  return (
    <Scrubber
      checkpoints={checkpoints}
      time={Math.max(0, shownCheckpoint(cursor, checkpoints.length))}
      isPlaying={isPlaying}
      onTime={(checkpoint) => (checkpoint === last ? followNewest() : look({ checkpoint }))}
      onPlay={togglePlay}
    />
  );
}
