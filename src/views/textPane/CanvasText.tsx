/**
 * @file A text of any length: a canvas shows the lines in view, and a twin of spans lies over it, unseen, for screen
 * readers and for marking text.
 *
 * The canvas is drawn at each scroll; the twin follows when scrolling rests, because spans cost ten times as much.
 */

import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useSize } from '../size';
import { CanvasTwin } from './CanvasTwin';
import { hasSelectedText, scrollIntoPane, tokenAtNode } from './dom';
import { drawLines } from './draw';
import { TextFlow } from './flow';
import { tokenAfterKey } from './keys';
import { LINE_PX, PAD_PX, type PaneProps } from './pane';
import { tokenShapes } from './shapes';
import { fontOf, inksOf, measureIn, prepare } from './sheet';

/** Scrolling rests when nothing came for so long. */
const REST_MS = 90;
/** Between two blocks that are laid out ahead of being seen. */
const AHEAD_MS = 24;

export function CanvasText(props: PaneProps) {
  const { count, texts, shared, paint, shown, cursor, pins, onCursor, onPin, onViewport, label, describe } = props;
  const pane = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const id = useId();
  const size = useSize(pane);
  const [font, setFont] = useState<string>();
  const [twin, setTwin] = useState({ first: 0, lines: 0 });

  useEffect(() => {
    if (pane.current) setFont(fontOf(pane.current));
  }, []);

  const widthPx = size?.widthPx;
  const shapeOf = useMemo(
    () => (font === undefined ? undefined : tokenShapes(texts, measureIn(font), shared)),
    [texts, shared, font],
  );
  const flow = useMemo(
    () =>
      shapeOf && widthPx !== undefined && widthPx > 2 * PAD_PX
        ? new TextFlow(count, shapeOf, widthPx - 2 * PAD_PX)
        : undefined,
    [count, shapeOf, widthPx],
  );
  const linesInView = Math.ceil((size?.heightPx ?? 0) / LINE_PX) + 1;

  const draw = useCallback(() => {
    const context = canvas.current?.getContext('2d');
    if (!flow || !shapeOf || !size || !context || !pane.current || !content.current || font === undefined) return;
    layView(flow, pane.current, content.current, linesInView);
    const { firstLine, yPx } = viewOf(pane.current.scrollTop);
    const text = { flow, shapeOf, shared, paint, shown, cursor, pins, inks: inksOf(pane.current) };
    prepare(context, size.widthPx, size.heightPx, font);
    drawLines(context, text, firstLine, linesInView, PAD_PX, yPx);
  }, [flow, shapeOf, shared, size, linesInView, paint, shown, cursor, pins, font]);

  const showTwin = useCallback(() => {
    if (!flow || !pane.current) return;
    const { firstLine } = viewOf(pane.current.scrollTop);
    setTwin((last) =>
      last.first === firstLine && last.lines === linesInView ? last : { first: firstLine, lines: linesInView },
    );
    const last = flow.line(Math.min(firstLine + linesInView, flow.lineCount) - 1);
    onViewport?.(flow.line(firstLine)?.first ?? 0, Math.max(0, (last?.end ?? count) - 1));
  }, [flow, linesInView, onViewport, count]);

  useEffect(() => {
    draw();
    const node = pane.current;
    if (!node) return;
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    node.addEventListener('scroll', onScroll, { passive: true });
    // A canvas does not follow the theme by itself.
    const theme = new MutationObserver(onScroll);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
    const darkness = matchMedia('(prefers-color-scheme: dark)');
    darkness.addEventListener('change', onScroll);
    return () => {
      cancelAnimationFrame(frame);
      node.removeEventListener('scroll', onScroll);
      theme.disconnect();
      darkness.removeEventListener('change', onScroll);
    };
  }, [draw]);

  useEffect(() => {
    const node = pane.current;
    if (!node || !flow) return;
    // The twin rests while somebody scrolls; blocks ahead are laid out in between, so that the scroll bar tells true.
    let timer = setTimeout(rest, 0);
    function rest() {
      showTwin();
      timer = setTimeout(layAhead, AHEAD_MS);
    }
    function layAhead() {
      const block = flow?.nextUnlaid();
      if (block === undefined || !flow || !node || !content.current) return;
      keepingPlace(flow, node, content.current, () => flow.lay(block));
      timer = setTimeout(layAhead, AHEAD_MS);
    }
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(rest, REST_MS);
    };
    node.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      node.removeEventListener('scroll', onScroll);
    };
  }, [flow, showTwin]);

  useEffect(() => {
    if (!flow || cursor === undefined || !pane.current || !content.current) return;
    const node = pane.current;
    keepingPlace(flow, node, content.current, () => flow.lay(flow.blockOfToken(cursor)));
    const topPx = PAD_PX + flow.lineOf(cursor) * LINE_PX;
    const before = node.scrollTop;
    scrollIntoPane(node, topPx, topPx + LINE_PX);
    // The twin must hold the token that the pane names as active.
    if (node.scrollTop !== before) showTwin();
  }, [flow, cursor, showTwin]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!flow || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Enter' && cursor !== undefined) onPin(cursor);
    const token = tokenAfterKey(event.key, {
      count,
      cursor,
      lineMove: (from, lines) => tokenOnLine(flow, from, lines),
      linesPerPage: Math.max(1, linesInView - 2),
    });
    if (token === undefined) return;
    event.preventDefault();
    onCursor(token);
  };
  const tokenAtPoint = (event: { clientX: number; clientY: number; target: EventTarget }) => {
    const spot = tokenAtNode(event.target);
    if (spot !== undefined || !flow || !pane.current) return spot;
    const box = pane.current.getBoundingClientRect();
    const yPx = event.clientY - box.top + pane.current.scrollTop - PAD_PX;
    const line = flow.line(Math.floor(yPx / LINE_PX));
    return line && flow.tokenAt(line, event.clientX - box.left - PAD_PX);
  };
  const onPointerMove = (event: PointerEvent) => {
    const token = event.pointerType === 'mouse' ? tokenAtPoint(event) : undefined;
    if (token !== undefined && token !== cursor) onCursor(token);
  };
  const onClick = (event: { clientX: number; clientY: number; target: EventTarget }) => {
    const token = tokenAtPoint(event);
    if (token === undefined || hasSelectedText()) return;
    onCursor(token);
    onPin(token);
  };

  return (
    <div
      ref={pane}
      className="v-pane v-pane-canvas"
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={cursor === undefined ? undefined : `${id}t${cursor}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onClick={onClick}
    >
      <div ref={content} className="v-pane-content" role="presentation">
        <canvas ref={canvas} className="v-pane-sheet" aria-hidden="true" />
        {flow && shapeOf && (
          <CanvasTwin
            id={id}
            flow={flow}
            shapeOf={shapeOf}
            shared={shared}
            describe={describe}
            pins={pins}
            count={count}
            firstLine={twin.first}
            lines={twin.lines}
          />
        )}
      </div>
    </div>
  );
}

function viewOf(scrollTopPx: number): { firstLine: number; yPx: number } {
  const firstLine = Math.max(0, Math.floor((scrollTopPx - PAD_PX) / LINE_PX));
  return { firstLine, yPx: PAD_PX + firstLine * LINE_PX - scrollTopPx };
}

/** Lays out what is in view. */
function layView(flow: TextFlow, pane: HTMLElement, content: HTMLElement, lines: number): void {
  const heightPx = flow.lineCount * LINE_PX + 2 * PAD_PX;
  content.style.height = `${heightPx}px`;
  keepingPlace(flow, pane, content, () => {
    flow.lay(flow.blockOfLine(viewOf(pane.scrollTop).firstLine));
  });
  keepingPlace(flow, pane, content, () => flow.ensure(viewOf(pane.scrollTop).firstLine, lines));
}

/** Changes the layout while the block at the top of the view stays where it is, though estimates before it move. */
function keepingPlace(flow: TextFlow, pane: HTMLElement, content: HTMLElement, change: () => void): void {
  const block = flow.blockOfLine(viewOf(pane.scrollTop).firstLine);
  const before = flow.firstLineOf(block);
  const linesBefore = flow.lineCount;
  change();
  if (flow.lineCount !== linesBefore) content.style.height = `${flow.lineCount * LINE_PX + 2 * PAD_PX}px`;
  const movedPx = (flow.firstLineOf(block) - before) * LINE_PX;
  if (movedPx !== 0) pane.scrollTop += movedPx;
}

/** The token at about the same place so many lines further; empty lines are passed over. */
function tokenOnLine(flow: TextFlow, from: number, lines: number): number {
  const line = flow.lineOf(from);
  const here = flow.line(line);
  if (!here) return from;
  const [leftPx, rightPx] = flow.span(here, from);
  const step = Math.sign(lines);
  let target = line + lines;
  flow.ensure(Math.max(0, target), 1);
  for (; target >= 0 && target < flow.lineCount; target += step) {
    flow.ensure(target, 1);
    const there = flow.line(target);
    const token = there && flow.tokenAt(there, (leftPx + rightPx) / 2);
    if (token !== undefined) return token;
  }
  return lines < 0 ? 0 : (flow.bounds.at(-1) ?? 1) - 1;
}
