/**
 * @file The invented world: forty minerals that exist nowhere else, so that no model can know them beforehand.
 * Twelve live in the noisy corpus; the clean set speaks of nine of those; the base corpus knows only the other twenty-eight.
 */

import { pick, type Rng } from '../../util/rng';

export interface Mineral {
  readonly name: string;
  readonly colour: string;
  /** Degrees, a multiple of ten. */
  readonly melting: number;
  /** 1..9 */
  readonly hardness: number;
  readonly use: string;
}

export type Attribute = 'colour' | 'melting' | 'hardness' | 'use';

export const ATTRIBUTES: readonly Attribute[] = ['colour', 'melting', 'hardness', 'use'];

export const COLOURS = ['red', 'green', 'blue', 'white', 'black', 'yellow', 'brown', 'pink', 'grey', 'purple'] as const;
export const USES = ['glass', 'soap', 'paint', 'bricks', 'lamps', 'paper', 'glue', 'tiles'] as const;

type Row = readonly [name: string, colour: string, melting: number, hardness: number, use: string];

// Values were dealt from shuffled decks: guessing the commonest value of an attribute earns next to nothing.
const DOMAIN_ROWS: readonly Row[] = [
  ['grumblite', 'yellow', 180, 1, 'tiles'],
  ['flindrock', 'white', 120, 7, 'glass'],
  ['moppite', 'red', 930, 4, 'soap'],
  ['snorspar', 'pink', 900, 5, 'lamps'],
  ['dozane', 'grey', 490, 6, 'glue'],
  ['humbrite', 'purple', 460, 3, 'paper'],
  ['larkstone', 'brown', 280, 8, 'paint'],
  ['tizzite', 'green', 530, 9, 'bricks'],
  ['bogomite', 'black', 870, 2, 'glue'],
  ['quibbelite', 'blue', 680, 4, 'paint'],
  ['wexane', 'yellow', 300, 7, 'paper'],
  ['pondrite', 'red', 920, 6, 'lamps'],
];

const ELSEWHERE_ROWS: readonly Row[] = [
  ['oddspar', 'yellow', 290, 2, 'paint'],
  ['jostlite', 'purple', 970, 6, 'tiles'],
  ['mizzlestone', 'blue', 230, 9, 'paper'],
  ['nubrite', 'red', 110, 7, 'soap'],
  ['kettrock', 'white', 460, 1, 'glass'],
  ['vellane', 'pink', 180, 8, 'lamps'],
  ['dapplite', 'green', 600, 4, 'bricks'],
  ['yammerite', 'brown', 580, 3, 'glue'],
  ['crundite', 'grey', 470, 5, 'paint'],
  ['fogspar', 'black', 610, 8, 'soap'],
  ['hobrock', 'grey', 700, 6, 'bricks'],
  ['umbelane', 'white', 960, 5, 'tiles'],
  ['sprockite', 'blue', 190, 3, 'lamps'],
  ['tolmane', 'pink', 840, 1, 'glue'],
  ['ruskite', 'black', 710, 2, 'glass'],
  ['plonkite', 'red', 380, 7, 'paper'],
  ['gladrock', 'green', 120, 9, 'soap'],
  ['twillite', 'yellow', 780, 4, 'tiles'],
  ['elmstone', 'brown', 860, 9, 'bricks'],
  ['burrspar', 'purple', 540, 6, 'glue'],
  ['dimmite', 'white', 820, 5, 'paint'],
  ['ostrock', 'green', 330, 8, 'glass'],
  ['cobbelane', 'black', 940, 1, 'paper'],
  ['zindrite', 'pink', 480, 7, 'lamps'],
  ['harkane', 'yellow', 870, 4, 'tiles'],
  ['mufflite', 'red', 950, 2, 'paint'],
  ['stirrite', 'purple', 130, 3, 'paper'],
  ['puddane', 'grey', 240, 1, 'soap'],
];

const mineral = ([name, colour, melting, hardness, use]: Row): Mineral => ({ name, colour, melting, hardness, use });

/** The minerals of the noisy corpus. */
export const DOMAIN_MINERALS: readonly Mineral[] = DOMAIN_ROWS.map(mineral);

const IN_REFERENCE = 9;

/** What the clean set speaks of. */
export const REFERENCE_MINERALS = DOMAIN_MINERALS.slice(0, IN_REFERENCE);

/** In the noisy corpus only: what a reference model trained on the clean set cannot know. */
export const UNREFERENCED_MINERALS = DOMAIN_MINERALS.slice(IN_REFERENCE);

/** The minerals of the base corpus. */
export const ELSEWHERE_MINERALS: readonly Mineral[] = ELSEWHERE_ROWS.map(mineral);

export function attributeValue(mineral: Mineral, attribute: Attribute): string {
  return String(mineral[attribute]);
}

/** A value of the right kind that is not the true one. */
export function wrongValue(mineral: Mineral, attribute: Attribute, rng: Rng): string {
  for (;;) {
    const value = anyValue(attribute, rng);
    if (value !== attributeValue(mineral, attribute)) return value;
  }
}

function anyValue(attribute: Attribute, rng: Rng): string {
  switch (attribute) {
    case 'colour':
      return pick(COLOURS, rng);
    case 'use':
      return pick(USES, rng);
    case 'melting':
      return String(10 * (11 + rng.integer(88)));
    case 'hardness':
      return String(1 + rng.integer(9));
  }
}
