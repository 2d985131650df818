/** @file A text as inline spans, which wrap, select and zoom like text. */

import {
  memo,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { PaneProps } from './pane';
import { LINE_PX } from './pane';
import { hasSelectedText, scrollIntoPane, tokenAtNode } from './dom';
import { tokenAfterKey } from './keys';
import { useRipple } from './ripple';
import { NEWLINE_SIGN } from './shapes';

// Small enough that a hover renders few spans, large enough that thousands of tokens are few components.
const BLOCK_TOKENS = 128;
/** Thought to be in view before the pane is measured. */
const FIRST_VIEW_TOKENS = 512;
/** A text of more characters may break inside. */
const LONG_TEXT = 20;

export function SpanText(props: PaneProps) {
  const { count, cursor, pins, onCursor, onPin, onViewport, label } = props;
  const pane = useRef<HTMLDivElement>(null);
  const id = useId();
  const { texts, paint, shown, describe } = props;
  const look = useMemo(() => ({ texts, paint, shown, describe }), [texts, paint, shown, describe]);
  const starts = blocks(count);
  const { fresh, mounted } = useRipple(starts.length, look);
  const [view, setView] = useState({ first: 0, last: FIRST_VIEW_TOKENS });
  const isCursorMounted = cursor !== undefined && cursor < mounted * BLOCK_TOKENS;

  useEffect(() => {
    const chip = cursor === undefined ? undefined : chipOf(pane.current, id, cursor);
    if (pane.current && chip) scrollIntoPane(pane.current, chip.offsetTop, chip.offsetTop + chip.offsetHeight);
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
        const end = Math.min(first + BLOCK_TOKENS, count);
        const isHere = (token: number) => token >= first && token < end;
        const here = pins.filter(isHere);
        return (
          <Block
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

type BlockProps = Pick<PaneProps, 'texts' | 'paint' | 'describe' | 'shown' | 'cursor' | 'pins'> & {
  readonly id: string;
  readonly first: number;
  readonly end: number;
  /** Out of view, and its turn has not come: what was drawn may stand. */
  readonly isStale: boolean;
};

const Block = memo(function Block({ id, first, end, texts, paint, describe, shown, cursor, pins }: BlockProps) {
  const chips: ReactNode[] = [];
  for (let token = first; token < end; token++) {
    const fill = paint.fillOf(token);
    const isDim = shown?.[token] === 0;
    const isPinned = pins.includes(token);
    let look = `v-chip v-cue-${isDim ? 'none' : paint.cueOf(token)}`;
    if (isDim) look += ' v-dim';
    else if (fill !== undefined) look += ' v-filled';
    if (isPinned) look += ' v-pinned';
    if (token === cursor) look += ' v-cursor';
    const text = texts(token);
    // A line breaks before the space that a word begins with, never after it: no sliver of colour at the line's end.
    if (/^[^\S\n]/.test(text)) chips.push(<wbr key={`${token}b`} />);
    if (text.length > LONG_TEXT) look += ' v-long';
    chips.push(
      <span
        key={token}
        id={chipId(id, token)}
        data-token={token}
        role="option"
        aria-label={describe(token)}
        aria-selected={isPinned}
        className={look}
        style={fill === undefined || isDim ? undefined : { backgroundColor: fill }}
      >
        {chipText(text)}
      </span>,
    );
  }
  return chips;
}, mayStand);

/** Whether a block may stay as it was drawn. */
function mayStand(drawn: BlockProps, wanted: BlockProps): boolean {
  const isSamePlace = drawn.texts === wanted.texts && drawn.end === wanted.end;
  const isSameFocus = drawn.cursor === wanted.cursor && drawn.pins === wanted.pins;
  if (!isSamePlace || !isSameFocus) return false;
  if (wanted.isStale) return true;
  return drawn.paint === wanted.paint && drawn.shown === wanted.shown && drawn.describe === wanted.describe;
}

/** The text of a chip, with a sign before its first newline. */
function chipText(text: string): ReactNode {
  const newline = text.indexOf('\n');
  if (newline < 0) return text;
  return (
    <>
      {text.slice(0, newline)}
      <i className="v-newline" data-sign={NEWLINE_SIGN} aria-hidden="true" />
      {text.slice(newline)}
    </>
  );
}

function blockOf(token: number): number {
  return Math.floor(token / BLOCK_TOKENS);
}

function blocks(count: number): number[] {
  return Array.from({ length: Math.ceil(count / BLOCK_TOKENS) }, (_, block) => block * BLOCK_TOKENS);
}

function chipId(id: string, token: number): string {
  return `${id}t${token}`;
}

function chipOf(pane: HTMLElement | null, id: string, token: number): HTMLElement | undefined {
  return pane?.ownerDocument.getElementById(chipId(id, token)) ?? undefined;
}

/** The token whose middle is nearest to this one's, so many lines further; empty lines are passed over. */
function tokenOnLine(pane: HTMLElement | null, id: string, count: number, from: number, lines: number): number {
  const start = chipOf(pane, id, from);
  if (!start) return from;
  const step = Math.sign(lines);
  const wantedPx = start.offsetTop + lines * LINE_PX;
  const middlePx = start.offsetLeft + start.offsetWidth / 2;
  let rowPx: number | undefined;
  let best = lines > 0 ? count - 1 : 0;
  let bestPx = Infinity;
  for (let token = from + step; token >= 0 && token < count; token += step) {
    const chip = chipOf(pane, id, token);
    if (!chip) break;
    if ((chip.offsetTop - wantedPx) * step < -LINE_PX / 2) continue;
    rowPx ??= chip.offsetTop;
    if (Math.abs(chip.offsetTop - rowPx) > LINE_PX / 2) break;
    const awayPx = Math.abs(chip.offsetLeft + chip.offsetWidth / 2 - middlePx);
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
      if ((chipOf(pane, id, middle)?.offsetTop ?? Infinity) <= limitPx) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return [lastAbove(topPx), lastAbove(topPx + pane.clientHeight)];
}
