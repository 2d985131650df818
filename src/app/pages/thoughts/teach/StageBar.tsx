/** @file The moments at which the model was asked while it was trained, on a track. */

import { useCallback, useMemo, useState } from 'react';
import { Scrubber } from '../../../../views/scrubber/Scrubber';
import { useActions } from '../../../AppContext';
import { useBeats } from '../tree/useBeats';

interface Props {
  readonly steps: readonly number[];
  readonly stepAt: number;
}

const BEAT_MS = 700;

export function StageBar({ steps, stepAt }: Props) {
  const { look } = useActions();
  const [isPlaying, setIsPlaying] = useState(false);
  const last = steps.length - 1;
  const onTime = useCallback((at: number) => look({ checkpoint: at === last ? undefined : at }), [look, last]);
  useBeats(isPlaying, BEAT_MS, () => (stepAt < last ? onTime(stepAt + 1) : setIsPlaying(false)));
  const checkpoints = useMemo(() => steps.map((step) => ({ step })), [steps]);
  return (
    <Scrubber
      checkpoints={checkpoints}
      time={stepAt}
      isPlaying={isPlaying}
      onTime={onTime}
      onPlay={() => {
        if (!isPlaying && stepAt === last) onTime(0);
        setIsPlaying(!isPlaying);
      }}
    />
  );
}
