/** @file The four groups by which superposition is looked for in a thought. [arXiv 2505.12514 §5] */

import { mean } from '../../util/statistics';
import { childrenOf, distances, shortestPathLayers } from '../problems/graph';
import { walkFrontier, type SearchQuestion } from './searchTree';

export type NodeGroup = 'notReachable' | 'reachable' | 'frontier' | 'optimal';

/** How the frontier is read: the paper says exactly i steps, its notebook takes the ends of all walks of i edges. */
export type FrontierReading = 'exact' | 'walks';

export interface NodeGroups {
  /** Nodes out of reach within so many thoughts. */
  readonly notReachable: readonly number[];
  /** Within so many edges, the root included. */
  readonly reachable: readonly number[];
  readonly frontier: readonly number[];
  /** On a shortest path to the target, at exactly this depth. */
  readonly optimal: readonly number[];
}

/** The groups as sets: optimal lies within frontier, frontier within reachable. */
export function nodeGroups(question: SearchQuestion, thoughts: number, reading: FrontierReading = 'walks'): NodeGroups {
  const depth = distances(childrenOf(question), question.root);
  const within = (node: number): boolean => (depth[node] ?? -1) >= 0 && (depth[node] ?? 0) <= thoughts;
  const nodes = [...depth.keys()];
  return {
    notReachable: nodes.filter((node) => !within(node)),
    reachable: nodes.filter(within),
    frontier:
      reading === 'walks'
        ? walkFrontier(question, question.root, thoughts)
        : nodes.filter((node) => depth[node] === thoughts),
    optimal: shortestPathLayers(question, question.root, question.target)[thoughts] ?? [],
  };
}

/** [node] the narrowest group of each, for pictures in which every node stands once. */
export function narrowestGroup(groups: NodeGroups, nodes: number): NodeGroup[] {
  const order = ['optimal', 'frontier', 'reachable'] as const;
  return Array.from(
    { length: nodes },
    (_, node) => order.find((group) => groups[group].includes(node)) ?? 'notReachable',
  );
}

/**
 * Mean over the nodes of each group of a number per node, such as the inner product of a thought with the node's embedding.
 *
 * @param value [node]
 * @returns undefined for a group without nodes
 */
export function meanByGroup(groups: NodeGroups, value: ArrayLike<number>): Record<NodeGroup, number | undefined> {
  const of = (nodes: readonly number[]): number | undefined =>
    nodes.length > 0 ? mean(nodes.map((node) => value[node] ?? 0)) : undefined;
  return {
    notReachable: of(groups.notReachable),
    reachable: of(groups.reachable),
    frontier: of(groups.frontier),
    optimal: of(groups.optimal),
  };
}
