/** @file The facts of one node, in words and numbers. */

import { childrenOf, parentsOf } from '../../core/coconut/problems/graph';
import type { NodeStatus } from '../../core/coconut/probes/searchTree';
import type { SearchTreeData } from '../searchTree/data';
import { STATUS_WORDS } from '../searchTree/layout';

export interface NodeFactSheet {
  readonly name: string;
  readonly status: NodeStatus;
  /** `2 edges from Alex, height 1, leads to the target`. */
  readonly place: string;
  readonly parents: readonly string[];
  readonly children: readonly string[];
  /** [thoughts] */
  readonly values: readonly number[];
  /** [thoughts] without the intervention. */
  readonly before?: readonly number[] | undefined;
  /** [thought] inner product of the thought with the name's embedding; absent where the thoughts were not read. */
  readonly products?: readonly number[] | undefined;
}

export function nodeFactSheet(
  data: SearchTreeData,
  node: number,
  products?: readonly ArrayLike<number>[],
): NodeFactSheet {
  const { question, tree, values, before } = data;
  const name = (of: number): string => question.symbols[of] ?? '';
  const column = (rows: readonly ArrayLike<number>[]): number[] => rows.map((row) => row[node] ?? NaN);
  return {
    name: name(node),
    status: tree.status[node] ?? 'inner',
    place: placeWords(data, node),
    parents: (parentsOf(question)[node] ?? []).map(name),
    children: (childrenOf(question)[node] ?? []).map(name),
    values: column(values),
    before: before && column(before),
    products: products && column(products),
  };
}

function placeWords({ question, tree }: SearchTreeData, node: number): string {
  const depth = tree.depth[node] ?? -1;
  const root = question.symbols[tree.root] ?? '';
  const status = STATUS_WORDS[tree.status[node] ?? 'inner'];
  if (depth < 0) return [status, `not reached from ${root}`].filter((words) => words !== '').join(', ');
  const way = depth === 0 ? '' : `${depth} ${depth === 1 ? 'edge' : 'edges'} from ${root}`;
  const leads =
    node === question.target ? '' : tree.leadsToTarget[node] ? 'leads to the target' : 'does not lead to the target';
  return [status, way, `height ${tree.height[node] ?? 0}`, leads].filter((words) => words !== '').join(', ');
}
