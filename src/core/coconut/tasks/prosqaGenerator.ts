/**
 * @file Problems like the official ProsQA files.
 *
 * The generator as printed in the paper's App. A.2 does not reproduce those files; this is the calibrated one, whose
 * statistics do (`prosqaStatistics.ts` holds both beside each other): 28 nodes, thresholds .35 and .80, nodes of neither
 * family are parents in the unrestricted draw alone. It keeps the official files' shortcut, "the target is the deepest
 * leaf of one family": `exchangeablePuzzle` has none.
 */

import { pick, rng, type Rng } from '../../util/rng';
import { childrenOf, distances, parentsOf, type Digraph, type Edge } from '../problems/graph';
import { FAMILY, growGraph, type GrowthRule, type GrownGraph } from './growGraph';
import { namedProblem, type NamePools } from '../problems/names';
import type { GraphPuzzle, ProsqaProblem } from '../problems/problem';

export const OFFICIAL_RULE: GrowthRule = {
  nodes: 28,
  meanParents: 1.5,
  leastParents: 0,
  thresholds: [0.35, 0.8],
  depthWeight: 1.5,
};

export interface ProsqaRule {
  readonly growth: GrowthRule;
  /** Fewest and most edges from root to target. */
  readonly hops: readonly [number, number];
}

/** As in the official files. */
export const OFFICIAL_PROSQA: ProsqaRule = { growth: OFFICIAL_RULE, hops: [3, 6] };

/**
 * By the names under which plans call them: rungs of a ladder up to the official size, by their number of nodes. A small graph
 * has few edges to read, so that looking up and searching are learned there at a third of the cost.
 */
export const PROSQA_RULES: Readonly<Record<string, ProsqaRule>> = {
  official12: { growth: { ...OFFICIAL_RULE, nodes: 12 }, hops: [2, 3] },
  official16: { growth: { ...OFFICIAL_RULE, nodes: 16 }, hops: [3, 4] },
  official22: { growth: { ...OFFICIAL_RULE, nodes: 22 }, hops: [3, 5] },
  official: OFFICIAL_PROSQA,
  // Out of distribution, to ask a model that was taught the official size: each differs from it in one way.
  longer: { growth: { ...OFFICIAL_RULE, nodes: 36 }, hops: [7, 8] },
  denser: { growth: { ...OFFICIAL_RULE, meanParents: 2.25 }, hops: [3, 6] },
  parents: { growth: { ...OFFICIAL_RULE, leastParents: 2 }, hops: [3, 6] },
  distractors: { growth: { ...OFFICIAL_RULE, nodes: 38 }, hops: [3, 6] },
};

/** The `index`-th problem of a seed. Node numbers ascend from parent to child, as in the official files. */
export function prosqaProblem(rule: ProsqaRule, pools: NamePools, seed: number, index: number): ProsqaProblem {
  const chance = rng(seed, 'prosqa', index);
  return namedProblem(prosqaPuzzle(rule, chance), pools, chance);
}

/** Draws graphs until one fits. */
export function prosqaPuzzle(rule: ProsqaRule, rng: Rng): GraphPuzzle {
  for (;;) {
    const puzzle = puzzleIn(withoutIsolated(growGraph(rule.growth, rng)), rule.hops, rng);
    if (puzzle) return puzzle;
  }
}

/** The deepest pure leaf of each family; the family whose leaf is deeper gives root and target. */
export function puzzleIn(graph: GrownGraph, hops: readonly [number, number], rng: Rng): GraphPuzzle | undefined {
  const children = childrenOf(graph);
  const sides = FAMILY.map((family, founder) => {
    const distance = distances(children, founder);
    const leaves = [...graph.label.keys()].filter(
      (node) => node !== founder && graph.label[node] === family && children[node]?.length === 0,
    );
    const deepest = Math.max(...leaves.map((leaf) => distance[leaf] ?? 0));
    return { leaves, deepest, ends: leaves.filter((leaf) => distance[leaf] === deepest) };
  });
  const [first, second] = sides;
  if (!first || !second || first.leaves.length === 0 || second.leaves.length === 0) return undefined;
  const root = first.deepest === second.deepest ? rng.integer(2) : first.deepest > second.deepest ? 0 : 1;
  const [own, other] = root === 0 ? [first, second] : [second, first];
  if (own.deepest < hops[0] || own.deepest > hops[1]) return undefined;
  const target = pick(own.ends, rng);
  return {
    nodes: graph.nodes,
    edges: graph.edges,
    root,
    target,
    negTarget: pick(other.leaves, rng),
    path: randomShortestPath(graph, root, target, rng),
  };
}

/** Walks up from the goal, each time to any parent that is one nearer to the source. */
export function randomShortestPath(graph: Digraph, source: number, goal: number, rng: Rng): number[] {
  const parents = parentsOf(graph);
  const distance = distances(childrenOf(graph), source);
  const path = [goal];
  for (let node = goal; node !== source; path.unshift(node)) {
    const at = distance[node] ?? 0;
    node = pick(
      (parents[node] ?? []).filter((parent) => distance[parent] === at - 1),
      rng,
    );
  }
  return path;
}

/** Drops nodes without edges, other than the founders, and closes the gaps in the numbers. */
function withoutIsolated(graph: GrownGraph): GrownGraph {
  const touched = new Set(graph.edges.flat());
  const kept = [...graph.label.keys()].filter((node) => node < FAMILY.length || touched.has(node));
  const number = new Map(kept.map((node, i) => [node, i]));
  const at = (node: number): number => number.get(node) ?? node;
  return {
    nodes: kept.length,
    edges: graph.edges.map(([parent, child]): Edge => [at(parent), at(child)]),
    label: kept.map((node) => graph.label[node] ?? 0),
  };
}
