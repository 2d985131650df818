/**
 * @file The random acyclic graph under both ProsQA generators. [Coconut App. A.2, corrected by the numbers of `GrowthRule`]
 *
 * Nodes 0 and 1 found two families. Each later node draws its number of parents, then where they may come from (one
 * family, the other, anywhere), then the parents, the deeper the likelier.
 */

import type { Rng } from '../../util/rng';
import type { Digraph, Edge } from '../problems/graph';

/** Bits of a family label: descendant of node 0, of node 1. */
export const FAMILY = [1, 2] as const;

export interface GrowthRule {
  readonly nodes: number;
  /** Mean of the Poisson number of parents. */
  readonly meanParents: number;
  readonly leastParents: number;
  /** Uniform draws up to these keep parents within family 0, family 1; beyond, any node may be a parent. */
  readonly thresholds: readonly [number, number];
  /** A parent's weight is this times its depth, plus one. */
  readonly depthWeight: number;
}

export interface GrownGraph extends Digraph {
  /** [node] OR of the parents' labels; 0 where neither founder is an ancestor. */
  readonly label: readonly number[];
}

export function growGraph(rule: GrowthRule, rng: Rng): GrownGraph {
  const label: number[] = [...FAMILY];
  // Shortest depth below any parentless node, known when the node is made.
  const depth: number[] = [0, 0];
  const edges: Edge[] = [];
  for (let node = 2; node < rule.nodes; node++) {
    const wanted = Math.max(rule.leastParents, poisson(rule.meanParents, rng));
    const candidates = parentCandidates(label, rule.thresholds, rng.uniform());
    const parents = drawParents(candidates, wanted, (parent) => rule.depthWeight * (depth[parent] ?? 0) + 1, rng);
    for (const parent of parents) edges.push([parent, node]);
    label.push(parents.reduce((bits, parent) => bits | (label[parent] ?? 0), 0));
    depth.push(parents.length > 0 ? 1 + Math.min(...parents.map((parent) => depth[parent] ?? 0)) : 0);
  }
  return { nodes: rule.nodes, edges, label };
}

function parentCandidates(
  label: readonly number[],
  [first, second]: readonly [number, number],
  draw: number,
): number[] {
  const family = draw <= first ? FAMILY[0] : draw <= second ? FAMILY[1] : undefined;
  return [...label.keys()].filter((node) => family === undefined || label[node] === family);
}

/** Without replacement, each draw in proportion to the weights that are left. */
function drawParents(
  candidates: readonly number[],
  wanted: number,
  weight: (node: number) => number,
  rng: Rng,
): number[] {
  const left = [...candidates];
  const drawn: number[] = [];
  while (drawn.length < wanted && left.length > 0) {
    let rest = rng.uniform() * left.reduce((sum, node) => sum + weight(node), 0);
    const at = left.findIndex((node) => (rest -= weight(node)) < 0);
    drawn.push(...left.splice(at < 0 ? left.length - 1 : at, 1));
  }
  return drawn;
}

/** Knuth's product of uniforms: fine for small means. */
function poisson(mean: number, rng: Rng): number {
  const limit = Math.exp(-mean);
  let product = rng.uniform();
  let count = 0;
  while (product > limit) {
    product *= rng.uniform();
    count++;
  }
  return count;
}
