/** @file What the picture of a search tree is drawn from: the graph, and a value of each node for each number of thoughts. */

import { childrenOf, distances, parentsOf, type Edge } from '../../core/coconut/problems/graph';
import { searchTree, type SearchTree } from '../../core/coconut/probes/searchTree';
import type { NamedSearchQuestion } from '../../core/coconut/tasks/taskTree';
import type { WrittenEdge } from '../../core/coconut/probes/writtenEdges';

export interface SearchTreeData {
  readonly question: NamedSearchQuestion;
  readonly tree: SearchTree;
  /** [thoughts][node] 0..1, as computed. */
  readonly values: readonly ArrayLike<number>[];
  /** [thoughts] the chain that is written after so many thoughts; absent where it is not shown. */
  readonly written?: readonly (readonly WrittenEdge[])[];
  /** [thoughts][edge] attention to each edge of the question by the position whose state became the last thought. */
  readonly attention?: readonly (ArrayLike<number> | undefined)[];
  /** [thoughts][node] the values without an intervention, where these are those with one. */
  readonly before?: readonly ArrayLike<number>[];
}

export function treeData(question: NamedSearchQuestion, values: readonly ArrayLike<number>[]): SearchTreeData {
  return { question, tree: searchTree(question), values };
}

/** `tree`: one layer deeper. `other`: between nodes in reach, not deeper. `outside`: from a node that the root does not lead to. */
export type EdgeKind = 'tree' | 'other' | 'outside';

export function edgeKind({ depth }: SearchTree, [from, to]: Edge): EdgeKind {
  const at = depth[from] ?? -1;
  if (at < 0) return 'outside';
  return depth[to] === at + 1 ? 'tree' : 'other';
}

/**
 * The column of each node: its breadth-first depth from the root, or, where the root does not lead, from the nearest node
 * without parents.
 *
 * @returns [node]
 */
export function columnsOf({ question, tree }: Pick<SearchTreeData, 'question' | 'tree'>): number[] {
  const children = childrenOf(question);
  const parents = parentsOf(question);
  const founders = parents.flatMap((list, node) => (list.length === 0 && tree.depth[node] === -1 ? [node] : []));
  const fromFounders = founders.map((founder) => distances(children, founder));
  return Array.from(tree.depth, (depth, node) => {
    if (depth >= 0) return depth;
    const known = fromFounders.map((distance) => distance[node] ?? -1).filter((distance) => distance >= 0);
    return known.length > 0 ? Math.min(...known) : 0;
  });
}

/** Nodes by their value after so many thoughts, the largest first; equal ones in their order. */
export function nodesByValue(values: ArrayLike<number> | undefined, nodes: number): number[] {
  return Array.from({ length: nodes }, (_, node) => node).sort((a, b) => (values?.[b] ?? 0) - (values?.[a] ?? 0));
}

/** Whether a node is as many edges from the root as there are thoughts: what the next word should be among. */
export function isFrontier({ depth }: SearchTree, node: number, thoughts: number): boolean {
  return depth[node] === thoughts;
}

/** Sum of the frontier's values: how much of the next word lies on it. */
export function frontierMass({ tree, values }: Pick<SearchTreeData, 'tree' | 'values'>, thoughts: number): number {
  return (tree.layers[thoughts] ?? []).reduce((sum, node) => sum + (values[thoughts]?.[node] ?? 0), 0);
}
