/** @file A name for the shape of a graph, whatever its nodes are called: what keeps test problems out of training. */

import { childrenOf, parentsOf, type Digraph } from './graph';

/**
 * Colour refinement (Weisfeiler-Leman): a node's colour is renamed by the colours of its children and of its parents
 * until it has seen the whole graph. Equal shapes always get equal names. Different shapes may share one, now and then;
 * for keeping sets apart that errs on the safe side.
 *
 * @param marks [node] starting colours, such as the roles of root and candidates; all alike where left out
 * @returns 53 bits, as a whole number
 */
export function graphShape(graph: Digraph, marks?: readonly number[]): number {
  const children = childrenOf(graph);
  const parents = parentsOf(graph);
  let colour = children.map((_, node) => hash53([marks?.[node] ?? 0]));
  const of = (nodes: readonly number[]): number => hash53(nodes.map((node) => colour[node] ?? 0).sort((a, b) => a - b));
  // Colours travel one edge a round; the partition of n nodes is stable after at most n - 1 rounds.
  for (let round = 1; round < graph.nodes; round++)
    colour = colour.map((own, node) => hash53([own, of(children[node] ?? []), of(parents[node] ?? [])]));
  return hash53([graph.nodes, ...colour.sort((a, b) => a - b)]);
}

/** Two 32-bit multiplicative hashes over the halves of each number, joined to 53 bits. */
function hash53(numbers: readonly number[]): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b ^ numbers.length;
  for (const number of numbers)
    for (const half of [number >>> 0, Math.floor(number / 2 ** 32)]) {
      high = Math.imul(high ^ half, 0x01000193);
      low = Math.imul(low ^ half, 0x5bd1e995);
      high = Math.imul(high ^ (low >>> 15), 0x7feb352d);
      low = Math.imul(low ^ (high >>> 13), 0x2c1b3c6d);
    }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
