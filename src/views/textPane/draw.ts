/** @file Draws the lines of a text on a canvas: chips, underlines, text. */

import type { SharedCharacter } from '../../core/text/characters';
import { INK_ON_FILL, type Cue } from '../palette';
import type { TokenPaint } from '../tokenPaint';
import type { TextFlow } from './flow';
import type { Line, TokenShape } from './line';
import { LINE_PX, type SharedOf } from './pane';
import { sharedOnLine } from './place';
import { NEWLINE_SIGN, drawnParts } from './shapes';

/** Colours of the theme that a canvas cannot take from CSS by itself. */
export interface Inks {
  readonly text: string;
  readonly dim: string;
  readonly cursor: string;
  readonly pin: string;
  readonly paper: string;
}

export interface DrawnText {
  readonly flow: TextFlow;
  readonly shapeOf: (token: number) => TokenShape;
  readonly shared?: SharedOf | undefined;
  readonly paint: TokenPaint;
  readonly shown?: Uint8Array | undefined;
  readonly cursor: number | undefined;
  readonly pins: readonly number[];
  readonly inks: Inks;
}

/** From the top of a line to its chips, and the height of a chip. The same numbers stand in views.css. */
const CHIP_TOP_PX = 4;
const CHIP_PX = 24;
const BASELINE_PX = 21;
const UNDERLINE_PX = 25.5;
const RADIUS_PX = 2.5;
/** Of the mark between two parts of a character. */
const MARK_PX = 5;

/** Draws `lines` lines from `firstLine`, the first one `yPx` from the top. */
export function drawLines(
  context: CanvasRenderingContext2D,
  text: DrawnText,
  firstLine: number,
  lines: number,
  xPx: number,
  yPx: number,
): void {
  for (let row = 0; row < lines; row++) {
    const line = text.flow.line(firstLine + row);
    if (line) drawLine(context, text, line, xPx, yPx + row * LINE_PX);
  }
}

function drawLine(context: CanvasRenderingContext2D, text: DrawnText, line: Line, leftPx: number, topPx: number): void {
  const placed = text.flow.place(line);
  if (line.leadPx > 0) {
    const before = line.first - 1;
    const { tail } = drawnParts(text.shapeOf(before).text);
    drawChip(context, text, before, tail, 0, leftPx + placed.leadLeftPx, line.leadPx, topPx);
  }
  for (let token = line.first; token < line.end; token++) {
    const shape = text.shapeOf(token);
    const head = shape.breaks === 0 && !shape.text.includes('\t') ? shape.text : drawnParts(shape.text).head;
    const xPx = leftPx + (placed.leftPx[token - line.first] ?? 0);
    const ownPx = shape.direction === 'rtl' && shape.breaks === 0 ? shape.tailPartPx : shape.leadPartPx;
    drawChip(context, text, token, head, ownPx, xPx, shape.headPx, topPx);
  }
  for (const { character, startPx, endPx } of sharedOnLine(line, placed, text.shapeOf, text.shared))
    drawShared(context, text, character, leftPx + startPx, leftPx + endPx, topPx);
}

/** A shared character stands in the middle of its parts, over their fills, with a mark where one part ends. */
function drawShared(
  context: CanvasRenderingContext2D,
  { paint, shown, inks }: DrawnText,
  { text, first, tokens }: SharedCharacter,
  startPx: number,
  endPx: number,
  topPx: number,
): void {
  const isFilled = (token: number) => shown?.[token] !== 0 && paint.fillOf(token) !== undefined;
  const isAllFilled = Array.from({ length: tokens }, (_, i) => first + i).every(isFilled);
  const xPx = (startPx + endPx - context.measureText(text).width) / 2;
  if (!isAllFilled) {
    context.strokeStyle = inks.paper;
    context.lineWidth = 2;
    context.strokeText(text, xPx, topPx + BASELINE_PX);
  }
  context.fillStyle = isAllFilled ? INK_ON_FILL : inks.text;
  context.fillText(text, xPx, topPx + BASELINE_PX);
  context.globalAlpha = 0.5;
  for (let part = 1; part < tokens; part++)
    context.fillRect(startPx + ((endPx - startPx) * part) / tokens - 0.5, topPx + CHIP_TOP_PX, 1, MARK_PX);
  context.globalAlpha = 1;
}

function drawChip(
  context: CanvasRenderingContext2D,
  text: DrawnText,
  token: number,
  glyphs: string,
  glyphsPx: number,
  xPx: number,
  widthPx: number,
  topPx: number,
): void {
  const { paint, inks } = text;
  const isDim = text.shown?.[token] === 0;
  const fill = isDim ? undefined : paint.fillOf(token);
  if (fill !== undefined) {
    context.fillStyle = fill;
    roundedBox(context, xPx, topPx + CHIP_TOP_PX, widthPx, CHIP_PX);
    context.fill();
  }
  context.fillStyle = isDim ? inks.dim : fill === undefined ? inks.text : INK_ON_FILL;
  context.globalAlpha = glyphs === NEWLINE_SIGN ? 0.45 : 1;
  if (glyphs !== '') context.fillText(glyphs, xPx + glyphsPx, topPx + BASELINE_PX);
  context.globalAlpha = 1;
  if (!isDim) drawCue(context, paint.cueOf(token), xPx, widthPx, topPx + UNDERLINE_PX);
  if (token === text.cursor) drawRing(context, inks.cursor, inks.paper, xPx, widthPx, topPx);
  else if (text.pins.includes(token)) drawRing(context, inks.pin, INK_ON_FILL, xPx, widthPx, topPx);
}

/** Two rings, one that shows against the paper and one that shows against a fill. */
function drawRing(
  context: CanvasRenderingContext2D,
  outer: string,
  inner: string,
  xPx: number,
  widthPx: number,
  topPx: number,
): void {
  context.strokeStyle = outer;
  context.lineWidth = 2;
  roundedBox(context, xPx - 1, topPx + CHIP_TOP_PX - 1, widthPx + 2, CHIP_PX + 2);
  context.stroke();
  context.strokeStyle = inner;
  context.lineWidth = 1;
  roundedBox(context, xPx + 0.5, topPx + CHIP_TOP_PX + 0.5, widthPx - 1, CHIP_PX - 1);
  context.stroke();
}

function roundedBox(context: CanvasRenderingContext2D, xPx: number, yPx: number, widthPx: number, heightPx: number) {
  context.beginPath();
  context.roundRect(xPx, yPx, widthPx, heightPx, RADIUS_PX);
}

/** Half the length of a wave, and how far it swings. */
const WAVE_PX = 2.5;
const SWING_PX = 1.8;

/** Underlines like those that views.css gives to spans. The text's colour is set already. */
function drawCue(context: CanvasRenderingContext2D, cue: Cue, xPx: number, widthPx: number, yPx: number): void {
  if (cue === 'none') return;
  const rightPx = xPx + widthPx;
  context.strokeStyle = context.fillStyle;
  context.globalAlpha = 0.7;
  context.lineWidth = cue === 'thick' ? 2.5 : cue === 'dotted' ? 1.6 : 1.1;
  if (cue === 'dotted') context.setLineDash([1.6, 2.2]);
  context.beginPath();
  context.moveTo(xPx, yPx);
  if (cue !== 'wavy') context.lineTo(rightPx, yPx);
  else
    for (let swing = 1, x = xPx; x < rightPx; swing = -swing) {
      const next = Math.min(rightPx, x + WAVE_PX);
      context.quadraticCurveTo((x + next) / 2, yPx + swing * SWING_PX, next, yPx);
      x = next;
    }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}
