/**
 * @file Breaks a long text into lines, a block of tokens at a time and only where somebody looks.
 *
 * A block ends at a newline where there is one nearby, so blocks do not depend on each other: a jump to the middle of
 * a million tokens lays out one screen. Blocks that nobody has seen count with an estimated number of lines.
 */

import { type TokenShape, type Line, GAP_PX } from './line';
import { placeLine, type PlacedLine } from './place';

/** Lines of one block. */
export interface BlockLines {
  /** [line + 1] first token that starts on the line; the last entry is the end of the block. */
  readonly first: Int32Array;
  /** [line] width of the tail of the token before, which ended in newlines. */
  readonly leadPx: Float32Array;
}
const BLOCK_TOKENS = 4096;
const NEWLINE_SEARCH = 128;
// Before anything is laid out: about ten tokens of four letters on a line.
const TOKEN_GUESS_PX = 42;

/** Breaks tokens [first, end) into lines no wider than `widthPx`; a word stays whole where it fits. */
export function breakLines(
  first: number,
  end: number,
  shapeOf: (token: number) => TokenShape,
  widthPx: number,
): BlockLines {
  const starts = [first];
  const leads = [0];
  let lineFirst = first;
  let wordFirst = first;
  let wordPx = 0; // where the word starts
  let xPx = 0;
  let unitFirst = first; // since a character began that no line may break
  let unitPx = 0;
  let closed = true;
  const open = (token: number, leadPx: number, restPx: number) => {
    starts.push(token);
    leads.push(leadPx);
    lineFirst = token;
    xPx = leadPx + restPx;
  };
  for (let token = first; token < end; token++) {
    const shape = shapeOf(token);
    if (closed || shape.opensWord) {
      wordFirst = token;
      wordPx = xPx;
    }
    if (!shape.joins) {
      unitFirst = token;
      unitPx = xPx;
    }
    const stepPx = shape.headPx + GAP_PX;
    if (xPx + stepPx > widthPx && token > lineFirst && !shape.hangs) {
      const wordSoFarPx = xPx - wordPx;
      if (wordFirst > lineFirst && wordSoFarPx + stepPx <= widthPx) open(wordFirst, 0, wordSoFarPx);
      else {
        // A character whose tokens are wider than the line has to break somewhere.
        const isWhole = unitFirst > lineFirst && xPx - unitPx + stepPx <= widthPx;
        wordFirst = isWhole ? unitFirst : token;
        open(wordFirst, 0, isWhole ? xPx - unitPx : 0);
      }
      wordPx = 0;
      unitPx = 0;
    }
    xPx += stepPx;
    closed = shape.closesWord;
    for (let newline = 1; newline <= shape.breaks; newline++)
      open(token + 1, newline === shape.breaks ? shape.tailPx : 0, 0);
  }
  // A newline at the end of the block has opened a line that belongs to the next block.
  if (lineFirst === end && starts.length > 1 && leads.at(-1) === 0) {
    starts.pop();
    leads.pop();
  }
  starts.push(end);
  return { first: Int32Array.from(starts), leadPx: Float32Array.from(leads) };
}

/** Where blocks begin: near every 4,096th token, after a newline if one is close. */
export function blockBounds(count: number, shapeOf: (token: number) => TokenShape): Int32Array {
  const bounds = [0];
  for (let nominal = BLOCK_TOKENS; nominal < count; nominal += BLOCK_TOKENS) {
    let bound = nominal;
    while (bound < count && shapeOf(bound).joins) bound++;
    const last = Math.min(nominal + NEWLINE_SEARCH, count - 1);
    for (let token = nominal; token < last; token++) {
      const { breaks, tailPx } = shapeOf(token);
      if (breaks === 0 || tailPx > 0) continue;
      bound = token + 1;
      break;
    }
    bounds.push(bound);
  }
  bounds.push(count);
  return Int32Array.from(bounds);
}

/** Lines of a text of `count` tokens at one width, computed block by block. */
export class TextFlow {
  readonly bounds: Int32Array;
  readonly #count: number;
  readonly #shapeOf: (token: number) => TokenShape;
  readonly #widthPx: number;
  readonly #blocks: (BlockLines | undefined)[];
  /** [block + 1] lines before each block. */
  readonly #offset: Float64Array;
  #laidTokens = 0;
  #laidLines = 0;

  constructor(count: number, shapeOf: (token: number) => TokenShape, widthPx: number) {
    this.#count = count;
    this.#shapeOf = shapeOf;
    this.#widthPx = widthPx;
    this.bounds = blockBounds(count, shapeOf);
    this.#blocks = Array.from({ length: this.bounds.length - 1 }, () => undefined);
    this.#offset = new Float64Array(this.bounds.length);
    this.#recount();
  }

