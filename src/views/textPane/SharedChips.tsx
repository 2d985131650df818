/** @file A character that several tokens share: it stands once, over a chip for the part of each token. */

import type { SharedCharacter } from '../../core/text/characters';
import { fillStyle, isFilled, lookOf } from './chipLook';
import { directionOf } from './direction';
import { chipId } from './dom';
import { LEAST_PART_PX } from './shapes';
import type { TokenChipsProps } from './pane';

/** What the underline of a part is drawn under. */
const PART_FILLER = '\u00a0'.repeat(8);

type Props = TokenChipsProps & { readonly character: SharedCharacter };

/** The character is text among text, so that it joins its neighbours and is read in its own direction. */
export function SharedChips({ character, ...look }: Props) {
  const { text, first, tokens } = character;
  const parts = Array.from({ length: tokens }, (_, part) => first + part);
  const isOnFill = parts.every((token) => isFilled(look, token));
  const paddingInline = `max(0px, (${tokens * LEAST_PART_PX}px - 1em) / 2)`;
  return (
    <span className="v-shared" role="presentation" style={{ paddingInline }}>
      {parts.map((token) => (
        <Part key={token} {...look} character={character} token={token} />
      ))}
      <span className={`v-shared-text${isOnFill ? ' v-filled' : ''}`} aria-hidden="true">
        {text}
      </span>
    </span>
  );
}

function Part({ character, token, ...look }: Props & { readonly token: number }) {
  const { id, describe, pins } = look;
  const { text, first, tokens } = character;
  const side = directionOf(text) === 'rtl' ? 'right' : 'left';
  const option = {
    id: chipId(id, token),
    role: 'option',
    'aria-label': describe(token),
    'aria-selected': pins.includes(token),
  };
  return (
    <span
      data-token={token}
      {...(isOption(look, token, character) ? option : { 'aria-hidden': true })}
      className={`v-part ${lookOf(look, token)}`}
      style={{
        ...fillStyle(look, token),
        [side]: `${(100 * (token - first)) / tokens}%`,
        width: `calc(${100 / tokens}% - 1px)`,
      }}
    >
      {PART_FILLER}
    </span>
  );
}

/** A token is one option of the list: its own characters, or else the first character that it is a part of. */
function isOption({ texts, shared }: TokenChipsProps, token: number, character: SharedCharacter): boolean {
  const lead = shared?.(token).lead;
  return texts(token) === '' && (lead === undefined || lead.first === character.first);
}
