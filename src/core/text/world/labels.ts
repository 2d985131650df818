/** @file Where a piece of generated text comes from. Every byte carries one label, so that selection can be compared with the truth. */

export const SOURCE_LABELS = [
  'furniture',
  'metadata',
  'chatter',
  'problem',
  'answer',
  'wrong',
  'fact',
  'spam',
  'url',
  'typo',
] as const;

export type SourceLabel = (typeof SOURCE_LABELS)[number];

/** What a model of this world should learn. A wrong answer looks the same and is not. */
export const USEFUL_LABELS: readonly SourceLabel[] = ['problem', 'answer', 'fact'];

/** A piece of text with its source. */
export interface Span {
  readonly text: string;
  readonly label: SourceLabel;
}
