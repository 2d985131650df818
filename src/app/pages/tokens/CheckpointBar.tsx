/** @file The scrubber over the checkpoints of the run at hand, and the time by which it plays. */

import { useMemo } from 'react';
import { Scrubber } from '../../../views/scrubber/Scrubber';
import { useActions, useApp } from '../../AppContext';
import { shownCheckpoint } from '../../state/cursor';
import type { RunEntry } from '../../state/runEntry';
import { scoredCheckpoints } from '../../state/select';
import { checkpointBeatMs, useOpeningPlay, usePlayback, WAY_MS } from '../playback';

export function CheckpointBar({ entry }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const isPlaying = useApp((state) => state.isPlaying);
  const { look, followNewest, playOn, togglePlay } = useActions();
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
  usePlayback(checkpointBeatMs(checkpoints.length), playOn);
  useOpeningPlay(entry.origin === 'recorded' && checkpoints.length > 1 && cursor.checkpoint === undefined, {
    play: togglePlay,
    end: followNewest,
    lastsMs: 2 * WAY_MS,
  });
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
