/** @file How a token's text stands in a line: what is drawn of it, and how wide that is. */

import type { TokenShape } from './flow';

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
 * @param measure width of a string in pixels
 */
export function tokenShapes(
  texts: (token: number) => string,
  measure: (text: string) => number,
): (token: number) => TokenShape {
  const known = new Map<string, TokenShape>();
  return (token) => {
    const text = texts(token);
    const shape = known.get(text) ?? shapeOfText(text, measure);
    known.set(text, shape);
    return shape;
  };
}

function shapeOfText(text: string, measure: (text: string) => number): TokenShape {
  const { head, tail, breaks } = drawnParts(text);
  let headPx: number | undefined;
  let tailPx: number | undefined;
  return {
    text,
    breaks,
    // Measured when it is first laid out: to find line ends over a million tokens takes no widths.
    get headPx() {
      return (headPx ??= measure(head));
    },
    get tailPx() {
      return (tailPx ??= tail === '' ? 0 : measure(tail));
    },
    opensWord: /^\s/.test(text),
    hangs: text.startsWith('\n'),
    closesWord: /\s$/.test(text),
  };
}
