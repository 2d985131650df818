/** @file The door for what is said of a run: a card comes out of a dialog or an archive. */

import * as v from 'valibot';
import type { RunCard } from './messages/commands';
import { boolean, parseWith, table, text, whole } from './config/parseConfig';
import type { RunId } from './messages/commands';

/** UTF-16 units. */
export const CARD_LIMITS = { name: 120, group: 60, note: 4000 } as const;

const runId = v.pipe(
  text(80),
  v.regex(/^[\w.-]+$/, 'must be a plain name'),
  v.transform((name) => name as RunId),
);

const card = table({
  name: v.optional(text(CARD_LIMITS.name)),
  note: v.optional(text(CARD_LIMITS.note)),
  group: v.optional(text(CARD_LIMITS.group)),
  isPinned: v.optional(boolean),
  parent: v.optional(table({ run: runId, step: whole(0, 1_000_000) })),
});

/** Refuses with a sentence that names the field. */
export function parseRunCard(json: unknown): RunCard {
  return parseWith(card as v.GenericSchema<unknown, RunCard>, json, 'What is said of this run');
}
