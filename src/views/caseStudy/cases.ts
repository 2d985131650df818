/** @file The rows of the case study as data. */

import type { PathClass } from '../../core/coconut/probes/grade';
import { PATH_LOOKS, type PathLook } from '../palette';
import type { Table } from '../table';
import type { WrittenWord } from '../thoughtStrip/strip';

export interface CaseRow {
  /** One row one id. */
  readonly id: string;
  /** `CoT`, `Coconut, k = 1`, `the way itself`. */
  readonly name: string;
  /** Where the tree can show it: the number of thoughts of the model at hand. */
  readonly thoughts?: number | undefined;
  /** What stands before the writing: `<bot>`, thoughts, `<eot>`. */
  readonly marks: readonly string[];
  readonly words: readonly WrittenWord[];
  readonly pathClass?: PathClass | undefined;
  /** Absent for the solution itself. */
  readonly isRight?: boolean | undefined;
  /** Product of the words' chances; absent where they were not told. */
  readonly certainty?: number | undefined;
}

export function lookOf(pathClass: PathClass | undefined): PathLook | undefined {
  return PATH_LOOKS.find(({ name }) => name === pathClass);
}

/** `correct path ✓`, `hallucination ✗`. */
export function verdictWords({ pathClass, isRight }: Pick<CaseRow, 'pathClass' | 'isRight'>): string {
  if (isRight === undefined) return '';
  return `${lookOf(pathClass)?.words ?? (isRight ? 'right answer' : 'wrong answer')} ${isRight ? '✓' : '✗'}`;
}

/** Product of the chances of all words; undefined where one is not told. */
export function certaintyOf(words: readonly WrittenWord[]): number | undefined {
  if (words.length === 0) return undefined;
  return words.reduce<number | undefined>(
    (product, { chance }) => (product === undefined || chance === undefined ? undefined : product * chance),
    1,
  );
}

export function caseTable(rows: readonly CaseRow[]): Table {
  return {
    columns: ['who', 'written', 'class', 'probability of the whole answer'],
    rows: rows.map((row) => [
      row.name,
      [...row.marks, ...row.words.map(({ text }) => text)].join(' '),
      verdictWords(row),
      row.certainty ?? NaN,
    ]),
  };
}
