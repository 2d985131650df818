import { describe, expect, test } from 'vitest';
import { childrenOf, distances } from '../../../../src/core/coconut/problems/graph';
import { namePools } from '../../../../src/core/coconut/problems/names';
import { meanByGroup, narrowestGroup, nodeGroups } from '../../../../src/core/coconut/probes/nodeGroups';
import { parseProblems } from '../../../../src/core/coconut/problems/problemJson';
import type { ProsqaProblem } from '../../../../src/core/coconut/problems/problem';
import { OFFICIAL_PROSQA, prosqaProblem } from '../../../../src/core/coconut/tasks/prosqaGenerator';
import { frontier, searchTree, walkFrontier } from '../../../../src/core/coconut/probes/searchTree';
import { nextResults, ontologyQuestion, resultQuestion } from '../../../../src/core/coconut/tasks/taskTree';
import { mean } from '../../../../src/core/util/statistics';
import { HAND, officialFile } from '../fixtures';

describe('the hand-made graph', () => {
  const tree = searchTree(HAND);
  test('layers, heights and what leads where', () => {
    expect(tree.layers).toEqual([[0], [2, 7, 8], [3, 4], [5]]);
    expect([...tree.depth]).toEqual([0, -1, 1, 2, 2, 3, -1, 1, 1, -1]);
    // w leads to x in the same layer alone: a leaf of the layered tree.
    expect([...tree.height]).toEqual([3, -1, 2, 1, 1, 0, -1, 0, 0, -1]);
    expect(tree.otherEdges).toEqual([[7, 2]]);
    expect(tree.treeEdges).toHaveLength(7);
    expect(tree.leadsToTarget[7]).toBe(true);
    expect(tree.onShortestPath[7]).toBe(false);
    expect(tree.onShortestPath.map((on, node) => (on ? node : -1)).filter((node) => node >= 0)).toEqual([
      0, 2, 3, 4, 5,
    ]);
    expect(tree.status).toEqual([
      'root', 'inner', 'inner', 'inner', 'inner', 'target', 'distractor', 'inner', 'deadEnd', 'inner',
    ]); // prettier-ignore
    expect([...tree.parent]).toEqual([-1, -1, 0, 2, 2, 3, -1, 0, 0, -1]);
  });
  test('walks may come back to nodes seen before, the frontier may not', () => {
    expect(frontier(tree, 2)).toEqual([3, 4]);
    expect(walkFrontier(HAND, 0, 2)).toEqual([2, 3, 4]);
    expect(frontier(tree, 9)).toEqual([]);
  });
  test('the four groups after one and two thoughts', () => {
    expect(nodeGroups(HAND, 1)).toEqual({
      notReachable: [1, 3, 4, 5, 6, 9],
      reachable: [0, 2, 7, 8],
      frontier: [2, 7, 8],
      optimal: [2],
    });
    expect(nodeGroups(HAND, 2, 'exact').frontier).toEqual([3, 4]);
    expect(nodeGroups(HAND, 2).frontier).toEqual([2, 3, 4]);
    const ownNumber = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(meanByGroup(nodeGroups(HAND, 2), ownNumber)).toMatchObject({ frontier: 3, optimal: 3.5 });
    expect(meanByGroup(nodeGroups(HAND, 9), ownNumber).optimal).toBeUndefined();
    const narrowest = narrowestGroup(nodeGroups(HAND, 2), 10);
    expect(narrowest.slice(0, 5)).toEqual(['reachable', 'notReachable', 'frontier', 'optimal', 'optimal']);
  });
});

test('laws of any tree: heights rise by one at most along an edge, groups are nested, each node hangs one layer up', () => {
  const pools = namePools(10, 60);
  for (let i = 0; i < 100; i++) {
    const problem = prosqaProblem(OFFICIAL_PROSQA, pools, 5, i);
    const tree = searchTree(problem);
    expect(tree.treeEdges.length + tree.otherEdges.length).toBe(
      problem.edges.filter(([from]) => tree.depth[from]! >= 0).length,
    );
    for (const [from, to] of tree.treeEdges) expect(tree.height[from]).toBeGreaterThan(tree.height[to]!);
    expect(tree.height[problem.root]).toBe(tree.layers.length - 1);
    for (const [node, parent] of tree.parent.entries())
      expect(parent >= 0 ? tree.depth[parent] : -1).toBe(tree.depth[node]! > 0 ? tree.depth[node]! - 1 : -1);
    for (let k = 1; k < problem.path.length; k++) {
      const groups = nodeGroups(problem, k);
      expect(groups.optimal).toContain(problem.path[k]);
      expect(groups.optimal.every((node) => groups.frontier.includes(node))).toBe(true);
      expect(groups.frontier.every((node) => groups.reachable.includes(node))).toBe(true);
      expect(groups.reachable.length + groups.notReachable.length).toBe(problem.nodes);
      expect(groups.optimal).toEqual(frontier(tree, k).filter((node) => tree.onShortestPath[node]));
    }
    expect([...tree.depth]).toEqual([...distances(childrenOf(problem), problem.root)]);
  }
});

