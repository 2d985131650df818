/** @file The generated problems of each task: its levels, its vocabulary, and the problems that no run trains on. */

import type { ThoughtTask } from '../trace/config';
import { InputError } from '../util/assert';
import { rng } from '../util/rng';
import { ARITHMETIC_WORDS, arithmeticProblem, LONG_ARITHMETIC, SMALL_ARITHMETIC } from './arithmeticGenerator';
import { LEVELS, type LevelName } from './exchangeableGenerator';
import { namedProblem, type NamePools } from './names';
import type { Problem } from './problem';
import { OFFICIAL_PRONTOQA, prontoqaProblem, SMALL_PRONTOQA } from './prontoqaGenerator';
import { OFFICIAL_PROSQA, prosqaPuzzle } from './prosqaGenerator';
import { puzzlePool } from './puzzlePool';
import type { Split } from './split';
import { arithmeticVocabulary, compactVocabulary } from './vocabularies';
import type { Vocabulary } from './vocabulary';

/** From easy to hard. */
export const TASK_LEVELS: Readonly<Record<ThoughtTask, readonly string[]>> = {
  prosqa: [...Object.keys(LEVELS), 'official'],
  prontoqa: ['small', 'official'],
  arithmetic: ['small', 'long'],
};

export function checkLevel(task: ThoughtTask, level: string): void {
  if (!TASK_LEVELS[task].includes(level))
    throw new InputError(`"${level}" is no level of ${task}; there are ${TASK_LEVELS[task].join(', ')}.`);
}

export function isSmallLevel(level: string): level is LevelName {
  return level in LEVELS;
}

/** One token for each name; numbers of arithmetic as far as its problems go. */
export function taskVocabulary(task: ThoughtTask, pools: NamePools): Vocabulary {
  if (task !== 'arithmetic') return compactVocabulary(pools);
  return arithmeticVocabulary([...ARITHMETIC_WORDS, ...pools.people], LONG_ARITHMETIC.largest);
}

/** Of problems that are numbered by their generator. */
export function numberedProblem(
  task: 'prontoqa' | 'arithmetic',
  level: string,
  pools: NamePools,
  split: Split,
  seed: number,
  index: number,
): Problem {
  return task === 'prontoqa'
    ? prontoqaProblem(level === 'official' ? OFFICIAL_PRONTOQA : SMALL_PRONTOQA, pools, split, seed, index)
    : arithmeticProblem(level === 'long' ? LONG_ARITHMETIC : SMALL_ARITHMETIC, pools, split, seed, index);
}

/** The first so many problems of a seed that no run trains on. Refuses a level that is not there. */
export function heldOutProblems(
  { task, level, seed }: { readonly task: ThoughtTask; readonly level: string; readonly seed: number },
  pools: NamePools,
  count: number,
): readonly Problem[] {
  checkLevel(task, level);
  if (task !== 'prosqa')
    return Array.from({ length: count }, (_, i) => numberedProblem(task, level, pools, 'test', seed, i));
  const chance = rng(seed, 'names', level);
  const graphs = rng(seed, 'puzzles', level);
  const puzzles = isSmallLevel(level)
    ? puzzlePool(LEVELS[level], 'test', seed, count).puzzles
    : Array.from({ length: count }, () => prosqaPuzzle(OFFICIAL_PROSQA, graphs));
  return puzzles.map((puzzle) => namedProblem(puzzle, pools, chance));
}
