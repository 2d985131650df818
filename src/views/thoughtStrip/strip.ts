/** @file What stands in the strip of a sequence: the slots in their order, and how high their bars are. [Coconut Fig 2] */

import { chance } from '../format';
import type { Table } from '../table';

export interface StripData {
  /** Words of the question. */
  readonly questionWords: number;
  /** Methods that only write have neither marks nor slots. */
  readonly hasMarks: boolean;
  readonly slots: 'thought' | 'pause';
  /** The most thoughts there are. */
  readonly most: number;
  /** [thought] length of each thought; absent where it was not read. */
  readonly norms?: ArrayLike<number> | undefined;
  /** Mean length of the embedding of a name, to hold it against. */
  readonly nameNorm?: number | undefined;
  /** [thoughts] what is written after so many. */
  readonly written: readonly (readonly WrittenWord[])[];
}

export interface WrittenWord {
  readonly text: string;
  /** 0..1, of the word when it was chosen; absent where it was not told. */
  readonly chance?: number | undefined;
  /** What else might have stood there, best first. */
  readonly others?: readonly { readonly text: string; readonly chance: number }[];
  /** Part of a step that the graph does not have, or of an answer. */
  readonly tone: 'step' | 'wrong' | 'rightAnswer' | 'wrongAnswer';
}

/** 0..1 of the strip's height: in proportion to the longest of the thoughts and the names. */
export function barShare({ norms, nameNorm = 0 }: StripData, thought: number): number | undefined {
  if (!norms) return undefined;
  const longest = Math.max(nameNorm, ...Array.from(norms));
  return longest > 0 ? (norms[thought - 1] ?? 0) / longest : 0;
}

export function slotWords(data: StripData, thought: number): string {
  const norm = data.norms?.[thought - 1];
  const name = data.slots === 'pause' ? `pause ${thought}` : `thought ${thought}`;
  if (norm === undefined) return name;
  const against = data.nameNorm === undefined ? '' : `, a name’s embedding is ${data.nameNorm.toFixed(1)} long`;
  return `${name}, ${norm.toFixed(1)} long${against}`;
}

/** `after 2 of 2 thoughts it writes: lempus`. */
export function stripWords(data: StripData, thoughts: number): string {
  const written = (data.written[thoughts] ?? []).map(({ text }) => text).join(' ');
  return `after ${thoughts} of ${data.most} ${data.most === 1 ? 'thought' : 'thoughts'}${written ? ` it writes: ${written}` : ''}`;
}

export function wordSentence({ text, chance: value, others = [] }: WrittenWord): string {
  if (value === undefined) return text;
  const rest = others.map((other) => `${other.text} ${chance(other.chance)}`).join(', ');
  return `${text}, chance ${chance(value)}${rest ? `; else ${rest}` : ''}`;
}

export function stripTable(data: StripData): Table {
  return {
    columns: ['thoughts', 'length of the last thought', 'written'],
    rows: data.written.map((words, thoughts) => [
      thoughts,
      thoughts === 0 ? NaN : (data.norms?.[thoughts - 1] ?? NaN),
      words.map(({ text }) => text).join(' '),
    ]),
  };
}
