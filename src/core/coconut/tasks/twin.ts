/** @file The same graph, asked about the other candidate: the sharpest donor for a transplanted thought. */

import { childrenOf, distances, parentsOf, shortestPathLayers, type Digraph } from '../problems/graph';
import type { ProsqaProblem } from '../problems/problem';

/**
 * The question turned round: the root is a parentless node that leads to the other candidate, the candidates stay where
 * they are in the text, and what was wrong is right. Undefined where no other root leads there.
 */
export function twinProblem(problem: ProsqaProblem): ProsqaProblem | undefined {
  const toOther = distances(parentsOf(problem), problem.negTarget);
  const root = parentsOf(problem).findIndex(
    (parents, node) => parents.length === 0 && node !== problem.root && (toOther[node] ?? -1) > 0,
  );
  if (root < 0) return undefined;
  return {
    ...problem,
    root,
    target: problem.negTarget,
    negTarget: problem.target,
    path: firstShortestPath(problem, root, problem.negTarget),
    targetFirst: !problem.targetFirst,
  };
}

/** A shortest path; among several, the one whose nodes have the lowest numbers from the end. Empty where there is none. */
export function firstShortestPath(graph: Digraph, source: number, goal: number): number[] {
  const children = childrenOf(graph);
  const path: number[] = [];
  for (const layer of shortestPathLayers(graph, source, goal).reverse()) {
    const next = path[0];
    const node = layer.find((candidate) => next === undefined || children[candidate]?.includes(next));
    if (node !== undefined) path.unshift(node);
  }
  return path;
}
