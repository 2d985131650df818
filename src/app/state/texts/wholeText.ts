/** @file The text that a run was given: whole, or as much of it as its trace holds. */

import type { RunId } from '../../../core/trace/messages/commands';
import { watchedText } from '../../../core/trace/config/configFacts';
import type { RunEntry } from '../runEntry';
import type { AppState } from '../store';
import type { BroughtText } from './broughtText';

export type TextAtHand =
  /** It follows from a seed. */
  | { readonly kind: 'generated' }
  | { readonly kind: 'whole'; readonly text: BroughtText }
  /** The store may hold it: to be asked for. */
  | { readonly kind: 'unread' }
  /** Only the part that was scored or watched is here. */
  | { readonly kind: 'shown'; readonly text: BroughtText };

export function textAtHand({ texts, lostTexts }: Pick<AppState, 'texts' | 'lostTexts'>, entry: RunEntry): TextAtHand {
  const { run, origin, trace } = entry;
  const { config, document } = trace;
  const whole = texts[run];
  if (whole) return { kind: 'whole', text: whole };
  const source = config && watchedText(config);
  if (source?.kind !== 'text' || !document) return { kind: 'generated' };
  if (origin === 'here' && !lostTexts.has(run)) return { kind: 'unread' };
  return { kind: 'shown', text: { name: source.name, bytes: document.textBytes } };
}

/** What the store answered: of several texts the one that the run trains on, or else scores. */
export function withTexts(
  { runs, texts, lostTexts }: AppState,
  run: RunId,
  read: Readonly<Record<string, Uint8Array>>,
): Pick<AppState, 'texts' | 'lostTexts'> {
  const config = runs[run]?.trace.config;
  const source = config?.kind === 'train' ? config.corpus : config && watchedText(config);
  const bytes = source?.kind === 'text' ? read[source.name] : undefined;
  if (source?.kind !== 'text' || !bytes) return { texts, lostTexts: new Set([...lostTexts, run]) };
  return { texts: { ...texts, [run]: { name: source.name, bytes } }, lostTexts };
}
