/** @file A run that learns to think: its loss with the borders of its stages, and its accuracy after each number of thoughts. */

import { useMemo } from 'react';
import type { ThoughtsConfig } from '../../../../core/trace/config/config';
import type { Trace } from '../../../../core/trace/trace';
import { LossCurve } from '../../../../views/lossCurve/LossCurve';
import { lossCurveTable, type LossCurveData } from '../../../../views/lossCurve/layout';
import { SelectionLines } from '../../../../views/selectionLines/SelectionLines';
import { selectionLinesTable, type SelectionLinesData } from '../../../../views/selectionLines/layout';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { formatCount } from '../../../shell/format';
import { Roomy } from '../../../shell/Roomy';
import { shownCheckpoint } from '../../../state/cursor';
import type { RunEntry } from '../../../state/runEntry';

const HEIGHT_PX = 220;

export function LearningPictures({ entry: { trace, version } }: { readonly entry: RunEntry }) {
  const cursor = useApp((state) => state.cursor);
  const { look } = useActions();
  const loss = useMemo(() => {
    void version; // The trace is folded in place.
    return lossOf(trace);
  }, [trace, version]);
  const accuracy = useMemo(() => {
    void version;
    return accuracyOf(trace);
  }, [trace, version]);
  if (!loss || !accuracy) return undefined;
  const time = shownCheckpoint(cursor, accuracy.steps.length);
  return (
    <div className="figure-pair">
      {(loss.series[0]?.lossNats.length ?? 0) > 0 && (
        <Figure name="Loss by stage" table={() => lossCurveTable(loss)}>
          <Roomy heightPx={HEIGHT_PX}>
            {(size) => <LossCurve {...loss} atStep={accuracy.steps[time]} size={size} />}
          </Roomy>
        </Figure>
      )}
      {accuracy.steps.length > 0 && (
        <Figure
          name="Accuracy by number of thoughts"
          showing={accuracyWords(trace)}
          table={() => selectionLinesTable(accuracy)}
        >
          <Roomy heightPx={HEIGHT_PX}>
            {(size) => (
              <SelectionLines data={accuracy} time={time} size={size} onTime={(checkpoint) => look({ checkpoint })} />
            )}
          </Roomy>
        </Figure>
      )}
    </div>
  );
}

function lossOf({ config, arms }: Trace): LossCurveData | undefined {
  if (config?.kind !== 'thoughts') return undefined;
  return {
    series: [{ name: 'loss', lossNats: arms[0]?.lossNats.view() ?? new Float32Array(0) }],
    totalSteps: config.stages.reduce((sum, { steps }) => sum + steps, 0),
    checkpoints: arms[0]?.checkpoints.map(({ step }) => step) ?? [],
    gaps: stageBorders(config),
  };
}

/** Where a stage begins, but for the first. */
function stageBorders({ stages }: ThoughtsConfig) {
  let step = 0;
  return stages.flatMap(({ steps }, index) => {
    const first = step;
    step += steps;
    return index > 0 ? [{ step: first, words: `stage ${index}` }] : [];
  });
}

function accuracyOf({ config, thoughts }: Trace): SelectionLinesData | undefined {
  if (config?.kind !== 'thoughts') return undefined;
  const graded = thoughts?.graded ?? [];
  const steps = [...new Set(graded.map(({ step }) => step))];
  const forced = [...new Set(graded.map((row) => row.thoughts))].sort((a, b) => a - b);
  return {
    title: 'answers that are right',
    steps,
    unit: 'share',
    series: forced.map((count) => ({
      name: `k = ${count}`,
      values: steps.map((step) => {
        const row = graded.find((each) => each.step === step && each.thoughts === count);
        return row ? row.answerRight.reduce((sum, right) => sum + right, 0) / row.answerRight.length : NaN;
      }),
    })),
  };
}

function accuracyWords({ config, thoughts, stamp }: Trace): string {
  const asked = thoughts?.graded.at(-1)?.answerRight.length ?? 0;
  const seed = config?.kind === 'thoughts' ? `, seed ${config.seed}` : '';
  return `${formatCount(asked)} held-out problems at the last evaluation${seed}${stamp ? `, ${stamp.backend}` : ''}; there are two candidates, so guessing is right in half of them.`;
}
