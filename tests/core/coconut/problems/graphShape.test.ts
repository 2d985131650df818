import { expect, test } from 'vitest';
import type { Edge } from '../../../../src/core/coconut/problems/graph';
import { graphShape } from '../../../../src/core/coconut/problems/graphShape';
import { growGraph } from '../../../../src/core/coconut/tasks/growGraph';
import { OFFICIAL_RULE } from '../../../../src/core/coconut/tasks/prosqaGenerator';
import { rng, shuffled } from '../../../../src/core/util/rng';

test('renaming the nodes and reordering the edges keeps the shape', () => {
  for (let seed = 0; seed < 30; seed++) {
    const chance = rng(seed, 'shape');
    const graph = growGraph({ ...OFFICIAL_RULE, nodes: 12 }, chance);
    const names = shuffled([...Array(12).keys()], chance);
    const edges = shuffled(graph.edges, chance).map(([a, b]): Edge => [names[a]!, names[b]!]);
    expect(graphShape({ nodes: 12, edges })).toBe(graphShape(graph));
    const marks = names.map((_, node) => Number(node === 3));
    expect(graphShape(graph, marks)).not.toBe(graphShape(graph));
  }
});

// OEIS A003087, acyclic digraphs without names on n nodes: 1, 2, 6, 31, 302.
test.each([
  [2, 2],
  [3, 6],
  [4, 31],
  [5, 302],
])('on %i nodes there are %i shapes', (nodes, shapes) => {
  const pairs: Edge[] = [];
  for (let a = 0; a < nodes; a++) for (let b = a + 1; b < nodes; b++) pairs.push([a, b]);
  const seen = new Set<number>();
  for (let subset = 0; subset < 2 ** pairs.length; subset++)
    seen.add(graphShape({ nodes, edges: pairs.filter((_, i) => (subset >> i) & 1) }));
  expect(seen.size).toBe(shapes);
});
