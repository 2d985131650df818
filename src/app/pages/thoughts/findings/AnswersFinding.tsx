/** @file Figure 5: the answer and the class of the path for each number of thoughts, and what the answers cost in tokens. */

import { useMemo } from 'react';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import { AccuracyByTokens } from '../../../../views/accuracyByTokens/AccuracyByTokens';
import { accuracyByTokensTable, type TokensPoint } from '../../../../views/accuracyByTokens/layout';
import { AnswerAccuracy } from '../../../../views/outcomes/AnswerAccuracy';
import { outcomeTable, type OutcomeRow } from '../../../../views/outcomes/layout';
import { PathClasses, PathLegend } from '../../../../views/outcomes/PathClasses';
import { useActions, useApp } from '../../../AppContext';
import { formatCount } from '../../../shell/format';
import { Roomy } from '../../../shell/Roomy';
import { shownThoughts } from '../../../state/cursor';
import { methodOf, taughtThoughts } from '../../../state/problems';
import type { RunEntries, RunEntry } from '../../../state/runEntry';
import { METHOD_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import { PaperFigure } from '../../selection/figures/PaperFigure';
import { THOUGHT_FACTS } from './paperThoughts';
import { type Findings, lastOutcomes } from './useFindings';

const HEIGHT_PX = 260;
/** Two candidates, drawn fairly. */
const COIN = 0.5;

interface Props {
  readonly entry: RunEntry;
  readonly found: Findings;
}

interface NamedRow extends OutcomeRow {
  /** Absent for another model. */
  readonly thoughts?: number | undefined;
}

export function AnswersFinding({ entry, found }: Props) {
  const runs = useApp((state) => state.runs);
  const asked = useApp(({ cursor }) => cursor.thoughts);
  const { look } = useActions();
  const rows = useMemo(() => outcomeRows(entry, found, runs, asked), [entry, found, runs, asked]);
  const points = useMemo(() => rows.map(pointOf), [rows]);
  const task = found.problems[0]?.problem.task;
  const most = found.outcomes.at(-1)?.thoughts ?? 0;
  const pick = (row: number) => {
    const thoughts = rows[row]?.thoughts;
    if (thoughts !== undefined) look({ thoughts: thoughts === most ? undefined : thoughts });
  };
  const showing = showingWords(rows, found);
  return (
    <>
      <div className="figure-pair">
        <PaperFigure
          name="Accuracy"
          paper={{ ...THOUGHT_FACTS.outcomes, figure: 'Figure 5, left' }}
          showing={showing}
          table={() => outcomeTable(rows)}
        >
          <Roomy heightPx={HEIGHT_PX}>
            {(size) => (
              <AnswerAccuracy rows={rows} size={size} chance={task === 'arithmetic' ? undefined : COIN} onPick={pick} />
            )}
          </Roomy>
        </PaperFigure>
        {task === 'prosqa' && (
          <PaperFigure
            name="Classes of paths"
            paper={{ ...THOUGHT_FACTS.outcomes, figure: 'Figure 5, right' }}
            table={() => outcomeTable(rows)}
          >
            <PathLegend />
            <Roomy heightPx={HEIGHT_PX}>{(size) => <PathClasses rows={rows} size={size} onPick={pick} />}</Roomy>
          </PaperFigure>
        )}
      </div>
      <PaperFigure
        name="Accuracy against generated tokens"
        paper={THOUGHT_FACTS.tokens}
        showing="Tokens written before the end mark; thoughts are not counted. Filled: this model; hollow: others."
        table={() => accuracyByTokensTable(points)}
      >
        <Roomy heightPx={HEIGHT_PX}>{(size) => <AccuracyByTokens points={points} size={size} />}</Roomy>
      </PaperFigure>
    </>
  );
}

/** How many problems, and what was asked beyond the training. */
function showingWords(rows: readonly NamedRow[], { outcomes, taught }: Findings): string {
  const others = rows.filter(({ thoughts }) => thoughts === undefined);
  const asked = [
    ...others.map(({ name, problems }) => `${name}: n = ${formatCount(problems)}`),
    `each k: n = ${formatCount(outcomes[0]?.summary.problems ?? 0)}`,
  ].join(', ');
  const beyond = outcomes.some(({ thoughts }) => thoughts > taught);
  const words = beyond ? `  The model was trained with at most ${taught} thoughts.` : '';
  return `${asked}; 95 % intervals over problems.${words}`;
}

/** No-CoT and CoT first, as in the figure, where such a model was asked problems of the same task; then each k. */
function outcomeRows(
  entry: RunEntry,
  { outcomes, method, problems }: Findings,
  runs: RunEntries,
  asked: number | undefined,
): NamedRow[] {
  const shown = shownThoughts({ thoughts: asked }, taughtThoughts(entry), outcomes.at(-1)?.thoughts ?? 0);
  const task = problems[0]?.problem.task;
  const others = (['no-cot', 'cot'] as const).flatMap((name) => otherRow(name, method, entry, runs, task));
  const own = outcomes.map(({ thoughts, summary }) => ({
    name: outcomes.length === 1 ? METHOD_WORDS[method].name : `k = ${thoughts}`,
    ...summary,
    thoughts,
    isShown: thoughts === shown,
  }));
  return [...others, ...own];
}

function otherRow(
  name: ThoughtMethod,
  own: ThoughtMethod,
  entry: RunEntry,
  runs: RunEntries,
  task: string | undefined,
): NamedRow[] {
  if (name === own) return [];
  const other = Object.values(runs).find(
    ({ run, trace }) =>
      run !== entry.run && methodOf({ trace }) === name && taskOf(trace.thoughts?.pinnedJson) === task,
  );
  const summary = other && lastOutcomes(other.trace)[0]?.summary;
  return summary ? [{ name: METHOD_WORDS[name].name, ...summary }] : [];
}

/** Read off the words: a whole list of problems need not be parsed for that. */
function taskOf(json = ''): string | undefined {
  if (json.includes('"idx_to_symbol"')) return 'prosqa';
  return json.includes('True or false:') ? 'prontoqa' : 'arithmetic';
}

function pointOf({ name, accuracy, meanGeneratedTokens, thoughts }: NamedRow): TokensPoint {
  return {
    name,
    meanGeneratedTokens,
    accuracy: accuracy.share,
    low: accuracy.low,
    high: accuracy.high,
    isSameModel: thoughts !== undefined,
  };
}
