/** @file The problems of a run: its vocabulary, the training problems of each step, and those that are held out. */

import { LEVELS } from '../../coconut/tasks/exchangeableGenerator';
import {
  checkLevel,
  heldOutProblems,
  isSmallLevel,
  numberedProblem,
  prosqaRule,
  taskVocabulary,
} from '../../coconut/tasks/generatedTasks';
import { namedProblem, namePools, type NamePools } from '../../coconut/problems/names';
import type { Problem } from '../../coconut/problems/problem';
import { readProblemFile } from '../../coconut/problems/problemJson';
import { problemText } from '../../coconut/problems/problemText';
import { prosqaPuzzle } from '../../coconut/tasks/prosqaGenerator';
import { drawBatch, puzzlePool, type PuzzlePool } from '../../coconut/tasks/puzzlePool';
import type { SequenceFormat } from '../../coconut/curriculum/sequence';
import { splitOfKey, type Split } from '../../coconut/tasks/split';
import { officialVocabulary } from '../../coconut/curriculum/vocabularies';
import type { Vocabulary } from '../../coconut/curriculum/vocabulary';
import type { ProblemSource, ThoughtsConfig } from '../../trace/config/config';
import { InputError } from '../../util/assert';
import { pick, rng } from '../../util/rng';
import { decodeUtf8 } from '../../util/utf8';

export interface ProblemSet {
  readonly format: SequenceFormat & { readonly codec: Vocabulary };
  /** `count` training problems of a step; the same for the same seed and step, whatever came before. */
  readonly draw: (level: string, step: number, count: number) => readonly Problem[];
  /** The first `count` held-out problems of a level; the same in every run, or those of the file. */
  readonly heldOut: (level: string, count: number) => readonly Problem[];
}

/** Puzzles in a pool at most: enough that a model meets each a dozen times under ever new names. */
const LARGEST_POOL = 6000;
/** Held-out problems are the same in every run, so that figures of two runs can be compared. */
const TEST_SEED = 7;

/** Refuses a level that is not there, and a file without problems. */
export function openProblems(
  config: Pick<ThoughtsConfig, 'problems' | 'stages' | 'seed' | 'batch'>,
  texts: Readonly<Record<string, Uint8Array>>,
  vocabulary?: Vocabulary,
): ProblemSet {
  const { problems, stages, seed, batch } = config;
  if (problems.kind === 'file') return fileSet(problems.name, texts, seed, vocabulary);
  for (const level of stages.flatMap(({ levels }) => levels)) checkLevel(problems.task, level);
  const drawn = batch * stages.reduce((sum, { steps }) => sum + steps, 0);
  return generatedSet(problems, seed, Math.min(LARGEST_POOL, drawn), vocabulary);
}

type Generated = Extract<ProblemSource, { kind: 'generated' }>;

function generatedSet(source: Generated, seed: number, pool: number, known?: Vocabulary): ProblemSet {
  const pools = namePools(source.people, source.concepts, source.properties);
  const style = source.style ?? 'compact';
  const codec = known ?? taskVocabulary(source.task, pools, style);
  const format = { codec, special: codec.special, style };
  return {
    format,
    draw: source.task === 'prosqa' ? graphDraw(pools, seed, pool) : listedDraw(source.task, pools, seed),
    heldOut: (level, count) => heldOutProblems({ task: source.task, level, seed: TEST_SEED }, pools, count),
  };
}

function listedDraw(task: 'prontoqa' | 'arithmetic', pools: NamePools, seed: number): ProblemSet['draw'] {
  return (level, step, count) =>
    Array.from({ length: count }, (_, i) => numberedProblem(task, level, pools, 'train', seed, step * count + i));
}

/** Batches of one size of graph, so that nothing is padded; names, order and candidates are drawn anew each time. */
function graphDraw(pools: NamePools, seed: number, size: number): ProblemSet['draw'] {
  const made = new Map<string, PuzzlePool>();
  const poolOf = (level: keyof typeof LEVELS): PuzzlePool => {
    const pool = made.get(level) ?? puzzlePool(LEVELS[level], 'train', seed, size);
    made.set(level, pool);
    return pool;
  };
  return (level, step, count) => {
    const chance = rng(seed, 'problems', level, step);
    const puzzles = isSmallLevel(level)
      ? drawBatch(poolOf(level), count, chance)
      : Array.from({ length: count }, () => prosqaPuzzle(prosqaRule(level), chance));
    return puzzles.map((puzzle) => namedProblem(puzzle, pools, chance));
  };
}

/** Words that a file uses at least so often get a token of their own; the rest is spelled. */
const COMMON_WORD = 3;
const MOST_WORDS = 4000;

function fileSet(
  name: string,
  texts: Readonly<Record<string, Uint8Array>>,
  seed: number,
  known?: Vocabulary,
): ProblemSet {
  const bytes = texts[name];
  if (!bytes) throw new InputError(`The file "${name}" is not here: choose it again.`);
  const { problems, refusals } = readProblemFile(decodeUtf8(bytes));
  const of = (split: Split) => problems.filter((problem) => splitOfKey(problemText(problem).question) === split);
  const [train, test] = [of('train'), of('test')];
  if (train.length === 0 || test.length === 0)
    throw new InputError(
      refusals[0] ?? `"${name}" has ${problems.length} problems: some are kept for testing, so give at least twenty.`,
    );
  const codec = known ?? officialVocabulary(namePools(0, 0), commonWords(problems));
  return {
    format: { codec, special: codec.special, style: 'official' },
    draw: (_, step, count) => {
      const chance = rng(seed, 'problems', step);
      return Array.from({ length: count }, () => pick(train, chance));
    },
    heldOut: (_, count) => test.slice(0, count),
  };
}

function commonWords(problems: readonly Problem[]): string[] {
  const counts = new Map<string, number>();
  for (const problem of problems)
    for (const word of problemText(problem).question.match(/\p{L}+/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= COMMON_WORD)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
}
