import { describe, expect, test } from 'vitest';
import { growGraph } from '../../src/core/coconut/tasks/growGraph';
import { OFFICIAL_RULE } from '../../src/core/coconut/tasks/prosqaGenerator';
import { rng } from '../../src/core/util/rng';
import { columnsOf, frontierMass, nodesByValue, type SearchTreeData, treeData } from '../../src/views/searchTree/data';
import { placeAfterKey } from '../../src/views/searchTree/keys';
import { movingMarks, searchTreeLayout, searchTreeTable, stillMarks } from '../../src/views/searchTree/layout';
import { crossings, orderedLayers, relaxedRows } from '../../src/views/searchTree/order';
import { searchTreeHeightPx, treePlaces } from '../../src/views/searchTree/places';
import { HAND } from '../core/coconut/fixtures';

/** Ada's children are xpus 2, wpus 7 and deadpus 8; their children y 3 and z 4; then the goal 5. */
const VALUES = [
  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0.64, 0.01, 0, 0, 0, 0.16, 0.09, 0.02],
  [0, 0, 0, 0.5, 0.4, 0.04, 0, 0, 0, 0],
];
const hand: SearchTreeData = treeData(HAND, VALUES);
const size = { widthPx: 700, heightPx: 420 };

/** Graphs of 6 to 60 nodes, some with nodes that the root does not lead to. */
const graphs = [6, 10, 23, 40, 60].map((nodes) => {
  const graph = growGraph({ ...OFFICIAL_RULE, nodes, leastParents: 1 }, rng(nodes, 'graph'));
  const symbols = Array.from({ length: nodes }, (_, node) => `name${node}`);
  return treeData({ ...graph, symbols, root: 0, target: nodes - 1 }, [new Float32Array(nodes).fill(0.5)]);
});
const widths = [358, 700, 2600];

describe('places', () => {
  test('the column is the breadth-first depth; what the root does not lead to hangs from its own founders', () => {
    expect(columnsOf(hand)).toEqual([0, 0, 1, 2, 2, 3, 2, 1, 1, 1]);
  });

  test('no ring lies on another, and all lie in the picture, from 6 to 60 nodes at every width', () => {
    for (const data of graphs)
      for (const widthPx of widths) {
        const heightPx = searchTreeHeightPx(data, widthPx);
        const { nodes, ringPx } = treePlaces(data, { widthPx, heightPx });
        for (const [i, a] of nodes.entries()) {
          expect(a.xPx - ringPx).toBeGreaterThanOrEqual(0);
          expect(a.xPx + ringPx).toBeLessThanOrEqual(widthPx);
          expect(a.yPx - ringPx).toBeGreaterThanOrEqual(0);
          expect(a.yPx + ringPx).toBeLessThanOrEqual(heightPx);
          for (const b of nodes.slice(i + 1))
            expect(Math.hypot(a.xPx - b.xPx, a.yPx - b.yPx), `${a.name} and ${b.name}`).toBeGreaterThan(2 * ringPx);
        }
      }
  });

  test('names are whole at 390 px up to 23 nodes', () => {
    for (const data of graphs.slice(0, 3)) {
      const { nodes } = treePlaces(data, { widthPx: 358, heightPx: searchTreeHeightPx(data, 358) });
      expect(nodes.map(({ name }) => name)).toEqual(data.question.symbols);
    }
  });

  test('what the root leads to stands above what it does not', () => {
    const { nodes, dividerPx = NaN } = treePlaces(hand, size);
    for (const { node, yPx } of nodes) expect(yPx < dividerPx).toBe((hand.tree.depth[node] ?? -1) >= 0);
  });

  test('fewer edges cross than in the order of numbers', () => {
    for (const { question, tree } of graphs) {
      const column = [...tree.depth];
      const nodes = column.flatMap((depth, node) => (depth >= 0 ? [node] : []));
      const plain = tree.layers.map((layer) => [...layer]);
      const ordered = orderedLayers(column, nodes, question.edges);
      expect(crossings(ordered, question.edges)).toBeLessThanOrEqual(crossings(plain, question.edges));
      expect(ordered.map((layer) => layer.toSorted((a, b) => a - b))).toEqual(plain);
    }
  });

  test('two edges cross where their ends change sides', () => {
    const edges = [
      [0, 2],
      [1, 3],
    ] as const;
    expect(
      crossings(
        [
          [0, 1],
          [2, 3],
        ],
        edges,
      ),
    ).toBe(0);
    expect(
      crossings(
        [
          [0, 1],
          [3, 2],
        ],
        edges,
      ),
    ).toBe(1);
  });

  test('an only child stands level with its parent, and children around theirs', () => {
    expect([...relaxedRows([[0], [1]], [[0, 1]], 2)]).toEqual([0, 0]);
    const row = relaxedRows(
      [[0], [1, 2, 3]],
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
      4,
    );
    expect([...row]).toEqual([1, 0, 1, 2]);
  });
});

