/** @file Which way a token is read, and the order in which the tokens of a line stand. [UAX #9, for whole tokens] */

export type Direction = 'ltr' | 'rtl' | 'number' | 'neutral';

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const STRONG = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

/** By the first letter; a token of digits alone is a number. */
export function directionOf(text: string): Direction {
  let direction: Direction = 'neutral';
  for (const character of text) {
    if (STRONG.test(character)) return RIGHT_TO_LEFT.test(character) ? 'rtl' : 'ltr';
    if (DIGIT.test(character)) direction = 'number';
  }
  return direction;
}

/**
 * The order of a line from left to right: indexes into `directions`.
 *
 * Tokens are never reordered inside: each is drawn by the browser, which knows the rules for characters.
 */
export function visualOrder(directions: readonly Direction[], base: 'ltr' | 'rtl'): readonly number[] {
  const levels = levelsOf(directions, base);
  const order = levels.map((_, i) => i);
  // UAX #9, rule L2: from the highest level down, each run of that level or above is reversed.
  for (let level = Math.max(0, ...levels.map((each) => each.level)); level >= 1; level--)
    for (let i = 0; i < order.length; i++) {
      let end = i;
      while (end < order.length && (levels[order[end] ?? 0]?.level ?? 0) >= level) end++;
      if (end === i) continue;
      order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = end;
    }
  return order.flatMap((i) => levels[i]?.token ?? []);
}

interface Level {
  /** Undefined for a mere gap between two levels. */
  readonly token: number | undefined;
  /** Even ones are read from left to right, odd ones from right to left. */
  readonly level: number;
}

function levelsOf(directions: readonly Direction[], base: 'ltr' | 'rtl'): Level[] {
  const foreign = base === 'rtl' ? 2 : 0;
  let strong = base;
  let isAfterNumber = false;
  return directions.flatMap((direction, token): Level[] => {
    const resolved = direction === 'neutral' ? neutralAt(directions, token, base) : direction;
    if (resolved === 'number') {
      isAfterNumber = strong === 'rtl';
      return [{ token, level: strong === 'rtl' ? 2 : foreign }];
    }
    strong = resolved;
    // The space before a word belongs to its token: without a gap, a number and the foreign word after it were one phrase.
    const gap = isAfterNumber && resolved === 'ltr' ? [{ token: undefined, level: 1 }] : [];
    isAfterNumber = false;
    return [...gap, { token, level: resolved === 'rtl' ? 1 : foreign }];
  });
}

/** What stands between two of one direction takes it; everything else takes the paragraph's. [rules N1, N2] */
function neutralAt(directions: readonly Direction[], at: number, base: 'ltr' | 'rtl'): 'ltr' | 'rtl' {
  const before = strongFrom(directions, at, -1);
  const after = strongFrom(directions, at, 1);
  return before !== undefined && before === after ? before : base;
}

/** The nearest letter's direction: a number between gives none. */
function strongFrom(directions: readonly Direction[], at: number, step: number): 'ltr' | 'rtl' | undefined {
  for (let i = at + step; i >= 0 && i < directions.length; i += step) {
    const direction = directions[i];
    if (direction === 'ltr' || direction === 'rtl') return direction;
  }
  return undefined;
}
