/** @file Where a key leads in the tree: along the thoughts, or from node to node by value. [ARIA Authoring Practices, Tree View] */

export interface TreePlace {
  readonly thoughts: number;
  readonly node: number | undefined;
}

/**
 * @param byValue nodes, the largest value first
 * @param most the most thoughts there are
 * @returns undefined for a key that does nothing here
 */
export function placeAfterKey(
  key: string,
  { thoughts, node }: TreePlace,
  byValue: readonly number[],
  most: number,
): TreePlace | undefined {
  const rank = node === undefined ? -1 : byValue.indexOf(node);
  const at = (next: number): TreePlace => ({
    thoughts,
    node: byValue[Math.max(0, Math.min(byValue.length - 1, next))],
  });
  switch (key) {
    case 'ArrowRight':
      return { thoughts: Math.min(most, thoughts + 1), node };
    case 'ArrowLeft':
      return { thoughts: Math.max(0, thoughts - 1), node };
    case 'ArrowDown':
      return at(rank + 1);
    case 'ArrowUp':
      return at(rank - 1);
    case 'Home':
      return at(0);
    case 'End':
      return at(byValue.length - 1);
    default:
      return undefined;
  }
}
