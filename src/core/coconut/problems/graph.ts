/** @file Directed graphs of nodes 0..n-1, and the few walks over them that problems, grading and trees share. */

export type Edge = readonly [parent: number, child: number];

export interface Digraph {
  /** Nodes are numbered 0..nodes-1. */
  readonly nodes: number;
  readonly edges: readonly Edge[];
}

/** [node][child], in the order of the edges; an edge given twice counts once. */
export function childrenOf(graph: Digraph): number[][] {
  return neighbours(graph.nodes, graph.edges);
}

/** [node][parent] */
export function parentsOf(graph: Digraph): number[][] {
  return neighbours(
    graph.nodes,
    graph.edges.map(([parent, child]): Edge => [child, parent]),
  );
}

function neighbours(nodes: number, edges: readonly Edge[]): number[][] {
  const lists = Array.from({ length: nodes }, () => new Set<number>());
  for (const [from, to] of edges) lists[from]?.add(to);
  return lists.map((set) => [...set]);
}

/**
 * Breadth-first distances along `next`, which is children for distances from a node and parents for distances to it.
 *
 * @returns [node] edges on a shortest path, -1 where there is none
 */
export function distances(next: readonly (readonly number[])[], source: number): Int32Array {
  const distance = new Int32Array(next.length).fill(-1);
  distance[source] = 0;
  const queue = [source];
  for (const node of queue)
    for (const neighbour of next[node] ?? [])
      if (distance[neighbour] === -1) {
        distance[neighbour] = (distance[node] ?? 0) + 1;
        queue.push(neighbour);
      }
  return distance;
}

/** Nodes with every parent before its children, or the nodes of one cycle in order. */
export function topologicalOrder(graph: Digraph): { order: number[] } | { cycle: number[] } {
  const children = childrenOf(graph);
  const parents = parentsOf(graph);
  const waiting = parents.map((list) => list.length);
  const order = waiting.flatMap((count, node) => (count === 0 ? [node] : []));
  for (const node of order)
    for (const child of children[node] ?? []) {
      const left = (waiting[child] ?? 0) - 1;
      waiting[child] = left;
      if (left === 0) order.push(child);
    }
  return order.length === graph.nodes ? { order } : { cycle: cycleAmong(parents, new Set(order)) };
}

/** Each node left over by the sorting has a parent left over: walking up from any of them must close a loop. */
function cycleAmong(parents: readonly (readonly number[])[], sorted: ReadonlySet<number>): number[] {
  const walk: number[] = [];
  let node = parents.findIndex((_, candidate) => !sorted.has(candidate));
  while (!walk.includes(node)) {
    walk.push(node);
    node = (parents[node] ?? []).find((parent) => !sorted.has(parent)) ?? node;
  }
  return walk.slice(walk.indexOf(node)).reverse();
}

/**
 * `neighbor_k` of the superposition files: for each depth, the nodes on any shortest path. [arXiv 2505.12514, data]
 *
 * @returns [depth][node], from [source] to [goal]; empty where the goal is out of reach
 */
export function shortestPathLayers(graph: Digraph, source: number, goal: number): number[][] {
  const from = distances(childrenOf(graph), source);
  const to = distances(parentsOf(graph), goal);
  const length = from[goal] ?? -1;
  return Array.from({ length: length + 1 }, (_, depth) =>
    [...from.keys()].filter((node) => from[node] === depth && to[node] === length - depth),
  );
}

/** How many different shortest paths lead from source to goal. */
export function countShortestPaths(graph: Digraph, source: number, goal: number): number {
  const parents = parentsOf(graph);
  const ways = new Map([[source, 1]]);
  for (const layer of shortestPathLayers(graph, source, goal).slice(1)) {
    const reached = layer.map((node): [number, number] => [
      node,
      (parents[node] ?? []).reduce((sum, parent) => sum + (ways.get(parent) ?? 0), 0),
    ]);
    ways.clear();
    for (const [node, count] of reached) ways.set(node, count);
  }
  return ways.get(goal) ?? 0;
}
