/** @file The shelf as one part of the address. What a person searches for may be private: it stays out. */

import * as v from 'valibot';
import type { RunId } from '../../../core/trace/messages/commands';
import { MOST_COMPARED } from '../../../views/runLooks';
import { GROUPINGS, KIND_FILTERS, type Shelf, SMOOTHINGS, START_SHELF } from '../shelf';

export type ShelfLink = Omit<Shelf, 'search'>;

const compared = v.pipe(
  v.string(),
  v.transform((text) => text.split('~').filter((run) => run !== '')),
  v.array(v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/))),
  v.maxLength(MOST_COMPARED),
);

const link = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([
    v.picklist(KIND_FILTERS),
    v.picklist(GROUPINGS),
    v.picklist(SMOOTHINGS),
    v.picklist(['runs', 'seeds']),
    v.picklist(['linear', 'log']),
    compared,
  ]),
);

/** Undefined where the text is no shelf. */
export function parseShelf(text: string): ShelfLink | undefined {
  const parsed = v.safeParse(link, text);
  if (!parsed.success) return undefined;
  const [kind, grouping, smoothing, lines, scale, runs] = parsed.output;
  return {
    kind,
    grouping,
    smoothing,
    isBySeeds: lines === 'seeds',
    isLog: scale === 'log',
    compared: [...new Set(runs)].map((run, order) => ({ run: run as RunId, order })),
  };
}

/** Undefined where nothing differs from the start. */
export function formatShelf(shelf: Shelf): string | undefined {
  const text = textOf(shelf);
  return text === textOf(START_SHELF) ? undefined : text;
}

function textOf({ kind, grouping, smoothing, isBySeeds, isLog, compared: runs }: Shelf): string {
  const names = runs.map(({ run }) => run).join('~');
  return [kind, grouping, smoothing, isBySeeds ? 'seeds' : 'runs', isLog ? 'log' : 'linear', names].join(',');
}
