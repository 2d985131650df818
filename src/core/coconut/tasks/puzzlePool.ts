/** @file A pool of small puzzles in groups of one size each, so that a batch needs no padding and its thoughts stand in line. */

import { pick, rng, type Rng } from '../../util/rng';
import { exchangeablePuzzle, type ExchangeableRule } from './exchangeableGenerator';
import type { GraphPuzzle } from '../problems/problem';
import type { Split } from './split';

export interface PuzzlePool {
  /** [puzzle] in the order in which they were drawn. */
  readonly puzzles: readonly GraphPuzzle[];
  /** Puzzles with equally many edges and hops. */
  readonly groups: readonly (readonly GraphPuzzle[])[];
}

/** The same for the same seed; pools of different splits share no shape. */
export function puzzlePool(rule: ExchangeableRule, split: Split, seed: number, count: number): PuzzlePool {
  const chance = rng(seed, 'puzzles', split);
  const puzzles = Array.from({ length: count }, () => exchangeablePuzzle(rule, split, chance));
  const groups = new Map<string, GraphPuzzle[]>();
  for (const puzzle of puzzles) {
    const key = `${puzzle.edges.length}/${puzzle.path.length}`;
    groups.set(key, [...(groups.get(key) ?? []), puzzle]);
  }
  return { puzzles, groups: [...groups.values()] };
}

/** `batch` puzzles of one group, with replacement; groups come up as often as their puzzles do. */
export function drawBatch(pool: PuzzlePool, batch: number, rng: Rng): GraphPuzzle[] {
  const first = pick(pool.puzzles, rng);
  const group = pool.groups.find((members) => members.includes(first)) ?? pool.puzzles;
  return Array.from({ length: batch }, () => pick(group, rng));
}
