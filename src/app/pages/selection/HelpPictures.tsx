/** @file Does it help? Figure 1, the table, and the training loss. */

import { useMemo, useState } from 'react';
import { figureAt } from '../../../core/rho1/selectionRun';
import { ResultTable, resultTable, type ResultRow } from '../../../views/resultTable/ResultTable';
import { SelectionLines } from '../../../views/selectionLines/SelectionLines';
import { selectionLinesTable, type SelectionLinesData } from '../../../views/selectionLines/layout';
import { Roomy } from '../../shell/Roomy';
import { useActions, useApp } from '../../AppContext';
import { Figure } from '../../shell/Figure';
import { isUnderWay, type RunEntry } from '../../state/runEntry';
import { PAPER_FACTS, PAPER_TABLE_1, PAPER_TABLE_3 } from './paperFacts';
import { PaperFigure, PaperSwitch } from './PaperFigure';
import { resultsOf } from './results';
import type { SelectionView } from './useSelectionView';

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
          showing="Mean over the task families, greedy exact match; all arms saw the same batches."
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

const PAPER_TABLES = { '1': PAPER_TABLE_1, '3': PAPER_TABLE_3 } as const;

/** Methods by tasks. The paper's tables are its own tasks: only the order of methods can be compared. */
function Results({ entry }: { readonly entry: RunEntry }) {
  const runs = useApp((state) => state.runs);
  const results = resultsOf(entry, Object.values(runs));
  const [isPaper, showPaper] = useState(false);
  const [which, choose] = useState<keyof typeof PAPER_TABLES>('1');
  const paper = PAPER_TABLES[which];
  if (!results) return <p className="tab-empty">The table stands when the run has measured its last checkpoint.</p>;
  const { columns, rows, seeds } = isPaper ? { columns: paper.columns, rows: paperRows(paper), seeds: [] } : results;
  return (
    <Figure
      isDrawn={false}
      name="Methods and tasks"
      source="Tables 1 and 3"
      table={() => resultTable({ columns, rows })}
    >
      <PaperSwitch name="Methods and tasks" isPaper={isPaper} onPaper={showPaper} />
      {isPaper && (
        <label className="inline-field">
          The paper’s
          <select value={which} onChange={(event) => choose(event.target.value === '3' ? '3' : '1')}>
            <option value="1">Table 1: pretraining</option>
            <option value="3">Table 3: self-reference</option>
          </select>
        </label>
      )}
      <ResultTable
        caption={isPaper ? 'Accuracy in percent, as printed; one run each.' : captionOf(seeds)}
        columns={columns}
        rows={rows}
      />
      {!isPaper && <NextSeed entry={entry} seeds={seeds} />}
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
    <button type="button" className="button next-seed" disabled={isBusy} onClick={() => void startAgain(entry, seed)}>
      Start the same arms with seed {seed}
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

function paperRows({ rows }: (typeof PAPER_TABLES)[keyof typeof PAPER_TABLES]): ResultRow[] {
  return rows.map(({ name, source, percent }) => ({
    name,
    source,
    cells: percent.map((value) => ({ accuracy: value / 100, runs: 1, tasks: 0 })),
  }));
}
