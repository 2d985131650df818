/** @file What a file was taken for, in one line. */

import type { LossList } from './losses/lossList';
import type { OpenedText } from './opened';

export function lossReading({
  tokens,
  docs,
  steps,
  referenceLossNats,
  excessNats,
  selected,
  remarks,
}: LossList): string {
  const documents = new Set(docs).size;
  const figures = [
    ...(steps.length > 0 ? [`losses at ${counted(steps.length, 'checkpoint')}`] : []),
    ...(referenceLossNats ? ['reference losses'] : []),
    ...(excessNats ? ['excess losses'] : []),
    ...(selected ? ['the selection'] : []),
  ];
  const where = documents > 1 ? ` in ${counted(documents, 'document')}` : '';
  return [`${counted(tokens.length, 'token')}${where} with ${listed(figures)}`, ...remarks].join(', ');
}

export function textReading({ encoding, documents }: OpenedText, characters: number, what = 'text'): string {
  const parts = documents > 1 ? ` in ${counted(documents, what === 'notebook' ? 'cell' : 'document')}` : '';
  return `a ${what} of ${counted(characters, 'character')}${parts}, ${encoding}`;
}

export const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

const listed = (parts: readonly string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
