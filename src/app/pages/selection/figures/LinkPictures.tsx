/** @file Does the loss on selected tokens tell how able a model is? Figures 7 and 9. */

import { useMemo } from 'react';
import { splitLoss } from '../../../../core/rho1/dynamics';
import { figureAt, selectionsOf } from '../../../../core/rho1/selectionRun';
import { AccuracyByLoss } from '../../../../views/accuracyByLoss/AccuracyByLoss';
import {
  accuracyByLossTable,
  correlationWords,
  type AccuracyByLossData,
} from '../../../../views/accuracyByLoss/layout';
import { SelectRatio } from '../../../../views/selectRatio/SelectRatio';
import { selectRatioTable, type RatioPoint } from '../../../../views/selectRatio/layout';
import { Roomy } from '../../../shell/Roomy';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import { spreadOver } from './spreadOver';
import type { Selection, SelectionView } from '../useSelectionView';

const HEIGHT_PX = 260;
const FOLLOWED = 5;

interface Props {
  readonly view: SelectionView;
  readonly selection: Selection;
}

export function LinkPictures({ view, selection }: Props) {
  const panels = useMemo(() => linkData(view, selection), [view, selection]);
  const points = useMemo(() => ratioPoints(view), [view]);
  if (panels.every(({ accuracy }) => !accuracy.some(Number.isFinite)))
    return (
      <p className="tab-empty">
        This run has no task accuracy: only the generated corpus comes with tasks, and this run was trained on another
        text.
      </p>
    );
  return (
    <div className="figure-pair figure-trio">
      {panels.map((data) => (
        <PaperFigure
          key={data.of}
          name={`Accuracy by the loss on ${data.of} tokens`}
          paper={PAPER_FACTS.link}
          showing={`${correlationWords(data)}; one curve for each selection, later ones in a stronger colour.`}
          table={() => accuracyByLossTable(data)}
        >
          <Roomy heightPx={HEIGHT_PX}>{(size) => <AccuracyByLoss data={data} size={size} />}</Roomy>
        </PaperFigure>
      ))}
      <PaperFigure
        name="Accuracy by the fraction kept"
        paper={PAPER_FACTS.ratio}
        showing="Excess loss as the line, controls as hollow points. Add kept fractions in step 3 to see more of the curve."
        table={() => selectRatioTable(points)}
      >
        <Roomy heightPx={HEIGHT_PX}>{(size) => <SelectRatio points={points} size={size} />}</Roomy>
      </PaperFigure>
    </div>
  );
}

function linkData({ run, arm }: SelectionView, { rankings, keepFraction }: Selection): AccuracyByLossData[] {
  const own = run.arms[arm];
  if (!own) return [];
  // The start is another corpus’ model, and the paper's points begin after it as well.
  const steps = run.steps.slice(1);
  const losses = own.lossNats.slice(1);
  const chosenAt = spreadOver(1, run.steps.length - 1, FOLLOWED);
  const accuracy = figureAt(own.columns, 'accuracy', steps);
  const chosen = selectionsOf(
    chosenAt.flatMap((at) => rankings[at] ?? []),
    keepFraction,
  );
  const seriesOf = (side: 'keptNats' | 'droppedNats') =>
    chosenAt.map((at, i) => ({
      chosenAtStep: run.steps[at] ?? 0,
      lossNats: losses.map((lossNats) => splitLoss(lossNats, chosen[i] ?? new Uint8Array(0))[side]),
    }));
  return [
    { of: 'selected', steps, accuracy, series: seriesOf('keptNats') },
    { of: 'unselected', steps, accuracy, series: seriesOf('droppedNats') },
  ];
}

/** Arms at the last checkpoint; CLM keeps all. */
function ratioPoints({ run }: SelectionView): RatioPoint[] {
  const last = run.steps.slice(-1);
  return run.arms.flatMap(({ config, columns }) => {
    const [accuracy = NaN] = figureAt(columns, 'accuracy', last);
    const { objective, name } = config;
    if (Number.isNaN(accuracy)) return [];
    const isNull = objective.kind === 'slm' && objective.score !== 'excess';
    return [{ name, keepFraction: objective.kind === 'clm' ? 1 : objective.keepFraction, accuracy, isNull }];
  });
}
