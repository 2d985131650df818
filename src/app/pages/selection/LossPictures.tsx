/** @file Figure 6: the loss of the tokens that selection chose, downstream, and of those that it left, for every arm. */

import { useMemo, useState } from 'react';
import { splitLoss } from '../../../core/rho1/dynamics';
import { figureAt } from '../../../core/rho1/selectionRun';
import { count } from '../../../views/format';
import { SelectionLines } from '../../../views/selectionLines/SelectionLines';
import { selectionLinesTable, type SelectionLinesData } from '../../../views/selectionLines/layout';
import { Sized } from '../../../views/Sized';
import { useActions } from '../../AppContext';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import type { Selection, SelectionView } from './useSelectionView';

const HEIGHT_PX = 230;

interface Props {
  readonly view: SelectionView;
  readonly selection: Selection;
}

export function LossPictures({ view, selection }: Props) {
  const { look } = useActions();
  const { run, time } = view;
  const { steps } = run;
  const [asked, choose] = useState<number>();
  // A quarter of the way: the model has left its start, and the choice is not made by the losses that it is judged by.
  const chosenAt = Math.min(asked ?? Math.round((steps.length - 1) / 4), steps.length - 1);
  const panels = useMemo(() => panelsOf(view, selection, chosenAt), [view, selection, chosenAt]);
  return (
    <>
      <label className="inline-field set-choice">
        The tokens that {run.arms[view.arm]?.config.name} chose at
        <select value={chosenAt} onChange={(event) => choose(Number(event.target.value))}>
          {steps.map((step, i) => (
            <option key={step} value={i}>
              step {count(step)}
            </option>
          ))}
        </select>
      </label>
      <div className="figure-pair figure-trio">
        {panels.map((data) => (
          <PaperFigure
            key={data.title}
            name={titleCase(data.title)}
            paper={PAPER_FACTS.losses}
            table={() => selectionLinesTable(data)}
          >
            <Sized heightPx={HEIGHT_PX}>
              {(size) => (
                <SelectionLines data={data} time={time} size={size} onTime={(checkpoint) => look({ checkpoint })} />
              )}
            </Sized>
          </PaperFigure>
        ))}
      </div>
    </>
  );
}

function panelsOf({ run }: SelectionView, selection: Selection, chosenAt: number): SelectionLinesData[] {
  const { steps, tokensPerStep, arms } = run;
  const kept = selection.selections[chosenAt];
  if (!kept) return [];
  const split = arms.map(({ lossNats }) => lossNats.map((losses) => splitLoss(losses, kept)));
  const panel = (title: string, valuesOf: (arm: number) => readonly number[]): SelectionLinesData => ({
    title,
    steps,
    tokensPerStep,
    unit: 'nats',
    series: arms.map(({ config }, arm) => ({ name: config.name, values: valuesOf(arm) })),
  });
  const downstream = arms.map(({ columns }) => figureAt(columns, 'answerLossNats', steps));
  return [
    panel('loss on selected tokens (nats)', (arm) => split[arm]?.map(({ keptNats }) => keptNats) ?? []),
    ...(downstream.flat().some(Number.isFinite)
      ? [panel('loss on answers, downstream (nats)', (arm) => downstream[arm] ?? [])]
      : []),
    panel('loss on unselected tokens (nats)', (arm) => split[arm]?.map(({ droppedNats }) => droppedNats) ?? []),
  ];
}

function titleCase(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`.replace(' (nats)', '');
}
