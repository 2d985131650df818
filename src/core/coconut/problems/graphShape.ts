/** @file A name for the shape of a graph, whatever its nodes are called: what keeps test problems out of training. */

import { childrenOf, parentsOf, type Digraph } from './graph';
import { hash53 } from '../tasks/split';

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