describe('a moment', () => {
  test('places do not depend on time or values', () => {
    const places = [0, 0.5, 2].map((time) => searchTreeLayout(hand, time, size).places);
    expect(places[1]).toEqual(places[0]);
    expect(places[2]).toEqual(places[0]);
  });

  test('the area of a disc is its value, the whole ring being one', () => {
    const { nodes, places } = searchTreeLayout(hand, 1, size);
    for (const { node, discPx } of nodes)
      expect((discPx / places.ringPx) ** 2).toBeCloseTo(VALUES[1]?.[node] ?? NaN, 10);
  });

  test('between two thoughts areas lie between the computed ones, and labels show a computed number or nothing', () => {
    const computed = VALUES.flat().map((value) => value.toFixed(2).replace(/^0/, ''));
    const places = treePlaces(hand, size);
    for (const time of [1.1, 1.3, 1.5, 1.7, 1.9]) {
      const { nodes, facts, numbersOpacity } = searchTreeLayout(hand, time, size);
      const share = (nodes[2]!.discPx / places.ringPx) ** 2;
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(0.64);
      for (const { number } of facts) expect(['', '<.01', ...computed]).toContain(number);
      expect(numbersOpacity).toBeCloseTo(1 - 2 * Math.abs(time - Math.round(time)), 10);
    }
    expect(searchTreeLayout(hand, 1.5, size).numbersOpacity).toBe(0);
  });

  test('layers beyond the thoughts are ghosts, and what the root does not lead to stays one', () => {
    const places = treePlaces(hand, size);
    const reach = (time: number) => movingMarks(hand, places, time).nodes.map((mark) => mark.reach);
    expect(reach(1)).toEqual([1, 0, 1, 0, 0, 0, 0, 1, 1, 0]);
    expect(reach(2)[5]).toBe(0);
    expect(reach(1.5)[3]).toBeCloseTo(0.5, 10);
  });

  test('the frontier carries its numbers however small, others only what matters', () => {
    const { facts } = stillMarks(hand, treePlaces(hand, size), 1);
    expect(facts.map(({ number }) => number)).toEqual(['', '', '.64', '.01', '', '', '', '.16', '.09', '.02']);
    expect(frontierMass(hand, 1)).toBeCloseTo(0.89, 10);
  });

  test('a node says in words what its sign and colour say', () => {
    const { facts } = stillMarks(hand, treePlaces(hand, size), 1);
    expect(facts[8]?.sentence).toBe('deadpus, dead end, value .09, height 0, 1 edge from Ada');
    expect(facts[7]?.sentence).toBe('wpus, value .16, height 0, 1 edge from Ada, leads to the target');
    expect(facts[6]?.sentence).toBe('falsepus, distractor, value .00, not reached from Ada');
  });

  test('heights stand beside the names where there is room, for what the root leads to', () => {
    const { facts, places } = searchTreeLayout(hand, 1, size);
    expect(facts.map(({ height }) => height)).toEqual(['', '', 'h 2', 'h 1', 'h 1', 'h 0', '', 'h 0', 'h 0', '']);
    expect(places.hasHeights).toBe(true);
    const { hasHeights } = treePlaces(graphs.at(-1)!, { widthPx: 200, heightPx: 1200 });
    expect(hasHeights).toBe(false);
  });

  test('with an intervention each node keeps its old area as a ring, and says its change', () => {
    const changed = treeData(HAND, [VALUES[0]!, [0, 0, 0.1, 0.01, 0, 0, 0, 0.16, 0.09, 0.56]]);
    const { nodes, facts, places } = searchTreeLayout({ ...changed, before: VALUES }, 1, size);
    expect(((nodes[2]?.beforePx ?? NaN) / places.ringPx) ** 2).toBeCloseTo(0.64, 10);
    expect([2, 9, 7].map((node) => facts[node]?.change)).toEqual(['−.54', '+.54', '']);
  });

  test('attention widens edges in proportion to the strongest', () => {
    const attention = [undefined, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0]];
    const { edges } = stillMarks({ ...hand, attention }, treePlaces(hand, size), 1);
    expect(edges[0]!.widthPx - 0.5).toBeCloseTo(2 * (edges[1]!.widthPx - 0.5), 10);
    expect(edges[2]!.widthPx).toBe(0.5);
  });
});

test('keys: thoughts stay within what there is, nodes go by value', () => {
  const byValue = nodesByValue(VALUES[1], 10);
  expect(byValue.slice(0, 4)).toEqual([2, 7, 8, 9]);
  const at = (key: string, node?: number, thoughts = 1) => placeAfterKey(key, { thoughts, node }, byValue, 2);
  expect(at('ArrowDown')).toEqual({ thoughts: 1, node: 2 });
  expect(at('ArrowDown', 2)?.node).toBe(7);
  expect(at('ArrowUp', 2)?.node).toBe(2);
  expect(at('ArrowRight', 2)).toEqual({ thoughts: 2, node: 2 });
  expect(at('ArrowRight', 2, 2)?.thoughts).toBe(2);
  expect(at('ArrowLeft', 2, 0)?.thoughts).toBe(0);
  expect(at('x')).toBeUndefined();
});

test('the table has a row a node and a column a number of thoughts', () => {
  const { columns, rows } = searchTreeTable(hand);
  expect(columns).toHaveLength(5 + VALUES.length);
  expect(rows[2]).toEqual(['xpus', 1, 2, 'inner', 'yes', 0, 0.64, 0]);
});
