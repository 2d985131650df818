import { expect, test } from 'vitest';
import { charactersOfTokens } from '../../../src/core/text/characters';
import { rng } from '../../../src/core/util/rng';
import { TextFlow, breakLines } from '../../../src/views/textPane/flow';
import { GAP_PX } from '../../../src/views/textPane/line';
import { sharedOnLine } from '../../../src/views/textPane/place';
import { NEWLINE_SIGN, drawnParts, tokenShapes } from '../../../src/views/textPane/shapes';
import { exampleTokens } from '../../gallery/data';

const CHAR_PX = 8;
const measure = (text: string) => text.length * CHAR_PX;
const shapesOf = (texts: readonly string[]) => tokenShapes((token) => texts[token % texts.length]!, measure);

/** Lines of a short text as strings. */
function linesOf(texts: readonly string[], chars: number): string[] {
  const { first } = breakLines(0, texts.length, shapesOf(texts), chars * (CHAR_PX + GAP_PX));
  return Array.from(first.subarray(0, -1), (from, line) => texts.slice(from, first[line + 1]).join(''));
}

test('a line breaks before the space of a word', () => {
  expect(linesOf(['one', ' two', ' three'], 8)).toEqual(['one two', ' three']);
});

test('a word of several tokens stays whole where it fits, and breaks between tokens where it does not', () => {
  expect(linesOf(['aa', ' bb', 'cc', 'dd'], 8)).toEqual(['aa', ' bbccdd']);
  expect(linesOf(['aaaa', 'bbbb', 'cccc'], 8)).toEqual(['aaaabbbb', 'cccc']);
});

test('a token wider than the line stands alone', () => {
  expect(linesOf(['a', ' ' + 'x'.repeat(30), ' b'], 8)).toEqual(['a', ' ' + 'x'.repeat(30), ' b']);
});

test('a newline at the end of a full line hangs there', () => {
  expect(linesOf(['12345678', '\n', 'b'], 8)).toEqual(['12345678\n', 'b']);
});

test('each newline starts a line; what follows the last one stands at its start', () => {
  expect(linesOf(['a', '\n\n', 'b'], 8)).toEqual(['a\n\n', '', 'b']);
  const { leadPx } = breakLines(0, 3, shapesOf(['if', '\n  ', 'x']), 200);
  expect(Array.from(leadPx)).toEqual([0, 2 * CHAR_PX]);
  expect(drawnParts('a\n  b')).toEqual({ head: `a${NEWLINE_SIGN}`, tail: '  b', breaks: 1 });
});

test('lines hold every token once, in order, and none is wider than the room but a lone token', () => {
  const chance = rng(1, 'flow');
  const words = [' a', ' word', 'ing', '.', '\n', '\n\n', ' considerable', '\n  ', '  '];
  for (let trial = 0; trial < 50; trial++) {
    const texts = Array.from({ length: 200 }, () => words[chance.integer(words.length)]!);
    const widthPx = 60 + chance.integer(300);
    const shapeOf = shapesOf(texts);
    const { first, leadPx } = breakLines(0, texts.length, shapeOf, widthPx);
    expect(first[0]).toBe(0);
    expect(first.at(-1)).toBe(texts.length);
    for (let line = 0; line < leadPx.length; line++) {
      const [from, end] = [first[line]!, first[line + 1]!];
      expect(end).toBeGreaterThanOrEqual(from);
      let px = leadPx[line]!;
      for (let token = from; token < end; token++) px += shapeOf(token).headPx + GAP_PX;
      // A newline's sign may hang past the end, and what is wider than the room stands alone.
      const hanging = end > from && shapeOf(end - 1).hangs ? 1 : 0;
      if (hanging) px -= shapeOf(end - 1).headPx + GAP_PX;
      if (end - from - hanging > 1) expect(px).toBeLessThanOrEqual(widthPx);
    }
  }
});

