/** @file The words nearest to each thought, as data. [Coconut Fig 4] */

import type { Table } from '../table';

export interface HeardWord {
  readonly text: string;
  /** 0..1 */
  readonly chance: number;
  /** Whether it names a node that is as many edges from the root as there are thoughts. */
  readonly role: 'frontier' | 'other';
}

export interface HeardThought {
  readonly norm: number;
  /** Best first. */
  readonly words: readonly HeardWord[];
}

export function heardTable(thoughts: readonly HeardThought[]): Table {
  return {
    columns: ['thought', 'length', 'rank', 'word', 'chance', 'on the frontier'],
    rows: thoughts.flatMap(({ norm, words }, i) =>
      words.map(({ text, chance, role }, rank) => [
        i + 1,
        norm,
        rank + 1,
        text,
        chance,
        role === 'frontier' ? 'yes' : 'no',
      ]),
    ),
  };
}
