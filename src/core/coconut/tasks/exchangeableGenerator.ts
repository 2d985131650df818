/**
 * @file Small problems without a shortcut, for models that learn in minutes.
 *
 * The two founders play the same part: each leads to a candidate at the same depth, each has at least two children, and
 * which of them is the root is a fair draw made last. Graph and candidates therefore say nothing about the answer, and a
 * model that does not follow edges is right in exactly half of the cases.
 */

import { assert } from '../../util/assert';
import { pick, type Rng } from '../../util/rng';
import { childrenOf, distances } from '../problems/graph';
import { graphShape } from '../problems/graphShape';
import { FAMILY, growGraph, type GrowthRule } from './growGraph';
import type { GraphPuzzle } from '../problems/problem';
import { randomShortestPath } from './prosqaGenerator';
import { splitOfKey, type Split } from './split';

export interface ExchangeableRule {
  readonly growth: GrowthRule;
  /** Fewest and most edges in the graph. */
  readonly edges: readonly [number, number];
  /** Fewest and most edges from each root to its candidate. */
  readonly hops: readonly [number, number];
}

// Every node but the founders has a parent; narrower families than the official ones, so that small graphs still have two.
const SMALL_GROWTH = { meanParents: 1.5, leastParents: 1, thresholds: [0.42, 0.84], depthWeight: 1.5 } as const;

/** By the names under which plans call them (`schedules.ts`). */
export const LEVELS = {
  micro: { growth: { ...SMALL_GROWTH, nodes: 10 }, edges: [10, 13], hops: [2, 2] },
  micro3: { growth: { ...SMALL_GROWTH, nodes: 12 }, edges: [12, 16], hops: [3, 3] },
  micro23: { growth: { ...SMALL_GROWTH, nodes: 12 }, edges: [12, 16], hops: [2, 3] },
  small: { growth: { ...SMALL_GROWTH, nodes: 16 }, edges: [17, 22], hops: [3, 3] },
  // As many nodes as the official problems, where a model that only knows their shortcut is right in half of the cases.
  large: { growth: { ...SMALL_GROWTH, nodes: 28 }, edges: [32, 42], hops: [3, 4] },
  small4: { growth: { ...SMALL_GROWTH, nodes: 18 }, edges: [20, 26], hops: [4, 4] },
} as const satisfies Record<string, ExchangeableRule>;

export type LevelName = keyof typeof LEVELS;

/** A graph whose shape belongs to the split: no shape is in both, whatever seeds they are drawn with. */
export function exchangeablePuzzle(rule: ExchangeableRule, split: Split, rng: Rng): GraphPuzzle {
  for (;;) {
    const hops = rule.hops[0] + rng.integer(rule.hops[1] - rule.hops[0] + 1);
    const puzzle = puzzleFrom(rule, hops, rng);
    if (puzzle && splitOf(puzzle) === split) return puzzle;
  }
}

/** Decided by the shape alone. */
export function splitOf(puzzle: GraphPuzzle): Split {
  return splitOfKey(graphShape(puzzle));
}

function puzzleFrom(rule: ExchangeableRule, hops: number, rng: Rng): GraphPuzzle | undefined {
  const graph = growGraph(rule.growth, rng);
  if (graph.edges.length < rule.edges[0] || graph.edges.length > rule.edges[1]) return undefined;
  const children = childrenOf(graph);
  const candidates = FAMILY.map((family, founder) => {
    const distance = distances(children, founder);
    const pure = [...graph.label.keys()].filter((node) => graph.label[node] === family && distance[node] === hops);
    return (children[founder]?.length ?? 0) >= 2 && pure.length > 0 ? pick(pure, rng) : undefined;
  });
  const root = rng.integer(2);
  const [target, negTarget] = [candidates[root], candidates[1 - root]];
  if (target === undefined || negTarget === undefined) return undefined;
  const path = randomShortestPath(graph, root, target, rng);
  assert(path.length === hops + 1, 'the candidate is not at its depth');
  return { nodes: graph.nodes, edges: graph.edges, root, target, negTarget, path };
}
