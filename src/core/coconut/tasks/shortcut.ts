/**
 * @file The shortcut of the official ProsQA problems, and how far it leads.
 *
 * Their target is the deepest leaf of one family and the other candidate is any leaf of the other family, so the deeper candidate
 * is right more often than not, and which root is asked about need not be read. A model's accuracy is held against this.
 */

import { childrenOf, distances, parentsOf } from '../problems/graph';
import type { GraphPuzzle } from '../problems/problem';

/** Chance that the rule "the deeper candidate" is right: 1, 0, or one half where both are equally deep. */
export function shortcutChance(puzzle: GraphPuzzle): number {
  const depth = depths(puzzle);
  const [target, other] = [depth[puzzle.target] ?? 0, depth[puzzle.negTarget] ?? 0];
  return target === other ? 0.5 : Number(target > other);
}

/** [node] edges from the nearest node without parents. */
function depths(puzzle: GraphPuzzle): number[] {
  const children = childrenOf(puzzle);
  const tops = [...parentsOf(puzzle).entries()].filter(([, parents]) => parents.length === 0).map(([node]) => node);
  const from = tops.map((top) => distances(children, top));
  return Array.from({ length: puzzle.nodes }, (_, node) =>
    Math.min(...from.map((distance) => distance[node] ?? -1).filter((distance) => distance >= 0)),
  );
}
