/** @file Which problems a run was probed with, and how far it was made to think. */

import { parseProblems } from '../../core/coconut/problemJson';
import type { Problem } from '../../core/coconut/problem';
import { shownEntry } from './select';
import type { AppState } from './store';

/** The problems that a run was probed with, in the order of their numbers. */
export function pinnedProblems(pinnedJson: string | undefined): readonly Problem[] {
  return pinnedJson === undefined || pinnedJson === '[]' ? [] : parseProblems(pinnedJson);
}

/** The most thoughts that the run at hand was asked with. */
export function mostThoughts(state: Pick<AppState, 'cursor' | 'runs'>): number {
  const probed = shownEntry(state)?.trace.thoughts?.probed ?? [];
  return probed.reduce((most, { thoughts }) => Math.max(most, thoughts), 0);
}