  /** Of the whole text, estimated where it is not laid out. */
  get lineCount(): number {
    return this.#offset[this.#offset.length - 1] ?? 0;
  }

  get blockCount(): number {
    return this.#blocks.length;
  }

  /** The next block that nobody has looked at, for idle time. */
  nextUnlaid(from = 0): number | undefined {
    const found = this.#blocks.findIndex((lines, block) => block >= from && !lines);
    return found < 0 ? undefined : found;
  }

  firstLineOf(block: number): number {
    return this.#offset[block] ?? 0;
  }

  /** Lays a block out. Estimates after it move: call it before asking for lines. */
  lay(block: number): void {
    if (this.#blocks[block] || block < 0 || block >= this.#blocks.length) return;
    const first = this.#bound(block);
    const end = this.#bound(block + 1);
    const lines = breakLines(first, end, this.#shapeOf, this.#widthPx);
    this.#blocks[block] = lines;
    this.#laidTokens += end - first;
    this.#laidLines += lines.leadPx.length;
    this.#recount();
  }

  /** Lays out what `lines` lines from `line` need; returns false if all was there. */
  ensure(line: number, lines: number): boolean {
    let changed = false;
    for (let block = this.blockOfLine(line); block < this.blockCount; block++) {
      if (this.firstLineOf(block) > line + lines) break;
      if (this.#blocks[block]) continue;
      this.lay(block);
      changed = true;
    }
    return changed;
  }

  blockOfLine(line: number): number {
    return lastAtMost(this.#offset, this.blockCount, line);
  }

  blockOfToken(token: number): number {
    return lastAtMost(this.bounds, this.blockCount, token);
  }

  /** The line, or nothing where it is past the end or not laid out. */
  line(line: number): Line | undefined {
    const block = this.blockOfLine(line);
    const lines = this.#blocks[block];
    const inBlock = line - this.firstLineOf(block);
    const first = lines?.first[inBlock];
    const end = lines?.first[inBlock + 1];
    if (first === undefined || end === undefined) return undefined;
    return { first, end, leadPx: lines?.leadPx[inBlock] ?? 0 };
  }

  /** The line on which a token starts. Lays its block out. */
  lineOf(token: number): number {
    const clamped = Math.max(0, Math.min(token, this.#count - 1));
    const block = this.blockOfToken(clamped);
    this.lay(block);
    const lines = this.#blocks[block];
    if (!lines) return 0;
    return this.firstLineOf(block) + lastAtMost(lines.first, lines.leadPx.length, clamped);
  }

  /** Where the tokens of a line stand, from left to right as they are read. */
  place(line: Line): PlacedLine {
    return placeLine(line, this.#shapeOf, this.#widthPx);
  }

  /** [left, right) of a token that starts on this line. */
  span(line: Line, token: number): readonly [number, number] {
    const leftPx = this.place(line).leftPx[token - line.first] ?? 0;
    return [leftPx, leftPx + this.#shapeOf(token).headPx];
  }

  /** The token of this line nearest to x, or nothing on an empty line. */
  tokenAt(line: Line, xPx: number): number | undefined {
    const { leftPx } = this.place(line);
    let nearest: number | undefined;
    let nearestPx = Infinity;
    leftPx.forEach((startPx, i) => {
      const endPx = startPx + this.#shapeOf(line.first + i).headPx + GAP_PX;
      const awayPx = xPx < startPx ? startPx - xPx : Math.max(0, xPx - endPx);
      if (awayPx >= nearestPx) return;
      nearest = line.first + i;
      nearestPx = awayPx;
    });
    return nearest;
  }

  #bound(block: number): number {
    return this.bounds[block] ?? this.#count;
  }

  #recount(): void {
    const linesPerToken = this.#laidTokens > 0 ? this.#laidLines / this.#laidTokens : TOKEN_GUESS_PX / this.#widthPx;
    for (let block = 0; block < this.#blocks.length; block++) {
      const tokens = this.#bound(block + 1) - this.#bound(block);
      const lines = this.#blocks[block]?.leadPx.length ?? Math.max(1, Math.round(tokens * linesPerToken));
      this.#offset[block + 1] = (this.#offset[block] ?? 0) + lines;
    }
  }
}

/** The last index below `length` whose value is at most `value`; `values` ascends. */
function lastAtMost(values: ArrayLike<number>, length: number, value: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
