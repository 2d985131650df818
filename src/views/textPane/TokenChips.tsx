/** @file A block of tokens as chips. A character that several tokens share stands once, over a chip for each of them. */

import type { TokenChipsProps } from './pane';
import { Fragment, memo, type ReactNode } from 'react';
import { chipId } from './dom';
import { fillStyle, lookOf } from './chipLook';
import { NEWLINE_SIGN } from './shapes';
import { SharedChips } from './SharedChips';

/** A text of more characters may break inside. */
const LONG_TEXT = 20;

export const TokenChips = memo(function TokenChips(props: TokenChipsProps) {
  const { first, end, texts, shared } = props;
  const pieces: ReactNode[] = [];
  // Chips that a character joins: no line may break between them.
  let joined: ReactNode[] = [];
  for (let token = first; token < end; token++) {
    const text = texts(token);
    const { lead, tail } = shared?.(token) ?? {};
    // A line breaks before the space that a word begins with, never after it: no sliver of colour at the line's end.
    if (!lead && /^[^\S\n]/.test(text)) pieces.push(<wbr key={`${token}b`} />);
    const chips = lead || tail ? joined : pieces;
    if (text !== '') chips.push(<Chip key={token} {...props} token={token} text={text} />);
    if (tail) chips.push(<SharedChips key={`${token}c`} {...props} character={tail} />);
    const goesOn = tail !== undefined || (lead !== undefined && token + 1 < lead.first + lead.tokens);
    if (goesOn || joined.length === 0) continue;
    pieces.push(
      <span key={`${token}j`} className="v-joined" role="presentation">
        {joined}
      </span>,
    );
    joined = [];
  }
  return joined.length > 0 ? [...pieces, <Fragment key="end">{joined}</Fragment>] : pieces;
}, mayStand);

/** Whether a block may stay as it was drawn. */
function mayStand(drawn: TokenChipsProps, wanted: TokenChipsProps): boolean {
  const isSamePlace = drawn.texts === wanted.texts && drawn.shared === wanted.shared && drawn.end === wanted.end;
  const isSameFocus = drawn.cursor === wanted.cursor && drawn.pins === wanted.pins;
  if (!isSamePlace || !isSameFocus) return false;
  if (wanted.isStale) return true;
  return drawn.paint === wanted.paint && drawn.shown === wanted.shown && drawn.describe === wanted.describe;
}

function Chip(props: TokenChipsProps & { readonly token: number; readonly text: string }) {
  const { id, token, text, describe, pins } = props;
  return (
    <span
      id={chipId(id, token)}
      data-token={token}
      role="option"
      aria-label={describe(token)}
      aria-selected={pins.includes(token)}
      className={`v-chip ${lookOf(props, token)}${text.length > LONG_TEXT ? ' v-long' : ''}`}
      style={fillStyle(props, token)}
    >
      {chipText(text)}
    </span>
  );
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
