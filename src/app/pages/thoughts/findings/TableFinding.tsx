/** @file Table 1: the paper's numbers and ours, and what of the paper does not show here. */

import { useEffect, useMemo, useState } from 'react';
import { METHOD_NAMES } from '../../../../core/coconut/curriculum/methods';
import { MethodTable, methodTable, type MethodCell, type MethodRow } from '../../../../views/methodTable/MethodTable';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { formatCount } from '../../../shell/format';
import type { RunEntry } from '../../../state/runEntry';
import { METHOD_WORDS, TASK_WORDS, THOUGHT_TASKS } from '../../../../core/coconut/curriculum/methodWords';
import type { ThoughtsTable } from '../../../state/shipped/thoughtsTable';
import { PaperSwitch } from '../../selection/figures/PaperFigure';
import { PAPER_TABLE, PAPER_TASKS } from './paperThoughts';
import { chanceWords, comparisons } from './reproduced';
import { methodOf } from '../../../state/problems';
import type { Findings } from './useFindings';

const NO_CELL: MethodCell = { accuracy: NaN, tokens: NaN };

interface Props {
  readonly entry: RunEntry;
  readonly found: Findings | undefined;
}

export function TableFinding({ entry, found }: Props) {
  const tables = useApp((state) => state.thoughtsTables);
  const { loadThoughtsTables } = useActions();
  useEffect(() => void loadThoughtsTables(), [loadThoughtsTables]);
  const [isPaper, setIsPaper] = useState(false);
  const here = useMemo(() => hereTable(tables), [tables]);
  const shown = isPaper ? { tasks: THOUGHT_TASKS.map((task) => PAPER_TASKS[task]), rows: paperRows() } : here;
  return (
    <>
      <Figure name="Methods" source="Table 1" isDrawn={false} table={() => methodTable(shown)}>
        <PaperSwitch name="Methods" isPaper={isPaper} onPaper={setIsPaper} />
        {shown.rows.length > 0 ? (
          <MethodTable caption={isPaper ? PAPER_CAPTION : hereCaption(tables)} {...shown} />
        ) : (
          <p className="tab-empty">This page comes without a table; the command lab table thoughts makes one.</p>
        )}
        {found && <p className="showing">{runWords(entry, found)}</p>}
      </Figure>
      {tables.map((table) => (
        <Reproduced key={table.data} table={table} />
      ))}
    </>
  );
}

const PAPER_CAPTION =
  'The paper: GPT-2 (124 M parameters), official test sets. Tokens are those that are generated, thoughts included.';

function Reproduced({ table }: { readonly table: ThoughtsTable }) {
  const rows = table.rows.map(({ method, accuracy }) => ({
    method,
    accuracy: accuracy.mean,
    plusMinus: accuracy.halfWidth ?? undefined,
  }));
  const said = comparisons(table.data, rows);
  const chance = chanceWords(table.data, rows);
  const sentences = [
    ...said.filter(({ isReproduced }) => !isReproduced),
    ...said.filter(({ isReproduced }) => isReproduced),
  ].map(({ sentence }) => sentence);
  if (sentences.length === 0 && !chance) return undefined;
  return (
    <section className="doubts" aria-label={`Reproduced or not, ${TASK_WORDS[table.data]}`}>
      <h2>{TASK_WORDS[table.data]}: what shows here and what does not</h2>
      <ul>
        {[...sentences, ...(chance ? [chance] : [])].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="showing">{tableWords(table)}</p>
    </section>
  );
}

function paperRows(): MethodRow[] {
  return METHOD_NAMES.map((method) => ({
    name: METHOD_WORDS[method].name,
    cells: THOUGHT_TASKS.map((task) => {
      const { accuracy, plusMinus, tokens, note } = PAPER_TABLE[method][task];
      return {
        accuracy: accuracy / 100,
        ...(plusMinus === undefined ? {} : { plusMinus: plusMinus / 100 }),
        tokens,
        note,
      };
    }),
  }));
}

function hereTable(tables: readonly ThoughtsTable[]): { readonly tasks: string[]; readonly rows: MethodRow[] } {
  const methods = METHOD_NAMES.filter((name) => tables.some(({ rows }) => rows.some(({ method }) => method === name)));
  return {
    tasks: tables.map(({ data, preset }) => `${TASK_WORDS[data]} (${preset})`),
    rows: methods.map((name) => ({
      name: METHOD_WORDS[name].name,
      cells: tables.map(({ rows }) => {
        const row = rows.find(({ method }) => method === name);
        if (!row) return NO_CELL;
        const { mean, halfWidth } = row.accuracy;
        return { accuracy: mean, plusMinus: halfWidth ?? undefined, tokens: row.meanGeneratedTokens };
      }),
    })),
  };
}

function hereCaption(tables: readonly ThoughtsTable[]): string {
  return `Here: ${tables.map(tableWords).join(' ')} ± is half of the 95 % interval over seeds. Tokens are those that are written; thoughts are not counted.`;
}

function tableWords({ data, seeds, problems, backend, commit }: ThoughtsTable): string {
  const over = seeds.length === 1 ? `seed ${seeds.join()}` : `seeds ${seeds.join(', ')}`;
  return `${TASK_WORDS[data]}: ${over}, ${formatCount(problems)} held-out problems each, ${backend}, commit ${commit}.`;
}

/** The run at hand stands beside the table: one seed, no interval over seeds. */
function runWords({ title, trace }: RunEntry, { outcomes, taught, stamp }: Findings): string {
  const method = methodOf({ trace });
  // With as many thoughts as it was trained with; more than those it has never met.
  const last = outcomes.find(({ thoughts }) => thoughts === taught) ?? outcomes.at(-1);
  if (!last) return '';
  const { accuracy, meanGeneratedTokens, problems } = last.summary;
  return `This run (${title}): ${METHOD_WORDS[method].name}, k = ${last.thoughts}, ${(100 * accuracy.share).toFixed(1)} % of ${formatCount(problems)} problems (95 % over problems: ${(100 * accuracy.low).toFixed(1)} to ${(100 * accuracy.high).toFixed(1)}), ${meanGeneratedTokens.toFixed(1)} tokens; ${stamp}.`;
}
