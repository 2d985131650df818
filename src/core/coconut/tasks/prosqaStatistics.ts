/** @file What a set of ProsQA problems looks like in numbers, and what the official files look like. */

import { mean, standardDeviation } from '../../util/statistics';
import { childrenOf, countShortestPaths, distances, parentsOf } from '../problems/graph';
import type { GraphPuzzle } from '../problems/problem';

export interface ProsqaStatistics {
  readonly problems: number;
  readonly nodes: number;
  readonly nodesSd: number;
  readonly edges: number;
  /** Edges on a shortest path from root to target. */
  readonly hops: number;
  /** [0] is the share of problems with 3 hops, ... [3] with 6. */
  readonly hopShares: readonly number[];
  readonly shortestPaths: number;
  /** Nodes without parents. */
  readonly entities: number;
  readonly twoEntitiesShare: number;
  readonly rootChildren: number;
  /** Nodes without children. */
  readonly leaves: number;
  /** [0..3] share of the nodes after the two founders, by their number of parents. */
  readonly inDegreeShares: readonly number[];
  readonly rootIsNode1Share: number;
  /** Nodes that both node 0 and node 1 lead to. */
  readonly inBothFamilies: number;
  /** Nodes exactly two edges from the root: the new frontier after two thoughts. */
  readonly rootGrandchildren: number;
}

export const HOPS = [3, 4, 5, 6] as const;
const IN_DEGREES = [0, 1, 2, 3] as const;

export function prosqaStatistics(problems: readonly GraphPuzzle[]): ProsqaStatistics {
  const of = (measure: (problem: GraphPuzzle) => number): number => mean(problems.map(measure));
  const hops = (problem: GraphPuzzle): number => layersFrom(problem, problem.root)[problem.target] ?? 0;
  const inDegrees = problems.flatMap((problem) =>
    parentsOf(problem)
      .slice(2)
      .map((parents) => parents.length),
  );
  const entities = (problem: GraphPuzzle): number => countOf(parentsOf(problem), (list) => list.length === 0);
  return {
    problems: problems.length,
    nodes: of((problem) => problem.nodes),
    nodesSd: standardDeviation(problems.map((problem) => problem.nodes)),
    edges: of((problem) => problem.edges.length),
    hops: of(hops),
    hopShares: HOPS.map((count) => of((problem) => Number(hops(problem) === count))),
    shortestPaths: of((problem) => countShortestPaths(problem, problem.root, problem.target)),
    entities: of(entities),
    twoEntitiesShare: of((problem) => Number(entities(problem) === 2)),
    rootChildren: of((problem) => countOf(layersFrom(problem, problem.root), (depth) => depth === 1)),
    leaves: of((problem) => countOf(childrenOf(problem), (list) => list.length === 0)),
    inDegreeShares: IN_DEGREES.map((degree) => countOf(inDegrees, (count) => count === degree) / inDegrees.length),
    rootIsNode1Share: of((problem) => Number(problem.root === 1)),
    inBothFamilies: of(inBothFamilies),
    rootGrandchildren: of((problem) => countOf(layersFrom(problem, problem.root), (depth) => depth === 2)),
  };
}

export interface StatisticsRow {
  readonly name: string;
  readonly of: (statistics: ProsqaStatistics) => number;
  /** Measured on the 800 official validation and test problems. [Coconut §4.1, the released files] */
  readonly official: number;
  /** A share of 1, not a count. */
  readonly isShare?: true;
}

/** What is told of a set of graphs, beside the same of the official files. */
export const STATISTICS_ROWS: readonly StatisticsRow[] = [
  { name: 'nodes', of: (s) => s.nodes, official: 22.81 },
  { name: 'nodes, standard deviation', of: (s) => s.nodesSd, official: 1.98 },
  { name: 'edges', of: (s) => s.edges, official: 36 },
  { name: 'hops from root to target', of: (s) => s.hops, official: 3.77 },
  ...[0.407, 0.438, 0.131, 0.024].map((official, i): StatisticsRow => ({
    name: `${HOPS[i]} hops`,
    of: (s) => s.hopShares[i] ?? 0,
    official,
    isShare: true,
  })),
  { name: 'shortest paths', of: (s) => s.shortestPaths, official: 1.59 },
  { name: 'nodes without parents', of: (s) => s.entities, official: 2.56 },
  { name: 'graphs with two of them', of: (s) => s.twoEntitiesShare, official: 0.576, isShare: true },
  { name: 'children of the root', of: (s) => s.rootChildren, official: 2.94 },
  { name: 'nodes without children', of: (s) => s.leaves, official: 7.37 },
  ...[0.027, 0.479, 0.304, 0.133].map((official, i): StatisticsRow => ({
    name: `nodes with ${['no parent', 'one parent', 'two parents', 'three parents'][i] ?? ''}`,
    of: (s) => s.inDegreeShares[i] ?? 0,
    official,
    isShare: true,
  })),
  { name: 'nodes that both founders lead to', of: (s) => s.inBothFamilies, official: 1.24 },
  { name: 'root is the second founder', of: (s) => s.rootIsNode1Share, official: 0.64, isShare: true },
];

function layersFrom(problem: GraphPuzzle, source: number): Int32Array {
  return distances(childrenOf(problem), source);
}

function inBothFamilies(problem: GraphPuzzle): number {
  const [zero, one] = [layersFrom(problem, 0), layersFrom(problem, 1)];
  return countOf([...zero.keys()], (node) => (zero[node] ?? -1) >= 0 && (one[node] ?? -1) >= 0);
}

function countOf<T>(values: Iterable<T>, holds: (value: T) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count;
}
