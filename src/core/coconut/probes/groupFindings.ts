/** @file Superposition over many problems: what a thought has in common with each group of nodes. [arXiv 2505.12514 §5] */

import { mean } from '../../util/statistics';
import type { SearchedProblem } from './findings';
import { narrowestGroup, nodeGroups, type NodeGroup } from './nodeGroups';

/** What was read of the thoughts of one problem. */
export interface ReadRow {
  readonly problem: number;
  /** [thought, node] inner product with the embedding of the node's name */
  readonly nodeProduct: Float32Array;
  /** [thought, edge] */
  readonly edgeAttention: Float32Array;
}

export type ByGroup = Readonly<Record<NodeGroup, readonly number[]>>;

/** Inner products of one thought with all names, each node counted in its narrowest group. `thought` counts from 1. */
export function productsByGroup(
  problems: readonly SearchedProblem[],
  rows: readonly ReadRow[],
  thought: number,
): ByGroup {
  return gathered(rows, ({ problem, nodeProduct }) => {
    const own = problems[problem];
    if (!own) return [];
    const { question } = own;
    const group = narrowestGroup(nodeGroups(question, thought), question.nodes);
    return group.map((name, node) => [name, nodeProduct[(thought - 1) * question.nodes + node] ?? NaN] as const);
  });
}

/**
 * Attention on edges by the position whose state becomes the thought. An edge belongs to the group of its source one step
 * before: at the first thought the root alone is in reach. `thought` counts from 1.
 */
export function attentionByGroup(
  problems: readonly SearchedProblem[],
  rows: readonly ReadRow[],
  thought: number,
): ByGroup {
  return gathered(rows, ({ problem, edgeAttention }) => {
    const own = problems[problem];
    if (!own) return [];
    const { edges, nodes } = own.question;
    const sources = narrowestGroup(nodeGroups(own.question, thought - 1), nodes);
    const ends = new Set(nodeGroups(own.question, thought).optimal);
    return edges.flatMap(([from, to], edge): (readonly [NodeGroup, number])[] => {
      const value = edgeAttention[(thought - 1) * edges.length + edge];
      if (value === undefined) return [];
      const source = sources[from] ?? 'notReachable';
      // From a node on the way, only the edges that stay on a shortest path are optimal.
      return [[source === 'optimal' && !ends.has(to) ? 'frontier' : source, value]];
    });
  });
}

function gathered(
  rows: readonly ReadRow[],
  pairs: (row: ReadRow) => readonly (readonly [NodeGroup, number])[],
): ByGroup {
  const values: Record<NodeGroup, number[]> = { notReachable: [], reachable: [], frontier: [], optimal: [] };
  for (const row of rows)
    for (const [group, value] of pairs(row)) if (Number.isFinite(value)) values[group].push(value);
  return values;
}

/** [thought] means of one group after another; NaN for a group without members. */
export function meansByThought(each: readonly ByGroup[]): Record<NodeGroup, number[]> {
  const of = (group: NodeGroup): number[] => each.map((values) => mean(values[group]));
  return {
    notReachable: of('notReachable'),
    reachable: of('reachable'),
    frontier: of('frontier'),
    optimal: of('optimal'),
  };
}
