/** @file Where a problem was asked: any run of the page may hold it, under a number of its own. */

import { useMemo, useState } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { useApp } from '../../../AppContext';
import { pinnedProblems, questionOf } from '../../../state/problems';
import type { RunEntries, RunEntry } from '../../../state/runEntry';
import type { Place } from '../ask/probed';

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

/**
 * Reads the problems of a run once, however often its trace grows. Two models may be asked the same problems by other
 * names, so what was asked is part of the key.
 */
export function readOnce(): typeof askedByQuestion {
  const known = new Map<string, Map<string | undefined, AskedByQuestion>>();
  return (pinnedJson, askedJson) => {
    const byAsked = known.get(pinnedJson) ?? new Map<string | undefined, AskedByQuestion>();
    known.set(pinnedJson, byAsked);
    const read = byAsked.get(askedJson) ?? askedByQuestion(pinnedJson, askedJson);
    byAsked.set(askedJson, read);
    return read;
  };
}

export function useSources(problem: Problem): readonly Source[] {
  const runs = useApp((state) => state.runs);
  const [read] = useState(readOnce);
  return useMemo(() => sourcesOf(runs, problem, read), [runs, problem, read]);
}
