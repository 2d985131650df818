/** @file The loss of every step of the run at hand, live while it trains. */

import { useMemo } from 'react';
import { LossCurve } from '../../../../views/lossCurve/LossCurve';
import { lossCurveTable } from '../../../../views/lossCurve/layout';
import { Roomy } from '../../../shell/Roomy';
import { Figure } from '../../../shell/Figure';
import type { ResumeCause } from '../../../../core/trace/events';
import type { RunEntry } from '../../../state/runEntry';

const HEIGHT_PX = 190;
/** Beside the line at which a run went on. */
const GAP_WORDS: Readonly<Record<ResumeCause, string>> = {
  reopened: 'went on',
  device: 'device lost',
  sleep: 'slept',
  branch: 'branched',
};

interface Props {
  readonly entry: RunEntry;
  /** The step that the pictures beside it look at. */
  readonly atStep?: number | undefined;
}

export function TrainingLoss({ entry, atStep }: Props) {
  const { trace, version } = entry;
  const data = useMemo(() => {
    void version; // The trace is folded in place.
    const { config, arms, resumptions } = trace;
    if (config?.kind !== 'train') return undefined;
    return {
      series: config.arms.map(({ name }, arm) => ({
        name,
        lossNats: arms[arm]?.lossNats.view() ?? new Float32Array(0),
      })),
      totalSteps: config.steps,
      checkpoints: arms[0]?.checkpoints.map(({ step }) => step) ?? [],
      gaps: resumptions.map(({ step, cause }) => ({ step, words: GAP_WORDS[cause] })),
    };
  }, [trace, version]);
  if (!data || data.series[0]?.lossNats.length === 0) return undefined;
  return (
    <Figure name="Training loss" table={() => lossCurveTable(data)}>
      <Roomy heightPx={HEIGHT_PX}>{(size) => <LossCurve {...data} atStep={atStep} size={size} />}</Roomy>
    </Figure>
  );
}