const figure7 = officialFile('prosqa_figure7.json');
test.skipIf(figure7 === undefined)('the paper’s Figure 7: lempus 2, grimpus 2, zhorpus 1, sterpus 0', () => {
  const problem = parseProblems(figure7!)[0] as ProsqaProblem;
  const tree = searchTree(problem);
  const heights = frontier(tree, 1).map((node) => [problem.symbols[node], tree.height[node]]);
  expect(Object.fromEntries(heights)).toEqual({ lempus: 2, grimpus: 2, zhorpus: 1, sterpus: 0 });
  expect(frontier(tree, 2).map((node) => problem.symbols[node])).toContain('rorpus');
});

const valid = officialFile('prosqa_valid.json');
describe.skipIf(valid === undefined)(
  'the 300 official validation problems against the test set’s figures (500)',
  () => {
    const problems = (valid === undefined ? [] : parseProblems(valid)) as ProsqaProblem[];
    const trees = problems.map((problem) => searchTree(problem));
    const near = (value: number, official: number, sd: number): void =>
      expect(Math.abs(value - official)).toBeLessThan(4 * sd * Math.sqrt(1 / 300 + 1 / 500));

    test('frontiers: 2.96 after one thought, 4.40 new and 5.56 by walks after two', () => {
      near(mean(trees.map((tree) => frontier(tree, 1).length)), 2.96, 1.5);
      near(mean(trees.map((tree) => frontier(tree, 2).length)), 4.4, 2);
      near(mean(problems.map((problem) => walkFrontier(problem, problem.root, 2).length)), 5.56, 2.5);
    });

    test('first-thought nodes by height: incorrect 338/263/174/39, correct (h2-h5) 235/297/108/19 of 500 problems', () => {
      const count = (correct: boolean, height: number): number =>
        trees
          .flatMap((tree) => frontier(tree, 1).map((node) => [tree.onShortestPath[node], tree.height[node]]))
          .filter(([is, at]) => is === correct && at === height).length;
      // Two Poisson counts, scaled to 500 problems each.
      const agree = (here: number, official: number): void =>
        expect(Math.abs((here * 500) / 300 - official)).toBeLessThan(4 * Math.sqrt(official * (1 + 500 / 300)) + 3);
      for (const [height, official] of [338, 263, 174, 39].entries()) agree(count(false, height), official);
      for (const [i, official] of [235, 297, 108, 19].entries()) agree(count(true, i + 2), official);
      expect(count(true, 0) + count(true, 1)).toBe(0);
    });
  },
);

test('an ontology is searched from the entity; the property and its lack are target and distractor', () => {
  const [problem] = parseProblems(
    JSON.stringify([
      {
        question:
          'Each tumpus is a wumpus. Wumpuses are not happy. Every gorpus is happy. Ada is a tumpus. True or false: Ada is happy.',
        steps: [],
        answer: 'False',
      },
    ]),
  );
  const question = ontologyQuestion(problem as Extract<typeof problem, { task: 'prontoqa' }>);
  const tree = searchTree(question);
  expect(tree.layers.map((layer) => layer.map((node) => question.symbols[node]))).toEqual([
    ['Ada'],
    ['tumpus'],
    ['wumpus'],
    ['not happy'],
  ]);
  expect(question.symbols[question.target]).toBe('not happy');
  expect(question.symbols[question.negTarget!]).toBe('happy');
});

test('arithmetic: what two known numbers can make, and the tree of the right ones among them', () => {
  expect(nextResults([6, 2])).toEqual(['6+2=8', '6*2=12', '6-2=4', '6/2=3']);
  expect(nextResults([2, 6])).toEqual(['2+6=8', '2*6=12', '6-2=4', '6/2=3']);
  const question = resultQuestion({
    task: 'arithmetic',
    question: 'Ada has 6 pears and gives away 2.',
    steps: ['<<6-2=4>>', '<<4*2=8>>'],
    answer: '8',
  });
  const tree = searchTree(question);
  const names = tree.layers.map((layer) => layer.map((node) => question.symbols[node]));
  expect(new Set(names[1])).toEqual(new Set(['1. 6-2=4', '1. 6+2=8', '1. 6*2=12', '1. 6/2=3']));
  expect(names[2]).toContain('2. 4*2=8');
  expect(question.symbols[question.target]).toBe('2. 4*2=8');
  expect(searchTree(question).depth[question.target]).toBe(2);
});
