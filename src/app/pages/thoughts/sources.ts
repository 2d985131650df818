/** @file Where a problem was asked: any run of the page may hold it, under a number of its own. */

import { useMemo, useState } from 'react';
import type { Problem } from '../../../core/coconut/problem';
import { useApp } from '../../AppContext';
import { pinnedProblems, questionOf } from '../../state/problems';
import type { RunEntries, RunEntry } from '../../state/runEntry';
import type { Place } from './probed';

export interface Source {
  readonly entry: RunEntry;
  readonly place: Place;
}

/** The problems of one run by their words, with the numbers they have there. */
export type AskedByQuestion = ReadonlyMap<string, { readonly at: number; readonly asked: Problem }>;

export function askedByQuestion(pinnedJson: string, askedJson: string | undefined): AskedByQuestion {
  const asked = pinnedProblems(askedJson ?? pinnedJson);
  return new Map(
    pinnedProblems(pinnedJson).map((problem, at) => [questionOf(problem), { at, asked: asked[at] ?? problem }]),
  );
}

/** The runs that were asked a problem, in the order in which they came to the page. */
export function sourcesOf(
  runs: RunEntries,
  problem: Problem,
  read: (pinnedJson: string, askedJson: string | undefined) => AskedByQuestion,
): Source[] {
  const question = questionOf(problem);
  return Object.values(runs).flatMap((entry): Source[] => {
    const columns = entry.trace.thoughts;
    const found = columns && read(columns.pinnedJson, columns.askedJson).get(question);
    return found ? [{ entry, place: { columns, problem, ...found } }] : [];
  });
}

/** A run's problems are read once, however often its trace grows. */
export function useSources(problem: Problem): readonly Source[] {
  const runs = useApp((state) => state.runs);
  const [known] = useState(() => new Map<string, AskedByQuestion>());
  return useMemo(
    () =>
      sourcesOf(runs, problem, (pinnedJson, askedJson) => {
        const read = known.get(pinnedJson) ?? askedByQuestion(pinnedJson, askedJson);
        known.set(pinnedJson, read);
        return read;
      }),
    [runs, problem, known],
  );
}
