/** @file How the Runs page is set up: what is sought, how it is grouped, and which runs are compared. */

import type { RunId } from '../../core/trace/messages/commands';
import { MOST_COMPARED } from '../../views/runLooks';

export const KIND_FILTERS = ['all', 'train', 'score', 'thoughts', 'probe', 'question'] as const;
export type KindFilter = (typeof KIND_FILTERS)[number];

export const GROUPINGS = ['none', 'group', 'text', 'kind', 'state'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Half-lives as a share of the steps there are. */
export const SMOOTHINGS = ['none', 'light', 'strong'] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

/** A run in a comparison keeps its place, and so its colour, when another one leaves. */
export interface Compared {
  readonly run: RunId;
  readonly order: number;
}

export interface Shelf {
  readonly search: string;
  readonly kind: KindFilter;
  readonly grouping: Grouping;
  /** In the order of choice. */
  readonly compared: readonly Compared[];
  readonly smoothing: Smoothing;
  readonly isBySeeds: boolean;
  readonly isLog: boolean;
}

export const START_SHELF: Shelf = {
  search: '',
  kind: 'all',
  grouping: 'none',
  compared: [],
  smoothing: 'light',
  isBySeeds: false,
  isLog: false,
};

/** Takes a run in, at the first free place, or out. A full comparison stays as it is. */
export function toggleCompared(compared: readonly Compared[], run: RunId): readonly Compared[] {
  if (compared.some((each) => each.run === run)) return compared.filter((each) => each.run !== run);
  const taken = new Set(compared.map(({ order }) => order));
  const free = Array.from({ length: MOST_COMPARED }, (_, order) => order).find((order) => !taken.has(order));
  return free === undefined ? compared : [...compared, { run, order: free }];
}