test('blocks do not show: laid out in any order, the lines are those of one pass', () => {
  const texts = exampleTokens(60); // about 21,000 tokens, with newlines near every bound
  const shapeOf = shapesOf(texts);
  const whole = breakLines(0, texts.length, shapeOf, 700);
  const flow = new TextFlow(texts.length, shapeOf, 700);
  expect(flow.blockCount).toBeGreaterThan(4);
  for (let block = flow.blockCount - 1; block >= 0; block -= 2) flow.lay(block);
  for (let block; (block = flow.nextUnlaid()) !== undefined;) flow.lay(block);
  expect(flow.lineCount).toBe(whole.leadPx.length);
  for (let line = 0; line < flow.lineCount; line++)
    expect(flow.line(line)).toEqual({
      first: whole.first[line],
      end: whole.first[line + 1],
      leadPx: whole.leadPx[line],
    });
});

test('a jump lays out one block, and every token is found on its line', () => {
  const texts = exampleTokens(120);
  const flow = new TextFlow(texts.length, shapesOf(texts), 500);
  const token = 31_000;
  const line = flow.line(flow.lineOf(token))!;
  expect(line.first).toBeLessThanOrEqual(token);
  expect(line.end).toBeGreaterThan(token);
  const unlaid = Array.from({ length: flow.blockCount }, (_, block) => flow.line(flow.firstLineOf(block))).filter(
    (found) => found === undefined,
  );
  expect(unlaid).toHaveLength(flow.blockCount - 1);
  const [leftPx, rightPx] = flow.span(line, token);
  expect(flow.tokenAt(line, (leftPx + rightPx) / 2)).toBe(token);
});

test('the estimated length of a text is right within a tenth once a block is seen', () => {
  const texts = exampleTokens(60);
  const flow = new TextFlow(texts.length, shapesOf(texts), 700);
  flow.lay(0);
  const estimated = flow.lineCount;
  for (let block; (block = flow.nextUnlaid()) !== undefined;) flow.lay(block);
  expect(Math.abs(estimated / flow.lineCount - 1)).toBeLessThan(0.1);
});

test('no tokens are one empty line', () => {
  const flow = new TextFlow(0, shapesOf(['x']), 300);
  flow.lay(0);
  expect(flow.lineCount).toBe(1);
  expect(flow.line(0)).toEqual({ first: 0, end: 0, leadPx: 0 });
});

/** Shapes of a text whose every byte is a token. */
function byteShapes(text: string) {
  const textBytes = new TextEncoder().encode(text);
  const characters = charactersOfTokens({ textBytes, byteEnd: Array.from(textBytes, (_, byte) => byte + 1) });
  return {
    count: textBytes.length,
    shared: characters,
    shapeOf: tokenShapes((token) => characters(token).own, measure, characters),
  };
}

test('a line never breaks within a character that fits on it', () => {
  const { count, shapeOf } = byteShapes('自然语言处理'.repeat(20));
  const { first } = breakLines(0, count, shapeOf, 200);
  expect(first.length).toBeGreaterThan(5);
  for (const token of first.subarray(0, -1)) expect(shapeOf(token).joins).toBe(false);
});

test('a shared character lies over exactly its parts, in either direction', () => {
  for (const text of ['a自b', 'אבג']) {
    const { count, shapeOf, shared } = byteShapes(text);
    const flow = new TextFlow(count, shapeOf, 400);
    const line = flow.line(flow.lineOf(0))!;
    for (const { character, startPx, endPx } of sharedOnLine(line, flow.place(line), shapeOf, shared)) {
      const spans = Array.from({ length: character.tokens }, (_, part) => flow.span(line, character.first + part));
      expect(startPx).toBeCloseTo(Math.min(...spans.map(([leftPx]) => leftPx)));
      expect(endPx).toBeCloseTo(Math.max(...spans.map(([, rightPx]) => rightPx)));
    }
  }
});

test('a right-to-left line stands at the right edge, its first token rightmost', () => {
  const flow = new TextFlow(3, shapesOf(['שלום', ' עולם', '!']), 400);
  const line = flow.line(flow.lineOf(0))!;
  const { leftPx, isRightToLeft } = flow.place(line);
  expect(isRightToLeft).toBe(true);
  expect(leftPx[0]! + 4 * CHAR_PX + GAP_PX).toBe(400);
  expect([...leftPx]).toEqual([...leftPx].sort((a, b) => b - a));
  expect(flow.tokenAt(line, 399)).toBe(0);
  expect(flow.tokenAt(line, 0)).toBe(2);
});
