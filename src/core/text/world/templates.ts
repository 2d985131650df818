/** @file Fills templates such as `{user} wrote at {time}`, keeping the source of every byte; and misspells words. */

import { assert } from '../../util/assert';
import type { Rng } from '../../util/rng';
import type { SourceLabel, Span } from './labels';
import type { Slot } from './words';

export type Slots = Readonly<Record<string, Slot>>;

export function filled(template: string, label: SourceLabel, slots: Slots, rng: Rng): readonly Span[] {
  // Odd pieces are slot names: split keeps what the group caught.
  return template.split(/\{(\w+)\}/).flatMap((piece, i) => {
    if (i % 2 === 0) return piece === '' ? [] : [{ text: piece, label }];
    const slot = slots[piece];
    assert(slot, `no slot {${piece}} for "${template}"`);
    return [{ text: slot.draw(rng), label: slot.label ?? label }];
  });
}

/** Misspells each word of four letters or more with this probability; the misspelt word is then labelled `typo`. */
export function misspelt(spans: readonly Span[], probability: number, rng: Rng): readonly Span[] {
  if (probability <= 0) return spans;
  return spans.flatMap((span) => {
    if (span.label !== 'chatter' && span.label !== 'problem' && span.label !== 'fact') return [span];
    return span.text
      .split(/([A-Za-z]{4,})/)
      .map((piece, i): Span =>
        i % 2 === 1 && rng.uniform() < probability
          ? { text: typo(piece, rng), label: 'typo' }
          : { ...span, text: piece },
      );
  });
}

/** Two letters swapped, one dropped, or one doubled, inside the word. */
function typo(word: string, rng: Rng): string {
  const at = 1 + rng.integer(word.length - 2);
  const before = word.slice(0, at);
  const [here, next] = [word.charAt(at), word.charAt(at + 1)];
  const kind = rng.integer(3);
  if (kind === 0 && here !== next) return before + next + here + word.slice(at + 2);
  if (kind === 1) return before + word.slice(at + 1);
  return before + here + here + word.slice(at + 1);
}
