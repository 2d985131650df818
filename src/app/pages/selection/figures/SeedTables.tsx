/** @file The paper's tables at this scale: runs over several seeds that ship with the page, and the paper's own numbers. */

import { type ReactNode, useEffect, useState } from 'react';
import { armsOf, rowOf, type SeedTable } from '../../../../core/rho1/seedTable';
import { count } from '../../../../views/format';
import { ResultTable, resultTable } from '../../../../views/resultTable/ResultTable';
import { SelectRatio } from '../../../../views/selectRatio/SelectRatio';
import { selectRatioTable, type RatioPoint } from '../../../../views/selectRatio/layout';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { Roomy } from '../../../shell/Roomy';
import type { ShippedTable } from '../../../state/shipped/shippedTables';
import { PAPER_FACTS, PAPER_TABLE_1, PAPER_TABLE_2, PAPER_TABLE_3, type PaperTable } from './paperFacts';
import { PaperFigure, PaperSwitch } from './PaperFigure';
import { accuracyTable, lossTable, speedTable, TASK_COLUMNS, TOOL_COLUMNS, type WordTable } from './seedTableRows';

interface Question {
  readonly table: ShippedTable;
  readonly name: string;
  readonly source: string;
  readonly paper?: PaperTable;
  /** What was asked, and what came of it here. */
  readonly says: string;
}

const QUESTIONS: readonly Question[] = [
  {
    table: 'tokens',
    name: 'Pretraining',
    source: 'Table 1',
    paper: PAPER_TABLE_1,
    says: 'As in the paper, SLM answers more questions correctly than CLM after the same batches; a random selection of the same size answers fewer than both. The exception is facts that the reference model never saw: there CLM is ahead.',
  },
  {
    table: 'tools',
    name: 'Fine-tuned with a tool',
    source: 'Table 2',
    paper: PAPER_TABLE_2,
    says: 'The models of the first table, each fine-tuned for the same 300 steps on worked solutions that call a calculator. Unlike in the paper, the CLM models learn the call soonest (one-step problems after 150 steps, on each seed), and the SLM models lead on no task by more than the interval. On tasks that were not fine-tuned on, all models stay near zero.',
  },
  {
    table: 'self',
    name: 'Self-reference',
    source: 'Table 3',
    paper: PAPER_TABLE_3,
    says: 'Without clean text: the reference model is CLM itself after as many steps, and each score keeps the 70 % of the tokens that it finds easiest or most certain. Unlike in the paper, the models trained on these selections answer fewer questions than CLM, on every seed. The selections keep most of the answers; they drop what cannot be predicted, and with it almost half of the questions.',
  },
  {
    table: 'ratio',
    name: 'Fraction kept',
    source: 'Figure 9',
    says: 'The paper’s best fraction is near 60 %. Here 5, 15 and 30 % do equally well, 60 % answers fewer questions, and all tokens (CLM) fewer still, on every seed; a random 15 % answers the fewest. One sixth of these pages is useful text.',
  },
];

export function SeedTables() {
  const [shown, setShown] = useState<ShippedTable>('tokens');
  const table = useApp((state) => state.tables[shown]);
  const { openTable } = useActions();
  useEffect(() => void openTable(shown), [openTable, shown]);
  const question = QUESTIONS.find((each) => each.table === shown);
  return (
    <section className="seed-tables" aria-labelledby="seed-tables">
      <h2 id="seed-tables">Over several seeds</h2>
      <div className="segments" role="group" aria-label="Which table">
        {QUESTIONS.map((each) => (
          <button
            key={each.table}
            type="button"
            aria-pressed={each.table === shown}
            onClick={() => setShown(each.table)}
          >
            {each.name}
          </button>
        ))}
      </div>
      {question && table ? (
        <TableOver key={shown} question={question} table={table} />
      ) : (
        <p className="tab-empty">Loading the table…</p>
      )}
    </section>
  );
}

interface TableProps {
  readonly question: Question;
  readonly table: SeedTable;
}

