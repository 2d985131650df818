import { expect, test } from 'vitest';
import {
  childrenOf,
  countShortestPaths,
  distances,
  parentsOf,
  shortestPathLayers,
  topologicalOrder,
  type Digraph,
} from '../../../../src/core/coconut/problems/graph';
import { firstShortestPath, twinProblem } from '../../../../src/core/coconut/tasks/twin';
import { HAND } from '../fixtures';

const DIAMOND: Digraph = {
  nodes: 6,
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 4],
    [0, 4],
  ],
};

test('distances follow the edges one way, and say -1 out of reach', () => {
  expect([...distances(childrenOf(DIAMOND), 0)]).toEqual([0, 1, 1, 2, 1, -1]);
  expect([...distances(parentsOf(DIAMOND), 3)]).toEqual([2, 1, 1, 0, -1, -1]);
});

test('the shortest paths of the diamond are two, and their layers hold both', () => {
  expect(shortestPathLayers(DIAMOND, 0, 3)).toEqual([[0], [1, 2], [3]]);
  expect(countShortestPaths(DIAMOND, 0, 3)).toBe(2);
  expect(countShortestPaths(DIAMOND, 0, 4)).toBe(1);
  expect(countShortestPaths(DIAMOND, 0, 5)).toBe(0);
  expect(shortestPathLayers(DIAMOND, 0, 5)).toEqual([]);
});

test('shortest paths multiply along a chain of diamonds: 2 to the power of n', () => {
  const edges = Array.from({ length: 5 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2, 3 * i + 3] as const).flatMap(
    ([a, b, c, d]) =>
      [
        [a, b],
        [a, c],
        [b, d],
        [c, d],
      ] as [number, number][],
  );
  expect(countShortestPaths({ nodes: 16, edges }, 0, 15)).toBe(2 ** 5);
});

test('an order puts every parent before its children; a circle is named', () => {
  const sorted = topologicalOrder(DIAMOND);
  const order = 'order' in sorted ? sorted.order : [];
  expect(order).toHaveLength(6);
  for (const [parent, child] of DIAMOND.edges) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(child));
  const circle = topologicalOrder({ nodes: 4, edges: [[0, 1], [1, 2], [2, 1], [2, 3]] }); // prettier-ignore
  expect('cycle' in circle && [...circle.cycle].sort()).toEqual([1, 2]);
});

test('a path is a shortest one', () => {
  const path = firstShortestPath(HAND, 0, 5);
  expect(path).toHaveLength(4);
  expect([path[0], path[1], path[3]]).toEqual([0, 2, 5]);
});

test('the twin asks the same graph and the same words about the other root', () => {
  const twin = twinProblem(HAND)!;
  expect([twin.root, twin.target, twin.negTarget]).toEqual([1, 6, 5]);
  expect(twin.path).toEqual([1, 9, 6]);
  // The candidates stay where they stood: what was named second is now the right one, named first.
  expect(twin.targetFirst).toBe(true);
  expect(twinProblem(twin)).toEqual({ ...HAND, path: firstShortestPath(HAND, 0, 5) });
});
