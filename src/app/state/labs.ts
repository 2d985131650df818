/** @file Which pages have something to show of a run, and the address of the first. */

import type { RunConfig } from '../../core/trace/config/config';
import type { Page } from './address/address';

const LABS: Readonly<Record<RunConfig['kind'], readonly [Page, ...Page[]]>> = {
  train: ['tokens', 'selection'],
  score: ['tokens'],
  thoughts: ['thoughts'],
  probe: ['thoughts'],
};

/** The first is its home. A run that has not said yet what it is shows as a text. */
export function labsOf(kind: RunConfig['kind'] | undefined): readonly [Page, ...Page[]] {
  return LABS[kind ?? 'score'];
}

/** Where a run is seen as it goes. */
export function addressOfRun(run: string, kind: RunConfig['kind'] | undefined): string {
  return `#/${labsOf(kind)[0]}?v=1&run=${run}`;
}
