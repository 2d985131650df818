/** @file A text as inline spans, which wrap, select and zoom like text. */

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { LINE_PX, type PaneProps, type SharedOf } from './pane';
import { chipId, hasSelectedText, placeInPane, scrollIntoPane, tokenAtNode } from './dom';
import { TokenChips } from './TokenChips';
import { tokenAfterKey } from './keys';
import { useRipple } from './ripple';

// Small enough that a hover renders few spans, large enough that thousands of tokens are few components.
const BLOCK_TOKENS = 128;
/** Thought to be in view before the pane is measured. */
const FIRST_VIEW_TOKENS = 512;

export function SpanText(props: PaneProps) {
  const { count, cursor, pins, onCursor, onPin, onViewport, label } = props;
  const pane = useRef<HTMLDivElement>(null);
  const id = useId();
  const { texts, shared, paint, shown, describe } = props;
  const look = useMemo(() => ({ texts, shared, paint, shown, describe }), [texts, shared, paint, shown, describe]);
  const starts = useMemo(() => blockStarts(count, shared), [count, shared]);
  const { fresh, mounted } = useRipple(starts.length, look);
  const [view, setView] = useState({ first: 0, last: FIRST_VIEW_TOKENS });
  const isCursorMounted = cursor !== undefined && cursor < mounted * BLOCK_TOKENS;

  useEffect(() => {
    const chip = cursor === undefined ? undefined : chipOf(pane.current, id, cursor);
    if (!pane.current || !chip) return;
    const { topPx } = placeInPane(chip);
    scrollIntoPane(pane.current, topPx, topPx + chip.offsetHeight);
  }, [cursor, id, isCursorMounted]);

  useEffect(() => {
    const node = pane.current;
    if (!node) return;
    const tell = () => {
      const [first, last] = visibleTokens(node, id, count);
      setView((known) =>
        blockOf(known.first) === blockOf(first) && blockOf(known.last) === blockOf(last) ? known : { first, last },
      );
      onViewport?.(first, last);
    };
    tell();
    node.addEventListener('scroll', tell, { passive: true });
    return () => node.removeEventListener('scroll', tell);
  }, [count, id, onViewport]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Enter' && cursor !== undefined) onPin(cursor);
    const token = tokenAfterKey(event.key, {
      count,
      cursor,
      lineMove: (from, lines) => tokenOnLine(pane.current, id, count, from, lines),
      linesPerPage: Math.max(1, Math.floor((pane.current?.clientHeight ?? 0) / LINE_PX) - 1),
    });
    if (token === undefined) return;
    event.preventDefault();
    onCursor(token);
  };
  const onPointerMove = (event: PointerEvent) => {
    const token = tokenAtNode(event.target);
    if (token !== undefined && token !== cursor && event.pointerType === 'mouse') onCursor(token);
  };
  const onClick = (event: { target: EventTarget }) => {
    const token = tokenAtNode(event.target);
    if (token === undefined || hasSelectedText()) return;
    onCursor(token);
    onPin(token);
  };

  return (
    <div
      ref={pane}
      className="v-pane v-pane-spans"
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={cursor === undefined ? undefined : chipId(id, cursor)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onClick={onClick}
    >
      {starts.slice(0, mounted).map((first, block) => {
        const end = starts[block + 1] ?? count;
        const isHere = (token: number) => token >= first && token < end;
        const here = pins.filter(isHere);
        return (
          <TokenChips
            key={first}
            id={id}
            first={first}
            end={end}
            {...look}
            isStale={block >= fresh && (block < blockOf(view.first) || block > blockOf(view.last))}
            cursor={cursor !== undefined && isHere(cursor) ? cursor : undefined}
            pins={here.length > 0 ? here : NO_PINS}
          />
        );
      })}
    </div>
  );
}

const NO_PINS: readonly number[] = [];

function blockOf(token: number): number {
  return Math.floor(token / BLOCK_TOKENS);
}

/** A block never begins within a character that a token before began. */
function blockStarts(count: number, shared: SharedOf | undefined): number[] {
  return Array.from({ length: Math.ceil(count / BLOCK_TOKENS) }, (_, block) => {
    let first = block * BLOCK_TOKENS;
    while (first < count && shared?.(first).lead) first++;
    return first;
  });
}

function chipOf(pane: HTMLElement | null, id: string, token: number): HTMLElement | undefined {
  return pane?.ownerDocument.getElementById(chipId(id, token)) ?? undefined;
}

/** The token whose middle is nearest to this one's, so many lines further; empty lines are passed over. */
function tokenOnLine(pane: HTMLElement | null, id: string, count: number, from: number, lines: number): number {
  const start = chipOf(pane, id, from);
  if (!start) return from;
  const step = Math.sign(lines);
  const wantedPx = placeInPane(start).topPx + lines * LINE_PX;
  const middlePx = placeInPane(start).leftPx + start.offsetWidth / 2;
  let rowPx: number | undefined;
  let best = lines > 0 ? count - 1 : 0;
  let bestPx = Infinity;
  for (let token = from + step; token >= 0 && token < count; token += step) {
    const chip = chipOf(pane, id, token);
    if (!chip) break;
    const { topPx, leftPx } = placeInPane(chip);
    if ((topPx - wantedPx) * step < -LINE_PX / 2) continue;
    rowPx ??= topPx;
    if (Math.abs(topPx - rowPx) > LINE_PX / 2) break;
    const awayPx = Math.abs(leftPx + chip.offsetWidth / 2 - middlePx);
    if (awayPx >= bestPx) continue;
    best = token;
    bestPx = awayPx;
  }
  return best;
}

/** First and last token in view, by bisection over their places. */
function visibleTokens(pane: HTMLElement, id: string, count: number): [number, number] {
  const topPx = pane.scrollTop;
  const lastAbove = (limitPx: number) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const chip = chipOf(pane, id, middle);
      if (chip && placeInPane(chip).topPx <= limitPx) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return [lastAbove(topPx), lastAbove(topPx + pane.clientHeight)];
}
