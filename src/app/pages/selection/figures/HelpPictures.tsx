/** @file Does it help? Figure 1, the table, and the training loss. */

import { useMemo } from 'react';
import { figureAt } from '../../../../core/rho1/selectionRun';
import { ResultTable, resultTable } from '../../../../views/resultTable/ResultTable';
import { SelectionLines } from '../../../../views/selectionLines/SelectionLines';
import { selectionLinesTable, type SelectionLinesData } from '../../../../views/selectionLines/layout';
import { Roomy } from '../../../shell/Roomy';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { isUnderWay, type RunEntry } from '../../../state/runEntry';
import { PAPER_FACTS } from './paperFacts';
import { PaperFigure } from './PaperFigure';
import { resultsOf } from '../results';
import { SeedTables } from './SeedTables';
import type { SelectionView } from '../useSelectionView';

const HEIGHT_PX = 280;

interface Props {
  readonly entry: RunEntry;
  readonly view: SelectionView;
}

export function HelpPictures({ entry, view }: Props) {
  const { look } = useActions();
  const data = useMemo(() => accuracyData(view), [view]);
  return (
    <>
      {data && (
        <PaperFigure
          name="Accuracy while training"
          paper={PAPER_FACTS.accuracy}
          showing="Mean over the task families: greedy exact match, multiple choice by likelihood. All models were trained on the same batches."
          table={() => selectionLinesTable(data)}
        >
          <Roomy heightPx={HEIGHT_PX}>
            {(size) => (
              <SelectionLines data={data} time={view.time} size={size} onTime={(checkpoint) => look({ checkpoint })} />
            )}
          </Roomy>
        </PaperFigure>
      )}
      <Results entry={entry} />
      <SeedTables />
    </>
  );
}

function accuracyData({ run }: SelectionView): SelectionLinesData | undefined {
  const series = run.arms.map(({ config, columns }) => ({
    name: config.name,
    values: figureAt(columns, 'accuracy', run.steps),
  }));
  if (!series.some(({ values }) => values.some(Number.isFinite))) return undefined;
  return { title: 'accuracy', steps: run.steps, tokensPerStep: run.tokensPerStep, unit: 'share', series };
}

/** Methods by tasks, of this run and of those that differ from it in their seed alone. */
function Results({ entry }: { readonly entry: RunEntry }) {
  const runs = useApp((state) => state.runs);
  const results = resultsOf(entry, Object.values(runs));
  if (!results)
    return <p className="tab-empty">The table appears when the run has been evaluated at its last checkpoint.</p>;
  const { columns, rows, seeds } = results;
  return (
    <Figure isDrawn={false} name="Methods and tasks" table={() => resultTable({ columns, rows })}>
      <ResultTable caption={captionOf(seeds)} columns={columns} rows={rows} />
      <div className="next-runs">
        <NextSeed entry={entry} seeds={seeds} />
        {canBeTuned(entry) && <Tuning entry={entry} />}
      </div>
    </Figure>
  );
}

interface NextSeedProps {
  readonly entry: RunEntry;
  readonly seeds: readonly number[];
}

/** The same experiment once more: without it a difference has no interval. */
function NextSeed({ entry, seeds }: NextSeedProps) {
  const { startAgain } = useActions();
  const isBusy = useApp((state) => Object.values(state.runs).some((each) => isUnderWay(each.state)));
  const seed = Math.max(...seeds) + 1;
  return (
    <button type="button" className="button" disabled={isBusy} onClick={() => void startAgain(entry, seed)}>
      Train the same models with seed {seed}
    </button>
  );
}

/** Its weights are here, and its corpus is of the world that the solutions speak of. */
function canBeTuned({ origin, state, trace }: RunEntry): boolean {
  const { config } = trace;
  const isOfWorld = config?.kind === 'train' && config.corpus.kind === 'generated' && config.corpus.recipe === 'noisy';
  return origin === 'here' && state === 'done' && isOfWorld;
}

function Tuning({ entry }: { readonly entry: RunEntry }) {
  const { tuneArms } = useActions();
  const isBusy = useApp((state) => Object.values(state.runs).some((each) => isUnderWay(each.state)));
  return (
    <button type="button" className="button" disabled={isBusy} onClick={() => void tuneArms(entry)}>
      Fine-tune these models with a calculator
    </button>
  );
}

function captionOf(seeds: readonly number[]): string {
  const over =
    seeds.length === 1
      ? `One seed (${seeds[0]}): differences of a few points may be chance.`
      : `Means over seeds ${seeds.join(', ')}, with half of the 95 % interval.`;
  return `Accuracy in percent at the last step, on held-out tasks. ${over}`;
}
