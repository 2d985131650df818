/** @file Figure 6: the loss of the tokens that selection chose, downstream, and of those that it left, for every arm. */

import { useMemo, useState } from 'react';
import { splitLoss } from '../../../../core/rho1/dynamics';
import { keptAt } from '../../../../core/rho1/ranking';
import { figureAt } from '../../../../core/rho1/selectionRun';
import { count } from '../../../../views/format';
import { SelectionLines } from '../../../../views/selectionLines/SelectionLines';
import { selectionLinesTable, type SelectionLinesData } from '../../../../views/selectionLines/layout';
import { Roomy } from '../../../shell/Roomy';
import { useActions } from '../../../AppContext';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import type { Selection, SelectionView } from '../useSelectionView';

const HEIGHT_PX = 230;

interface Props {
  readonly view: SelectionView;
  readonly selection: Selection;
}

export function LossPictures({ view, selection }: Props) {
  const { look } = useActions();
  const { run, time } = view;
  const { steps } = run;
  const [asked, setAsked] = useState<number>();
  // A quarter of the way: the model has left its start, and the choice is not made by the losses that it is judged by.
  const chosenAt = Math.min(asked ?? Math.round((steps.length - 1) / 4), steps.length - 1);
  const panels = useMemo(() => panelsOf(view, selection, chosenAt), [view, selection, chosenAt]);
  return (
    <>
      <label className="inline-field set-choice">
        The tokens that {run.arms[view.arm]?.config.name} chose at
        <select value={chosenAt} onChange={(event) => setAsked(Number(event.target.value))}>
          {steps.map((step, i) => (
            <option key={step} value={i}>
              step {count(step)}
            </option>
          ))}
        </select>
      </label>
      <div className="figure-pair figure-trio">
        {panels.map(({ name, figure, data }) => (
          <PaperFigure
            key={name}
            name={name}
            paper={{ ...PAPER_FACTS.losses, figure }}
            table={() => selectionLinesTable(data)}
          >
            <Roomy heightPx={HEIGHT_PX}>
              {(size) => (
                <SelectionLines data={data} time={time} size={size} onTime={(checkpoint) => look({ checkpoint })} />
              )}
            </Roomy>
          </PaperFigure>
        ))}
      </div>
    </>
  );
}

interface Panel {
  readonly name: string;
  readonly figure: string;
  readonly data: SelectionLinesData;
}

function panelsOf({ run }: SelectionView, selection: Selection, chosenAt: number): Panel[] {
  const { steps, tokensPerStep, arms } = run;
  const ranking = selection.rankings[chosenAt];
  if (!ranking) return [];
  const kept = keptAt(ranking, selection.keepFraction);
  const split = arms.map(({ lossNats }) => lossNats.map((losses) => splitLoss(losses, kept)));
  const panel = (name: string, figure: string, valuesOf: (arm: number) => readonly number[]): Panel => ({
    name,
    figure,
    data: {
      title: 'mean loss (nats)',
      steps,
      tokensPerStep,
      unit: 'nats',
      series: arms.map(({ config }, arm) => ({ name: config.name, values: valuesOf(arm) })),
    },
  });
  const downstream = arms.map(({ columns }) => figureAt(columns, 'answerLossNats', steps));
  return [
    panel('Selected tokens', 'Figure 6a', (arm) => split[arm]?.map(({ keptNats }) => keptNats) ?? []),
    ...(downstream.flat().some(Number.isFinite)
      ? [panel('Downstream answers', 'Figure 6b', (arm) => downstream[arm] ?? [])]
      : []),
    panel('Unselected tokens', 'Figure 6c', (arm) => split[arm]?.map(({ droppedNats }) => droppedNats) ?? []),
  ];
}
