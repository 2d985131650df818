/** @file What the reader looks at. Small, plain, shared by all pictures; moving it never changes data. */

import { type CategoryRule, PAPER_RULE } from '../../core/rho1/categories';
import type { RunId } from '../../core/trace/messages/commands';
import { CATEGORIES, type CategoryCode } from '../../views/palette';
import type { Brush } from '../../views/scatter/layout';
import type { TokenMetric } from '../../views/tokenPaint';

export const MAX_PINS = 4;

/** What can colour a token. */
export const TOKEN_METRICS = ['category', 'loss', 'excess', 'change', 'selection'] as const satisfies TokenMetric[];

/** The second metric, drawn under a token. */
export const UNDERLINES = ['category', 'loss', 'excess', 'change', 'selection', 'none'] as const;
export type Underline = (typeof UNDERLINES)[number];

export interface Cursor {
  readonly run?: RunId;
  readonly arm: number;
  /** Index of a checkpoint; absent: the last one there is, so that a live run is followed. */
  readonly checkpoint?: number | undefined;
  /** The token under the pointer or the caret. */
  readonly token?: number;
  /** At most MAX_PINS, in the order they were pinned. */
  readonly pins: readonly number[];
  /** Place in the list of problems at hand. */
  readonly problem: number;
  /** How many thoughts are forced; absent: as many as the model was taught. */
  readonly thoughts?: number | undefined;
  /** The node of the search tree under the pointer or the caret. */
  readonly node?: number | undefined;
  /** At most MAX_PINS, in the order they were pinned. */
  readonly nodePins: readonly number[];
  /** Categories that are let through, ascending; the others are dimmed. Empty lets all through. */
  readonly filter: readonly CategoryCode[];
  /** First and last loss that a token must lie in, from the brush of the scatter. */
  readonly brush?: Brush | undefined;
  readonly metric: TokenMetric;
  readonly underline: Underline;
  readonly rule: CategoryRule;
  /** Step from which the checkpoints are fitted; absent: as the run suggests. */
  readonly fitFrom?: number | undefined;
  /** Fraction of tokens kept by excess loss where `selection` is asked for. */
  readonly keepFraction: number;
}

export const ALL_CATEGORIES: readonly CategoryCode[] = CATEGORIES.map(({ code }) => code);

export const START_CURSOR: Cursor = {
  arm: 0,
  pins: [],
  problem: 0,
  nodePins: [],
  filter: [],
  metric: 'category',
  underline: 'category',
  rule: PAPER_RULE,
  keepFraction: 0.6,
};

/** Pins a token or a node, or takes its pin away. The oldest pin makes room for a fifth. */
export function togglePin(pins: readonly number[], place: number): readonly number[] {
  if (pins.includes(place)) return pins.filter((pin) => pin !== place);
  return [...pins, place].slice(-MAX_PINS);
}

/** Lets a category through, or dims it. All of them is the same as no filter. */
export function toggleCategory(filter: readonly CategoryCode[], category: CategoryCode): readonly CategoryCode[] {
  const next = ALL_CATEGORIES.filter((code) => filter.includes(code) !== (code === category));
  return next.length === ALL_CATEGORIES.length ? [] : next;
}

/** The cursor on another run: the place in the old text means nothing in the new one, the way of looking stays. */
export function onRun(cursor: Cursor, run: RunId): Cursor {
  return {
    ...cursor,
    run,
    arm: 0,
    checkpoint: undefined,
    token: undefined,
    brush: undefined,
    pins: [],
    fitFrom: undefined,
    ...onProblem(cursor, 0),
  };
}

/** The part of the cursor that points into a problem, on another one: its nodes mean nothing there. */
export function onProblem({ thoughts }: Pick<Cursor, 'thoughts'>, problem: number) {
  return { problem, thoughts, node: undefined, nodePins: [] };
}

/**
 * The number of thoughts to draw: the chosen one where there is an answer for it, otherwise as many as were taught.
 *
 * @param most the most thoughts that there is an answer for
 */
export function shownThoughts(cursor: Pick<Cursor, 'thoughts'>, taught: number, most: number): number {
  return Math.min(cursor.thoughts ?? taught, most);
}

/** The checkpoint to draw: the chosen one where it exists, otherwise the last. -1 where there is none. */
export function shownCheckpoint(cursor: Pick<Cursor, 'checkpoint'>, checkpoints: number): number {
  return Math.min(cursor.checkpoint ?? checkpoints - 1, checkpoints - 1);
}
