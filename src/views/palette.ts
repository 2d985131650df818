/** @file The one owner of colour and meaning. A picture asks here which colour, cue and word a value has. */

import { interpolateLab, piecewise } from 'd3';
import type { PathClass } from '../core/coconut/probes/grade';
import type { NodeGroup } from '../core/coconut/probes/nodeGroups';
import { PAPER_SHARES_PERCENT, type CategoryName } from '../core/rho1/categories';

/** A category as its code in a column: its place in the paper's Figure 3. */
export type CategoryCode = 0 | 1 | 2 | 3;

/** How a token is underlined: the second cue, for eyes that do not tell the fills apart. */
export type Cue = 'none' | 'solid' | 'dotted' | 'wavy' | 'thin' | 'thick';

export interface CategoryLook {
  readonly code: CategoryCode;
  /** The paper's name. [RHO-1 §2.1] */
  readonly name: CategoryName;
  /** What happened to the token, in one word. */
  readonly word: string;
  readonly fill: string;
  readonly cue: Cue;
  /** Share of the tokens in the paper, 0..1. [RHO-1 Fig. 3] */
  readonly paperShare: number;
}

// The fills carry #111 text in both themes. They keep apart for normal sight and three colour-vision deficiencies
// (tests/views/palette.test.ts); the blue falls and the red rises, as in the paper's Figure 11.
export const CATEGORIES: readonly [CategoryLook, CategoryLook, CategoryLook, CategoryLook] = [
  { code: 0, name: 'H→L', word: 'learned', fill: '#6ea8e0', cue: 'solid', paperShare: paperShare(0) },
  { code: 1, name: 'L→L', word: 'known', fill: '#bfe5c0', cue: 'none', paperShare: paperShare(1) },
  { code: 2, name: 'H→H', word: 'never learned', fill: '#ffe566', cue: 'dotted', paperShare: paperShare(2) },
  { code: 3, name: 'L→H', word: 'forgotten', fill: '#e8613c', cue: 'wavy', paperShare: paperShare(3) },
];

function paperShare(code: CategoryCode): number {
  return (PAPER_SHARES_PERCENT[code] ?? NaN) / 100;
}

/** Text on any fill of this file, in both themes. */
export const INK_ON_FILL = '#111111';

/** The look of a category code, or nothing for a token that is not scored. */
export function categoryLook(code: number): CategoryLook | undefined {
  return CATEGORIES[code];
}

export interface PathLook {
  readonly name: PathClass;
  readonly words: string;
  readonly fill: string;
  /** No path was written, only an answer: drawn with stripes, which is its second cue. */
  readonly isLabel: boolean;
}

// In the order of a stacked bar: what is right stands below, what is wrong above, so that the border between the two is
// the accuracy. The six keep 18 CIEDE2000 apart for all four kinds of sight (tests/views/palette.test.ts).
export const PATH_LOOKS: readonly PathLook[] = [
  { name: 'correctPath', words: 'correct path', fill: '#7481a9', isLabel: false },
  { name: 'longerPath', words: 'longer path', fill: '#bccae9', isLabel: false },
  { name: 'correctLabel', words: 'correct label', fill: '#36b597', isLabel: true },
  { name: 'incorrectLabel', words: 'incorrect label', fill: '#fff8eb', isLabel: true },
  { name: 'wrongTarget', words: 'wrong target', fill: '#ffb842', isLabel: false },
  { name: 'hallucination', words: 'hallucination', fill: '#c76401', isLabel: false },
];

export interface GroupLook {
  readonly name: NodeGroup;
  readonly words: string;
  /** Gives `currentColor`. */
  readonly className: string;
}

/** From far to near: each group lies within the one before it, but for the first. [arXiv 2505.12514 §5] */
export const GROUP_LOOKS: readonly GroupLook[] = [
  { name: 'notReachable', words: 'out of reach', className: 'v-quiet' },
  { name: 'reachable', words: 'in reach', className: 'v-arm-2' },
  { name: 'frontier', words: 'frontier', className: 'v-arm-0' },
  { name: 'optimal', words: 'on the way', className: 'v-arm-1' },
];

/** Odd, so that a diverging scale has a middle. */
export const LEVELS = 33;

// All levels stay light enough for INK_ON_FILL. Low loss is paper, high loss is amber, then brick.
const LOSS_STOPS = ['#f7f4ea', '#f5d592', '#ee9a56', '#dd6446'];
// Falling is the blue of H→L, rising the red of L→H, so that one hue means one thing everywhere.
const CHANGE_STOPS = ['#5b98d6', '#a9cbe6', '#f4f2ec', '#f2c0ad', '#e3623f'];

export const SEQUENTIAL: readonly string[] = ramp(LOSS_STOPS);
export const DIVERGING: readonly string[] = ramp(CHANGE_STOPS);

/** Kept by selection. Dropped tokens have no fill. */
export const KEPT_FILL = '#8ed0c6';

/** Interpolates in CIELAB, where equal distances look about equal. */
function ramp(stops: readonly string[]): string[] {
  const at = piecewise(interpolateLab, [...stops]);
  return Array.from({ length: LEVELS }, (_, level) => at(level / (LEVELS - 1)));
}

/** The level of a value on a scale with this domain, clamped to its ends. NaN has no level. */
export function levelOf(value: number, [low, high]: readonly [number, number]): number | undefined {
  if (Number.isNaN(value)) return undefined;
  const fraction = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return Math.round(fraction * (LEVELS - 1));
}
