/**
 * @file The address is the outside of the cursor: `#/tokens?v=1&run=opening&c=7&t=120`. Parsed at the door: what is
 * not understood is left out with a note, and the rest still holds. Only what differs from the start stands in it.
 */

import * as v from 'valibot';
import type { CategoryRule } from '../../../core/rho1/categories';
import type { RunId } from '../../../core/trace/messages/commands';
import type { PresetName } from '../../../core/trace/config/config';
import { type Bench, START_BENCH } from '../bench';
import { type BenchLink, formatBench, parseBench } from './benchAddress';
import { type Desk, MOST_THOUGHTS, START_DESK } from '../desk';
import { type DeskLink, formatDesk, parseDesk } from './deskAddress';
import { type Shelf, START_SHELF } from '../shelf';
import { formatShelf, parseShelf, type ShelfLink } from './shelfAddress';
import { formatTeach, parseTeach } from './teachAddress';
import type { Teach } from '../teach';
import { MOST_LINK_CHARACTERS, parseSharedText } from '../texts/sharedText';
import type { BroughtText } from '../texts/broughtText';
import { ALL_CATEGORIES, type Cursor, MAX_PINS, START_CURSOR, TOKEN_METRICS, UNDERLINES } from '../cursor';

export const PAGES = ['tokens', 'selection', 'thoughts', 'runs'] as const;
export type Page = (typeof PAGES)[number];

export interface Address {
  readonly page: Page;
  /** What the address says about the cursor; the rest stays at its start. */
  readonly cursor: Partial<Cursor>;
  /** What was chosen for the next training run. */
  readonly choice?: TrainChoice;
  /** How the bench of the Selection page is set up. */
  readonly bench?: BenchLink;
  /** What lies on the desk of the Thoughts page. */
  readonly desk?: DeskLink;
  /** How the Runs page is set up. */
  readonly shelf?: ShelfLink;
  /** A text that whoever made the link has put into it. */
  readonly shared?: BroughtText;
  /** What is chosen for the next model that is taught to think. */
  readonly teach?: Teach;
  /** One sentence for each part that was not understood. */
  readonly notes: readonly string[];
}

/** What a person chose for the next training run. */
export interface TrainChoice {
  readonly preset: PresetName;
  readonly seed: number;
}

export const START_CHOICE: TrainChoice = { preset: 'tiny', seed: 1 };
export const MAX_SEED = 999_999;

const VERSION = '1';
/** Of all but a text that was shared, which has a bound of its own. */
const MAX_LENGTH = 4000;

/** By category code: names without arrows, which browsers would percent-encode. */
const CATEGORY_CODES = ['HL', 'LL', 'HH', 'LH'] as const;

const index = v.pipe(v.string(), v.regex(/^\d{1,8}$/), v.transform(Number));
const fraction = v.pipe(v.string(), v.regex(/^\d?\.?\d{1,6}$/), v.transform(Number), v.minValue(0), v.maxValue(1));
const nats = v.pipe(v.string(), v.regex(/^\d{1,3}(\.\d{1,4})?$/), v.transform(Number));
const listOf = <S extends v.GenericSchema<string, unknown>>(item: S, least: number, most: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',')),
    v.array(item),
    v.minLength(least),
    v.maxLength(most),
  );

