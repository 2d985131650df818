/** @file What a token looks like under a metric: a fill and an underline, asked for one token at a time. */

import { CATEGORIES, DIVERGING, KEPT_FILL, LEVELS, SEQUENTIAL, categoryLook, levelOf, type Cue } from './palette';

export type TokenMetric = 'category' | 'loss' | 'excess' | 'change' | 'selection';

/** What is known about each token at the cursor. Columns that are not there yet are absent. */
export interface TokenColumns {
  /** [token] category code, 255 until scored */
  readonly category?: Uint8Array | undefined;
  /** nats, [token], NaN until scored */
  readonly lossNats?: Float32Array | undefined;
  /** nats, [token], loss minus reference loss */
  readonly excessNats?: Float32Array | undefined;
  /** nats, [token], fitted end minus fitted start */
  readonly changeNats?: Float32Array | undefined;
  /** [token] 1 where selection keeps it */
  readonly selected?: Uint8Array | undefined;
}

export type Domain = readonly [low: number, high: number];

export interface MetricLook {
  readonly name: string;
  readonly unit: string;
  readonly domain: Domain;
  /** What the ends of the scale mean. */
  readonly ends: readonly [string, string];
}

// Fixed domains, so that a colour means the same at every checkpoint. 6 nats is about the loss of an untrained model
// with a small vocabulary.
export const METRICS: Readonly<Record<TokenMetric, MetricLook>> = {
  category: { name: 'Category', unit: '', domain: [0, 3], ends: ['', ''] },
  loss: { name: 'Loss', unit: 'nats', domain: [0, 6], ends: ['certain', 'surprised'] },
  excess: { name: 'Excess loss', unit: 'nats', domain: [-2, 2], ends: ['below the reference', 'above it'] },
  change: { name: 'Change', unit: 'nats', domain: [-2, 2], ends: ['learned', 'forgotten'] },
  selection: { name: 'Selection', unit: '', domain: [0, 1], ends: ['dropped', 'kept'] },
};

/** How every token is shown. A function of a token, so that a change of colour costs only what is on the screen. */
export interface TokenPaint {
  /** A CSS colour, or nothing where there is no value. */
  readonly fillOf: (token: number) => string | undefined;
  readonly cueOf: (token: number) => Cue;
}

export function tokenPaint(
  columns: TokenColumns,
  fillBy: TokenMetric,
  underlineBy: TokenMetric | 'none',
  domains: Partial<Record<TokenMetric, Domain>> = {},
): TokenPaint {
  const domainOf = (metric: TokenMetric) => domains[metric] ?? METRICS[metric].domain;
  return {
    fillOf: fillFunction(columns, fillBy, domainOf(fillBy)),
    cueOf: underlineBy === 'none' ? () => 'none' : cueFunction(columns, underlineBy, domainOf(underlineBy)),
  };
}

/** The column of a scalar metric. */
export function scalarColumn(columns: TokenColumns, metric: TokenMetric): Float32Array | undefined {
  if (metric === 'loss') return columns.lossNats;
  if (metric === 'excess') return columns.excessNats;
  return metric === 'change' ? columns.changeNats : undefined;
}

function fillFunction(columns: TokenColumns, metric: TokenMetric, domain: Domain): TokenPaint['fillOf'] {
  const { category, selected } = columns;
  if (metric === 'category') return (token) => categoryLook(category?.[token] ?? NaN)?.fill;
  if (metric === 'selection') return (token) => (selected?.[token] === 1 ? KEPT_FILL : undefined);
  const values = scalarColumn(columns, metric);
  const scale = metric === 'loss' ? SEQUENTIAL : DIVERGING;
  return (token) => scale[levelOf(values?.[token] ?? NaN, domain) ?? NaN];
}

function cueFunction(columns: TokenColumns, metric: TokenMetric, domain: Domain): TokenPaint['cueOf'] {
  const { category, selected } = columns;
  if (metric === 'category') return (token) => categoryLook(category?.[token] ?? NaN)?.cue ?? 'none';
  if (metric === 'selection') return (token) => (selected?.[token] === 1 ? 'solid' : 'none');
  const values = scalarColumn(columns, metric);
  const cues = metric === 'loss' ? LOSS_CUES : CHANGE_CUES;
  return (token) => {
    const level = levelOf(values?.[token] ?? NaN, domain);
    return level === undefined ? 'none' : (cues[Math.min(2, Math.floor((level * 3) / LEVELS))] ?? 'none');
  };
}

// Thirds of the domain. Where there is a sign the cues are those of the categories: solid falls, wavy rises.
const LOSS_CUES: readonly Cue[] = ['none', 'thin', 'thick'];
const CHANGE_CUES: readonly Cue[] = ['solid', 'none', 'wavy'];

/** `H→L`, or the word for a token that has no category yet. */
export function categoryName(code: number): string {
  return CATEGORIES[code]?.name ?? 'not scored';
}
