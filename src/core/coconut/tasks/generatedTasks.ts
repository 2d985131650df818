/** @file The generated problems of each task: its levels, its vocabulary, and the problems that no run trains on. */

import type { ThoughtTask } from '../../trace/config/config';
import { InputError } from '../../util/assert';
import { rng } from '../../util/rng';
import { ARITHMETIC_WORDS, arithmeticProblem, LONG_ARITHMETIC, SMALL_ARITHMETIC } from './arithmeticGenerator';
import { exchangeablePuzzle, LEVELS, type LevelName } from './exchangeableGenerator';
import { namedProblem, type NamePools } from '../problems/names';
import type { Problem } from '../problems/problem';
import { OFFICIAL_PRONTOQA, prontoqaProblem, SMALL_PRONTOQA } from './prontoqaGenerator';
import { OFFICIAL_PROSQA, PROSQA_RULES, type ProsqaRule, prosqaPuzzle } from './prosqaGenerator';
import type { Style } from '../curriculum/sequence';
import type { Split } from './split';
import { arithmeticVocabulary, compactVocabulary } from '../curriculum/vocabularies';
import type { Vocabulary } from '../curriculum/vocabulary';

/** From easy to hard. */
export const TASK_LEVELS: Readonly<Record<ThoughtTask, readonly string[]>> = {
  prosqa: [...Object.keys(LEVELS), ...Object.keys(PROSQA_RULES)],
  prontoqa: ['small', 'official'],
  arithmetic: ['small', 'long'],
};

export function checkLevel(task: ThoughtTask, level: string): void {
  if (!TASK_LEVELS[task].includes(level))
    throw new InputError(`"${level}" is not a level of ${task}; choose one of ${TASK_LEVELS[task].join(', ')}.`);
}

export function isSmallLevel(level: string): level is LevelName {
  return level in LEVELS;
}

/** Of a level of ProsQA's own generator. */
export function prosqaRule(level: string): ProsqaRule {
  return PROSQA_RULES[level] ?? OFFICIAL_PROSQA;
}

/** One token for each name; numbers of arithmetic as far as its problems go. */
export function taskVocabulary(task: ThoughtTask, pools: NamePools, style: Style = 'compact'): Vocabulary {
  if (task !== 'arithmetic') return compactVocabulary(pools, style === 'marked');
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

export interface HeldOutSource {
  readonly task: ThoughtTask;
  readonly level: string;
  readonly seed: number;
}

/** The first so many problems of a seed that no run trains on. Refuses a level that is not there. */
export function heldOutProblems(source: HeldOutSource, pools: NamePools, count: number): readonly Problem[] {
  const stream = heldOutStream(source, pools);
  return Array.from({ length: count }, () => stream.next().value);
}

/** The same one by one, without an end: a small graph takes some ten milliseconds, for most that are drawn do not fit. */
export function* heldOutStream({ task, level, seed }: HeldOutSource, pools: NamePools): Generator<Problem, never> {
  checkLevel(task, level);
  const names = rng(seed, 'names', level);
  const small = rng(seed, 'puzzles', 'test');
  const official = rng(seed, 'puzzles', level);
  for (let index = 0; ; index++) {
    if (task !== 'prosqa') yield numberedProblem(task, level, pools, 'test', seed, index);
    else {
      const puzzle = isSmallLevel(level)
        ? exchangeablePuzzle(LEVELS[level], 'test', small)
        : prosqaPuzzle(prosqaRule(level), official);
      yield namedProblem(puzzle, pools, names);
    }
  }
}