/** One row a parameter: how it is read, and how it is written (undefined: at its start, so left out). */
const PARAMETERS = {
  run: field(
    v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/)),
    (text) => ({ run: text as RunId }),
    (cursor) => cursor.run,
  ),
  arm: field(
    v.pipe(index, v.maxValue(15)),
    (arm) => ({ arm }),
    (cursor) => (cursor.arm === START_CURSOR.arm ? undefined : String(cursor.arm)),
  ),
  c: field(
    index,
    (checkpoint) => ({ checkpoint }),
    (cursor) => cursor.checkpoint?.toString(),
  ),
  t: field(
    index,
    (token) => ({ token }),
    (cursor) => cursor.token?.toString(),
  ),
  pins: field(
    listOf(index, 1, MAX_PINS),
    (pins) => ({ pins: [...new Set(pins)] }),
    (cursor) => cursor.pins.join(',') || undefined,
  ),
  p: field(
    index,
    (problem) => ({ problem }),
    (cursor) => (cursor.problem === START_CURSOR.problem ? undefined : String(cursor.problem)),
  ),
  k: field(
    v.pipe(index, v.maxValue(MOST_THOUGHTS)),
    (thoughts) => ({ thoughts }),
    (cursor) => cursor.thoughts?.toString(),
  ),
  node: field(
    index,
    (node) => ({ node }),
    (cursor) => cursor.node?.toString(),
  ),
  nodes: field(
    listOf(index, 1, MAX_PINS),
    (nodePins) => ({ nodePins: [...new Set(nodePins)] }),
    (cursor) => cursor.nodePins.join(',') || undefined,
  ),
  show: field(
    listOf(v.picklist(CATEGORY_CODES), 1, CATEGORY_CODES.length),
    (names) => ({ filter: ALL_CATEGORIES.filter((code) => names.includes(CATEGORY_CODES[code])) }),
    (cursor) => cursor.filter.map((code) => CATEGORY_CODES[code]).join(',') || undefined,
  ),
  brush: field(
    listOf(nats, 4, 4),
    ([a = 0, b = 0, c = 0, d = 0]) => ({ brush: { first: [a, b], last: [c, d] } }),
    ({ brush }) => brush && [...brush.first, ...brush.last].map((end) => String(Number(end.toFixed(3)))).join(','),
  ),
  by: field(
    v.picklist(TOKEN_METRICS),
    (metric) => ({ metric }),
    (cursor) => (cursor.metric === START_CURSOR.metric ? undefined : cursor.metric),
  ),
  line: field(
    v.picklist(UNDERLINES),
    (underline) => ({ underline }),
    (cursor) => (cursor.underline === START_CURSOR.underline ? undefined : cursor.underline),
  ),
  rule: field(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.strictTuple([nats, v.picklist(['fit', 'endPoints']), v.picklist(['mean', 'median'])]),
    ),
    ([thresholdNats, trend, level]) => ({ rule: { thresholdNats, trend, level } }),
    ({ rule }) => (ruleText(rule) === ruleText(START_CURSOR.rule) ? undefined : ruleText(rule)),
  ),
  from: field(
    index,
    (fitFrom) => ({ fitFrom }),
    (cursor) => cursor.fitFrom?.toString(),
  ),
  keep: field(
    fraction,
    (keepFraction) => ({ keepFraction }),
    (cursor) => (cursor.keepFraction === START_CURSOR.keepFraction ? undefined : String(cursor.keepFraction)),
  ),
};

function ruleText({ thresholdNats, trend, level }: CategoryRule): string {
  return `${thresholdNats},${trend},${level}`;
}

interface Field {
  readonly read: (text: string) => Partial<Cursor> | undefined;
  readonly write: (cursor: Cursor) => string | undefined;
}

function field<S extends v.GenericSchema<string, unknown>>(
  schema: S,
  toCursor: (value: v.InferOutput<S>) => Partial<Cursor>,
  write: Field['write'],
): Field {
  return {
    read: (text) => {
      const parsed = v.safeParse(schema, text);
      return parsed.success ? toCursor(parsed.output) : undefined;
    },
    write,
  };
}

const choiceText = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.strictTuple([v.picklist(['tiny', 'micro', 'small']), v.pipe(index, v.maxValue(MAX_SEED))]),
);

