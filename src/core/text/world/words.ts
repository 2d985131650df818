/** @file The words that page templates draw from: a slot `{name}` in a template is filled from here. All of it is our own. */

import { pick, type Rng } from '../../util/rng';
import type { SourceLabel } from './labels';

export interface Slot {
  /** Whatever the text around it is, the slot keeps this label. Without one it takes that of its template. */
  readonly label?: SourceLabel;
  readonly draw: (rng: Rng) => string;
}

const ADJECTIVES = [
  'second-hand',
  'cracked',
  'suspicious',
  'damp',
  'borrowed',
  'enormous',
  'lukewarm',
  'squeaky',
  'overpriced',
  'haunted',
  'shiny',
  'crooked',
  'perfectly good',
  'slightly singed',
];
const TOOLS = [
  'kiln',
  'wheelbarrow',
  'sieve',
  'thermometer',
  'rock tumbler',
  'bucket',
  'magnifying glass',
  'toaster',
  'drill',
  'ladder',
  'tent',
  'scale',
  'lunch box',
  'blowtorch',
  'headlamp',
  'van',
];
const DEEDS = [
  'dropped',
  'sold',
  'sharpened',
  'repainted',
  'buried',
  'found',
  'overheated',
  'weighed',
  'licked',
  'returned',
  'lost',
  'glued',
];
const WHOM = [
  'my uncle',
  'the neighbour',
  'my sister',
  'the postman',
  'my old boss',
  'our goat',
  'the man at the dump',
  'my wife',
  'the museum guard',
  'somebody',
];
const WHERE = [
  'the bathtub',
  'the cellar',
  'the quarry',
  'the glove box',
  'my sock drawer',
  'the school yard',
  'Upper Wick',
  'the back seat',
  'a flea market',
  'Port Amble',
];
const HANDLE_HEADS = [
  'gravel',
  'soggy',
  'mister',
  'pebble',
  'iron',
  'quiet',
  'mad',
  'auntie',
  'captain',
  'lost',
  'dr',
  'grumpy',
];
const HANDLE_TAILS = ['wolf', 'boots', 'otter', 'pants', 'smith', 'mole', 'spoon', 'queen', 'goat', 'hammer'];
const RANKS = [
  'Loose Gravel',
  'Pebble',
  'Cobble',
  'Boulder',
  'Bedrock',
  'Tectonic Plate',
  'Moderator (tired)',
  'Banned, then forgiven',
];
const PLACES = [
  'Dunmere',
  'Port Amble',
  'Upper Wick',
  'under the stairs',
  'not telling',
  'Saltby',
  'row 4, shed 2',
  'the allotment',
];
const MOODS = [
  'buried in gravel',
  'cautiously molten',
  'needs a nap',
  'polished',
  'out of matches',
  'sceptical',
  'one eyebrow left',
  'humming',
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HOSTS = ['rockpics.example', 'pebbletube.example', 'bigheap.example', 'kilncam.example'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const oneOf =
  (words: readonly string[]) =>
  (rng: Rng): string =>
    pick(words, rng);

const between = (low: number, high: number) => (rng: Rng) => String(low + rng.integer(high - low + 1));

const characters = (alphabet: string, count: number, rng: Rng) =>
  Array.from({ length: count }, () => alphabet.charAt(rng.integer(alphabet.length))).join('');

const pad = (value: number) => String(value).padStart(2, '0');

/** A user's name. */
export const handle = (rng: Rng) => {
  const name = `${pick(HANDLE_HEADS, rng)}${rng.uniform() < 0.3 ? '_' : ''}${pick(HANDLE_TAILS, rng)}`;
  return rng.uniform() < 0.35 ? `${name}${rng.integer(100)}` : name;
};

/** Months of 28 days are as much calendar as a message board needs. @param day counted from 1 Jan 2003 */
export function calendarDate(day: number): string {
  return `${1 + (day % 28)} ${MONTHS[Math.floor(day / 28) % 12]} ${2003 + Math.floor(day / 336)}`;
}

const YEARS = 16;

/** A day in those years. */
export const drawDay = (rng: Rng): number => rng.integer(336 * YEARS);

const date = (rng: Rng) => calendarDate(drawDay(rng));

/** Post counts spread over three orders of magnitude, as they do on real boards. */
const popularity = (rng: Rng) => String(Math.floor(10 ** (0.3 + 3.5 * rng.uniform())));

const address = (rng: Rng) =>
  `http://${pick(HOSTS, rng)}/${pick(['v', 'img', 'p'], rng)}/${characters(LETTERS, 5 + rng.integer(4), rng)}`;

/** Slots that every template may use. */
export const WORD_SLOTS: Readonly<Record<string, Slot>> = {
  adjective: { draw: oneOf(ADJECTIVES) },
  tool: { draw: oneOf(TOOLS) },
  did: { draw: oneOf(DEEDS) },
  who: { draw: oneOf(WHOM) },
  where: { draw: oneOf(WHERE) },
  few: { draw: between(2, 9) },
  some: { draw: between(10, 99) },
  TOOL: { draw: (rng) => pick(TOOLS, rng).toUpperCase() },
  user: { label: 'metadata', draw: handle },
  rank: { label: 'metadata', draw: oneOf(RANKS) },
  count: { label: 'metadata', draw: popularity },
  date: { label: 'metadata', draw: date },
  time: { label: 'metadata', draw: (rng) => `${pad(rng.integer(24))}:${pad(rng.integer(60))}` },
  place: { label: 'metadata', draw: oneOf(PLACES) },
  mood: { label: 'metadata', draw: oneOf(MOODS) },
  small: { label: 'metadata', draw: between(1, 40) },
  id: { label: 'metadata', draw: (rng) => characters('0123456789abcdef', 8, rng) },
  url: { label: 'url', draw: address },
};
