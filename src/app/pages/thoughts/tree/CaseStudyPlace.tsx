/** @file The case study: the solution, what other methods write, and what the model at hand writes after each number of thoughts. */

import { useMemo, useState } from 'react';
import { METHODS } from '../../../../core/coconut/curriculum/methods';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { problemText } from '../../../../core/coconut/problems/problemText';
import type { ThoughtMethod } from '../../../../core/trace/config/config';
import { CaseStudy } from '../../../../views/caseStudy/CaseStudy';
import { type CaseRow, caseTable, certaintyOf } from '../../../../views/caseStudy/cases';
import { useActions, useApp } from '../../../AppContext';
import { Figure } from '../../../shell/Figure';
import { shownThoughts } from '../../../state/cursor';
import { methodOf, probedSteps, taughtThoughts } from '../../../state/problems';
import { METHOD_WORDS } from '../../../../core/coconut/curriculum/methodWords';
import type { RunEntry } from '../../../state/runEntry';
import { type ProbedProblem, probedProblem, type ProbedThoughts } from '../ask/probed';
import type { Source } from '../problems/sources';
import { useProbed } from '../ask/useProbed';

interface Props {
  readonly entry: RunEntry;
  readonly problem: Problem;
}

export function CaseStudyPlace({ entry, problem }: Props) {
  const { probed, method, sources } = useProbed(entry, problem);
  const { look } = useActions();
  const cursor = useApp((state) => state.cursor);
  const [hasNumbers, setHasNumbers] = useState(false);
  const rows = useMemo(() => caseRows(problem, probed, method, sources), [problem, probed, method, sources]);
  const thoughts = shownThoughts(cursor, taughtThoughts(entry), Math.max(0, (probed?.byThoughts.length ?? 1) - 1));
  const hasChances = rows.some(({ words }) => words.some(({ chance }) => chance !== undefined));
  return (
    <Figure name="What each writes" source="Figure 6" table={() => caseTable(rows)} isDrawn={false}>
      <p className="figure-lead">
        {hasChances
          ? 'The more probable a word was to the model, the stronger the line under it; a struck-out sentence is no edge of the graph.'
          : 'A struck-out sentence is no edge of the graph. The probabilities of the words are known for problems that the model was asked in detail.'}
      </p>
      {hasChances && (
        <label className="check">
          <input type="checkbox" checked={hasNumbers} onChange={(event) => setHasNumbers(event.target.checked)} />
          Probability of every word
        </label>
      )}
      <CaseStudy
        rows={rows}
        hasNumbers={hasNumbers}
        shown={rowId(method, thoughts)}
        onRow={(row) => look({ thoughts: row.thoughts })}
      />
    </Figure>
  );
}

function rowId(method: ThoughtMethod, thoughts: number): string {
  return `${method}.${thoughts}`;
}

function caseRows(
  problem: Problem,
  probed: ProbedProblem | undefined,
  method: ThoughtMethod,
  sources: readonly Source[],
): CaseRow[] {
  const { steps, answer } = problemText(problem);
  const solution = [...steps, `### ${answer}`].join(' ').split(/\s+/);
  return [
    { id: 'solution', name: 'the solution', marks: [], words: solution.map((text) => ({ text, tone: 'step' })) },
    ...otherMethods(sources, method),
    ...(probed?.byThoughts ?? []).map((each, thoughts) => methodRow(method, each, thoughts, true)),
  ];
}

/** One row for each method that was asked the same problem beside the one at hand, with the thoughts that it was taught. */
function otherMethods(sources: readonly Source[], own: ThoughtMethod): CaseRow[] {
  const rows = new Map<ThoughtMethod, CaseRow>();
  for (const { entry, place } of sources) {
    const method = methodOf(entry);
    const step = probedSteps(place.columns).at(-1);
    const probed = step === undefined ? undefined : probedProblem(place, step);
    const taught = Math.min(taughtThoughts(entry), (probed?.byThoughts.length ?? 1) - 1);
    const last = probed?.byThoughts[taught];
    if (method === own || rows.has(method) || !last) continue;
    rows.set(method, methodRow(method, last, taught, false));
  }
  return [...rows.values()];
}

function methodRow(method: ThoughtMethod, each: ProbedThoughts, thoughts: number, isOwn: boolean): CaseRow {
  const { markers, slots } = METHODS[method];
  const filled = slots === 'none' ? [] : Array.from({ length: thoughts }, (_, i) => String(i + 1));
  const name = slots === 'none' ? METHOD_WORDS[method].name : `${METHOD_WORDS[method].name}, k = ${thoughts}`;
  return {
    id: rowId(method, thoughts),
    name,
    ...(isOwn ? { thoughts } : {}),
    marks: markers ? ['<bot>', ...filled, '<eot>'] : filled,
    words: each.words,
    pathClass: each.grade.pathClass,
    isRight: each.grade.answerRight,
    certainty: certaintyOf(each.words),
  };
}