/** Reads `location.hash`. Never throws. */
export function parseAddress(hash: string): Address {
  if (hash.length > MAX_LENGTH + MOST_LINK_CHARACTERS)
    return { page: 'tokens', cursor: {}, notes: ['The link is too long and was not read.'] };
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const notes: string[] = [];
  const page = PAGES.find((name) => name === path);
  if (path !== '' && page === undefined) notes.push(`There is no page “${path.slice(0, 40)}”; this is Tokens.`);
  const parameters = new URLSearchParams(query);
  const version = parameters.get('v');
  if (query !== '' && version !== VERSION) {
    notes.push('The link was made by another version of this page; only its page was kept.');
    return { page: page ?? 'tokens', cursor: {}, notes };
  }
  let cursor: Partial<Cursor> = {};
  let choice: TrainChoice | undefined;
  let bench: BenchLink | undefined;
  let desk: DeskLink | undefined;
  let shelf: ShelfLink | undefined;
  let shared: BroughtText | undefined;
  let teach: Teach | undefined;
  for (const [name, text] of parameters) {
    if (name === 'v') continue;
    if (name === 'train') {
      const parsed = v.safeParse(choiceText, text);
      if (parsed.success) choice = { preset: parsed.output[0], seed: parsed.output[1] };
      else notes.push(notUnderstood(name));
      continue;
    }
    if (name === 'bench') {
      bench = parseBench(text);
      if (!bench) notes.push(notUnderstood(name));
      continue;
    }
    if (name === 'desk') {
      desk = parseDesk(text);
      if (!desk) notes.push(notUnderstood(name));
      continue;
    }
    if (name === 'text') {
      shared = parseSharedText(text);
      if (!shared) notes.push(notUnderstood(name));
      continue;
    }
    if (name === 'shelf') {
      shelf = parseShelf(text);
      if (!shelf) notes.push(notUnderstood(name));
      continue;
    }
    if (name === 'teach') {
      teach = parseTeach(text);
      if (!teach) notes.push(notUnderstood(name));
      continue;
    }
    const known = Object.entries(PARAMETERS).find(([key]) => key === name)?.[1];
    const part = known?.read(text);
    if (part) cursor = { ...cursor, ...part };
    else notes.push(notUnderstood(name));
  }
  return {
    page: page ?? 'tokens',
    cursor,
    ...(choice ? { choice } : {}),
    ...(bench ? { bench } : {}),
    ...(desk ? { desk } : {}),
    ...(shelf ? { shelf } : {}),
    ...(shared ? { shared } : {}),
    ...(teach ? { teach } : {}),
    notes,
  };
}

function notUnderstood(name: string): string {
  return `The part “${name.slice(0, 20)}” of the link was not understood and was left out.`;
}

/** The same view of another run: an experiment that is read from a file has a new name here. */
export function readdressed(hash: string, run: RunId): string {
  const [path = '', query = ''] = hash.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('v', parameters.get('v') ?? VERSION);
  parameters.set('run', run);
  return `${path}?${parameters.toString()}`;
}

/** Writes the hash that `parseAddress` reads back as the same page, cursor and choice. */
export function formatAddress(
  page: Page,
  cursor: Cursor,
  choice: TrainChoice = START_CHOICE,
  bench: Bench = START_BENCH,
  desk: Desk = START_DESK,
  shelf: Shelf = START_SHELF,
): string {
  const parts = Object.entries(PARAMETERS).flatMap(([name, { write }]) => {
    const text = write(cursor);
    return text === undefined ? [] : [`${name}=${encodeURIComponent(text).replaceAll('%2C', ',')}`];
  });
  if (choice.preset !== START_CHOICE.preset || choice.seed !== START_CHOICE.seed)
    parts.push(`train=${choice.preset},${choice.seed}`);
  const benchText = page === 'selection' ? formatBench(bench) : undefined;
  if (benchText !== undefined) parts.push(`bench=${benchText}`);
  const deskText = page === 'thoughts' ? formatDesk(desk) : undefined;
  if (deskText !== undefined) parts.push(`desk=${deskText}`);
  const shelfText = page === 'runs' ? formatShelf(shelf) : undefined;
  if (shelfText !== undefined) parts.push(`shelf=${shelfText}`);
  const teachText = page === 'thoughts' ? formatTeach(desk.teach) : undefined;
  if (teachText !== undefined) parts.push(`teach=${teachText}`);
  return parts.length === 0 ? `#/${page}` : `#/${page}?${[`v=${VERSION}`, ...parts].join('&')}`;
}
