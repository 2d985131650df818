/** @file Where the tokens of a line stand. */

import type { SharedCharacter } from '../../core/text/characters';
import { visualOrder } from './direction';
import { GAP_PX, type Line, type TokenShape } from './line';
import type { SharedOf } from './pane';

export interface PlacedLine {
  /** [token of the line] its left edge */
  readonly leftPx: readonly number[];
  /** The left edge of what the token before left at the start of this line. */
  readonly leadLeftPx: number;
  readonly isRightToLeft: boolean;
}

/** How far back the paragraph's first letter is looked for. */
const PARAGRAPH_TOKENS = 512;

/** A line with a right-to-left word takes its paragraph's direction; any other is placed as it comes. */
export function placeLine(line: Line, shapeOf: (token: number) => TokenShape, widthPx: number): PlacedLine {
  const { first, end, leadPx } = line;
  const shapes = Array.from({ length: end - first }, (_, i) => shapeOf(first + i));
  const hasRightToLeft = shapes.some(({ direction }) => direction === 'rtl');
  const isRightToLeft = hasRightToLeft && paragraphDirection(first, end, shapeOf) === 'rtl';
  const leftPx = new Array<number>(shapes.length).fill(0);
  const directions = shapes.map(({ direction }) => direction);
  const order = hasRightToLeft ? visualOrder(directions, isRightToLeft ? 'rtl' : 'ltr') : shapes.keys();
  const linePx = shapes.reduce((sum, { headPx }) => sum + headPx + GAP_PX, 0);
  let xPx = isRightToLeft ? widthPx - leadPx - linePx : leadPx;
  for (const i of order) {
    leftPx[i] = xPx;
    xPx += (shapes[i]?.headPx ?? 0) + GAP_PX;
  }
  return { leftPx, leadLeftPx: isRightToLeft ? widthPx - leadPx : 0, isRightToLeft };
}

/** The direction of the first letter of the paragraph that a line belongs to. */
function paragraphDirection(first: number, end: number, shapeOf: (token: number) => TokenShape): 'ltr' | 'rtl' {
  let start = first;
  while (start > Math.max(0, first - PARAGRAPH_TOKENS) && shapeOf(start - 1).breaks === 0) start--;
  for (let token = start; token < end; token++) {
    const { direction } = shapeOf(token);
    if (direction === 'ltr' || direction === 'rtl') return direction;
  }
  return 'ltr';
}

export interface PlacedCharacter {
  readonly character: SharedCharacter;
  readonly startPx: number;
  readonly endPx: number;
}

/** The shared characters that begin on a line, or at its start in the tail of the token before. */
export function sharedOnLine(
  line: Line,
  { leftPx, leadLeftPx }: PlacedLine,
  shapeOf: (token: number) => TokenShape,
  shared: SharedOf | undefined,
): readonly PlacedCharacter[] {
  if (!shared) return [];
  const from = line.leadPx > 0 ? line.first - 1 : line.first;
  const found: PlacedCharacter[] = [];
  for (let token = from; token < line.end; token++) {
    const character = shared(token).tail;
    const shape = shapeOf(token);
    // Begun on this line: before it, where the token ends in a newline that the character follows.
    if (character?.first !== token || (token >= line.first && shape.breaks > 0)) continue;
    const isRightToLeft = shape.direction === 'rtl';
    const tokenPx = token < line.first ? leadLeftPx : (leftPx[token - line.first] ?? 0);
    const extentPx = token < line.first ? line.leadPx : shape.headPx;
    const partStartPx = isRightToLeft ? tokenPx : tokenPx + extentPx - shape.tailPartPx;
    const last = Math.min(character.first + character.tokens, line.end) - 1;
    const lastPx = last < line.first ? tokenPx : (leftPx[last - line.first] ?? 0);
    const { headPx, leadPartPx } = shapeOf(last);
    const lastEndPx = isRightToLeft ? lastPx + headPx - leadPartPx : lastPx + leadPartPx;
    if (last === token) found.push({ character, startPx: partStartPx, endPx: partStartPx + shape.tailPartPx });
    else if (isRightToLeft) found.push({ character, startPx: lastEndPx, endPx: partStartPx + shape.tailPartPx });
    else found.push({ character, startPx: partStartPx, endPx: lastEndPx });
  }
  return found;
}
