/** @file How a token's text stands in a line: what is drawn of it, and how wide that is. */

import type { SharedCharacter } from '../../core/text/characters';
import { directionOf } from './direction';
import type { TokenShape } from './line';
import type { SharedEnds, SharedOf } from './pane';

/** Stands where a newline is, as in core/text/tokenText. It is shown, never copied. */
export const NEWLINE_SIGN = '⏎';
const TAB = '    ';

/** What is drawn of a token before its line ends, and after. Lines in between hold nothing but space. */
export function drawnParts(text: string): { head: string; tail: string; breaks: number } {
  const parts = text.replaceAll('\t', TAB).split('\n');
  const head = parts[0] ?? '';
  if (parts.length === 1) return { head, tail: '', breaks: 0 };
  return { head: head + NEWLINE_SIGN, tail: parts.at(-1) ?? '', breaks: parts.length - 1 };
}

/**
 * Measures each distinct text once: a million tokens have some thousand texts.
 *
 * @param texts printable text of a token; space, tab and newline stand for themselves
 * @param shared characters that a token shares with its neighbours
 * @param measure width of a string in pixels
 */
export function tokenShapes(
  texts: (token: number) => string,
  measure: (text: string) => number,
  shared: SharedOf = () => NOTHING_SHARED,
): (token: number) => TokenShape {
  const known = new Map<string, TokenShape>();
  return (token) => {
    const text = texts(token);
    const ends = shared(token);
    const key = ends.lead || ends.tail ? `${keyOf(ends.lead)}\0${text}\0${keyOf(ends.tail)}` : text;
    const shape = known.get(key) ?? shapeOfText(text, ends, measure);
    known.set(key, shape);
    return shape;
  };
}

const NOTHING_SHARED: SharedEnds = {};
const keyOf = (character: SharedCharacter | undefined): string => `${character?.tokens ?? ''}${character?.text ?? ''}`;

/** Narrower, a part of a character would be no target for a pointer. */
export const LEAST_PART_PX = 6;

/** Width of one token's part of a shared character. */
export function partPx(character: SharedCharacter | undefined, measure: (text: string) => number): number {
  return character ? Math.max(LEAST_PART_PX, measure(character.text) / character.tokens) : 0;
}

function shapeOfText(text: string, { lead, tail: next }: SharedEnds, measure: (text: string) => number): TokenShape {
  const { head, tail, breaks } = drawnParts(text);
  let headPx: number | undefined;
  let tailPx: number | undefined;
  return {
    text,
    breaks,
    // Measured when it is first laid out: to find line ends over a million tokens takes no widths.
    get headPx() {
      return (headPx ??= partPx(lead, measure) + measure(head) + (breaks === 0 ? partPx(next, measure) : 0));
    },
    get tailPx() {
      return (tailPx ??= breaks === 0 ? 0 : (tail === '' ? 0 : measure(tail)) + partPx(next, measure));
    },
    get leadPartPx() {
      return partPx(lead, measure);
    },
    get tailPartPx() {
      return partPx(next, measure);
    },
    joins: lead !== undefined,
    direction: directionOf(`${lead?.text ?? ''}${text}${next?.text ?? ''}`),
    opensWord: !lead && /^\s/.test(text),
    hangs: !lead && text.startsWith('\n'),
    closesWord: !next && /\s$/.test(text),
  };
}
