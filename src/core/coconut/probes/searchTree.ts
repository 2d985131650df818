/** @file The latent search tree of a problem: breadth-first layers, heights and what each node leads to. [Coconut §5.3-5.4] */

import { childrenOf, distances, parentsOf, type Digraph, type Edge } from '../problems/graph';

export interface SearchQuestion extends Digraph {
  readonly root: number;
  readonly target: number;
  /** The other candidate, where the question names one. */
  readonly negTarget?: number | undefined;
}

/** A dead end is a leaf that is neither candidate. */
export type NodeStatus = 'root' | 'target' | 'distractor' | 'deadEnd' | 'inner';

export interface SearchTree {
  readonly root: number;
  /** [depth][node] nodes at exactly so many edges from the root: the new frontier after so many thoughts. */
  readonly layers: readonly (readonly number[])[];
  /** [node] -1 where the root does not lead. */
  readonly depth: Int32Array;
  /** Edges that go exactly one layer deeper. */
  readonly treeEdges: readonly Edge[];
  /** All other edges between nodes in reach. */
  readonly otherEdges: readonly Edge[];
  /** [node] longest way down along tree edges, in edges; -1 out of reach. */
  readonly height: Int32Array;
  /** [node] whether any way leads from the node to the target; the target itself counts. */
  readonly leadsToTarget: readonly boolean[];
  /** [node] whether a way along tree edges does: the node is on a shortest path from the root. "Correct" in Figure 9. */
  readonly onShortestPath: readonly boolean[];
  /** [node] */
  readonly status: readonly NodeStatus[];
  /** [node] the first of its parents one layer up, by which a picture hangs it; -1 for the root and out of reach. */
  readonly parent: Int32Array;
}

/**
 * The paper's two sentences on height contradict each other. The longest way down inside the layered graph is the one reading
 * that gives the heights it prints (lempus 2, grimpus 2, sterpus 0).
 */
export function searchTree(question: SearchQuestion): SearchTree {
  const children = childrenOf(question);
  const depth = distances(children, question.root);
  const deepest = Math.max(...depth);
  const layers = Array.from({ length: deepest + 1 }, (_, at) => [...depth.keys()].filter((node) => depth[node] === at));
  const inReach = question.edges.filter(([from]) => (depth[from] ?? -1) >= 0);
  const deeper = ([from, to]: Edge): boolean => depth[to] === (depth[from] ?? 0) + 1;
  const treeEdges = inReach.filter(deeper);
  const toTarget = distances(parentsOf(question), question.target);
  return {
    root: question.root,
    layers,
    depth,
    treeEdges,
    otherEdges: inReach.filter((edge) => !deeper(edge)),
    height: layeredHeights(depth, layers, treeEdges),
    leadsToTarget: Array.from(toTarget, (distance) => distance >= 0),
    onShortestPath: Array.from(
      toTarget,
      (left, node) => left >= 0 && (depth[node] ?? -1) >= 0 && left + (depth[node] ?? 0) === depth[question.target],
    ),
    status: children.map((list, node) => statusOf(question, node, list.length === 0)),
    parent: firstParents(depth.length, treeEdges),
  };
}

/** From the last layer upwards, so that each child is known before its parents. */
function layeredHeights(
  depth: Int32Array,
  layers: readonly (readonly number[])[],
  treeEdges: readonly Edge[],
): Int32Array {
  const height = depth.map((at) => (at >= 0 ? 0 : -1));
  for (let at = layers.length - 2; at >= 0; at--)
    for (const [from, to] of treeEdges)
      if (depth[from] === at) height[from] = Math.max(height[from] ?? 0, 1 + (height[to] ?? 0));
  return height;
}

function statusOf({ root, target, negTarget }: SearchQuestion, node: number, isLeaf: boolean): NodeStatus {
  if (node === root) return 'root';
  if (node === target) return 'target';
  if (node === negTarget) return 'distractor';
  return isLeaf ? 'deadEnd' : 'inner';
}

function firstParents(nodes: number, treeEdges: readonly Edge[]): Int32Array {
  const parent = new Int32Array(nodes).fill(-1);
  for (const [from, to] of treeEdges) if (parent[to] === -1) parent[to] = from;
  return parent;
}

/** Nodes first reached with so many thoughts: the candidates whose values are compared. Empty beyond the last layer. */
export function frontier(tree: SearchTree, thoughts: number): readonly number[] {
  return tree.layers[thoughts] ?? [];
}

/** Ends of walks of exactly so many edges; unlike the frontier, nodes seen before may come again. [arXiv 2505.12514, notebook] */
export function walkFrontier(graph: Digraph, root: number, thoughts: number): number[] {
  const children = childrenOf(graph);
  let ends = new Set([root]);
  for (let walked = 0; walked < thoughts; walked++) ends = new Set([...ends].flatMap((node) => children[node] ?? []));
  return [...ends].sort((a, b) => a - b);
}