function TableOver({ question, table }: TableProps) {
  const [isPaper, setIsPaper] = useState(false);
  const { name, source, paper, says } = question;
  const { columns, rows } =
    isPaper && paper
      ? paperTable(paper)
      : accuracyTable(table, question.table === 'tools' ? TOOL_COLUMNS : TASK_COLUMNS);
  return (
    <>
      <Figure
        isDrawn={false}
        name={name}
        source={source}
        table={() => resultTable({ columns, rows })}
        {...(isPaper ? {} : { showing: says })}
      >
        {paper && <PaperSwitch name={name} isPaper={isPaper} onPaper={setIsPaper} />}
        <ResultTable
          caption={
            isPaper
              ? 'Accuracy in percent, as printed in the paper; one run each, on the paper’s own tasks.'
              : captionOf(table)
          }
          columns={columns}
          rows={rows}
        />
      </Figure>
      {question.table === 'tokens' && <PretrainingCourse table={table} />}
      {question.table === 'ratio' && <RatioOverSeeds table={table} />}
    </>
  );
}

/** How soon, and at what loss: what a final accuracy does not tell. */
function PretrainingCourse({ table }: { readonly table: SeedTable }) {
  const first = armsOf(table)[0] ?? '';
  return (
    <div className="figure-pair">
      <WordFigure
        name={`How many times fewer steps reach ${first}’s final value`}
        source="Figure 1"
        table={speedTable(table)}
      >
        The number of steps of {first} divided by the step at which a model first did as well. ± is half of the 95 %
        interval over seeds.
      </WordFigure>
      <WordFigure name="Losses at the last step (nats)" source="Figure 6" table={lossTable(table)}>
        Selected and unselected by the excess loss of {first}’s last checkpoint, on held-out text.
      </WordFigure>
    </div>
  );
}

interface WordProps {
  readonly name: string;
  readonly source: string;
  readonly table: WordTable;
  readonly children: ReactNode;
}

/** Figures down, arms across: a few arms, and figures with long names. */
function WordFigure({ name, source, table: { columns, rows }, children }: WordProps) {
  const lines = columns.map((column, i) => [column, ...rows.map(({ words }) => words[i] ?? '–')]);
  const head = ['', ...rows.map((row) => row.name)];
  return (
    <Figure isDrawn={false} name={name} source={source} table={() => ({ columns: head, rows: lines })}>
      <div className="v-table-scroll" tabIndex={0} role="region" aria-label={name}>
        <table className="v-results">
          <caption>{children}</caption>
          <thead>
            <tr>
              <td />
              {rows.map((row) => (
                <th key={row.name} scope="col">
                  {row.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(([figure, ...words]) => (
              <tr key={figure}>
                <th scope="row">{figure}</th>
                {words.map((word, i) => (
                  <td key={i}>{word}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

const RATIO_PX = 260;

function RatioOverSeeds({ table }: { readonly table: SeedTable }) {
  const points = ratioPoints(table);
  return (
    <PaperFigure
      name="Accuracy by the fraction kept, over seeds"
      paper={PAPER_FACTS.ratio}
      showing="Means over the seeds; excess loss as the line, a random selection as hollow points."
      table={() => selectRatioTable(points)}
    >
      <Roomy heightPx={RATIO_PX}>{(size) => <SelectRatio points={points} size={size} />}</Roomy>
    </PaperFigure>
  );
}

/** The fraction stands in the name of the arm, `SLM 15 %`; CLM keeps all. */
function ratioPoints(table: SeedTable): RatioPoint[] {
  return armsOf(table).flatMap((name) => {
    const accuracy = rowOf(table, name, 'accuracy')?.mean;
    if (accuracy === undefined) return [];
    const percent = /([\d.]+) %$/.exec(name)?.[1];
    return [
      {
        name,
        keepFraction: percent === undefined ? 1 : Number(percent) / 100,
        accuracy,
        isNull: name.startsWith('random'),
      },
    ];
  });
}

function captionOf({ seeds, preset, steps, backend }: SeedTable): string {
  const over =
    seeds.length === 1 ? `one seed (${seeds[0]})` : `seeds ${seeds.join(', ')}, ± half of the 95\u00a0% interval`;
  return `Accuracy in percent on held-out tasks at the last step; ${preset}, ${count(steps)} steps on ${backend}; ${over}.`;
}

function paperTable({ columns, rows }: PaperTable) {
  return {
    columns,
    rows: rows.map(({ name, source, percent }) => ({
      name,
      source,
      cells: percent.map((value) => ({ accuracy: value / 100, runs: 1, tasks: 0 })),
    })),
  };
}
