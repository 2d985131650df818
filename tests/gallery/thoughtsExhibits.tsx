/** @file Exhibits of the Thoughts page's pictures. The graphs come from the generators, the values are made up. */

import { childrenOf, distances } from '../../src/core/coconut/graph';
import { growGraph } from '../../src/core/coconut/growGraph';
import { namePools, namedProblem } from '../../src/core/coconut/names';
import { OFFICIAL_PROSQA, OFFICIAL_RULE, prosqaPuzzle } from '../../src/core/coconut/prosqaGenerator';
import { exchangeablePuzzle, LEVELS } from '../../src/core/coconut/exchangeableGenerator';
import type { ProsqaProblem } from '../../src/core/coconut/problem';
import { searchTree } from '../../src/core/coconut/searchTree';
import { rng } from '../../src/core/util/rng';
import { type SearchTreeData, treeData } from '../../src/views/searchTree/data';
import { searchTreeHeightPx } from '../../src/views/searchTree/places';
import { SearchTree } from '../../src/views/searchTree/SearchTree';
import { TreeLegend } from '../../src/views/searchTree/TreeLegend';
import type { StripData } from '../../src/views/thoughtStrip/strip';
import { ThoughtStrip } from '../../src/views/thoughtStrip/ThoughtStrip';
import type { Exhibit } from './exhibits';

const pools = namePools(24, 160);

/** After k thoughts most of the mass lies on the k-th layer, and the more the search closes in, the more on what leads on. */
export function madeUpValues(problem: ProsqaProblem, seed: number): Float32Array[] {
  const tree = searchTree(problem);
  return tree.layers.map((layer, thoughts) => {
    const chance = rng(seed, 'values', thoughts);
    const weight = Array.from(tree.depth, (depth, node) => {
      const isNear = depth === thoughts ? 1 : Math.abs(depth - thoughts) === 1 && depth >= 0 ? 0.04 : 0.01;
      return isNear * (0.3 + chance.uniform()) * (tree.onShortestPath[node] ? 1.4 + 1.2 * thoughts : 0.8);
    });
    const sum = weight.reduce((total, each) => total + each, 0);
    return Float32Array.from(weight, (each) => (each / sum) * (layer.length > 0 ? 0.97 : 0));
  });
}

const small = namedProblem(exchangeablePuzzle(LEVELS.micro3, 'test', rng(4, 'exhibit')), pools, rng(4, 'names'));
const official = namedProblem(prosqaPuzzle(OFFICIAL_PROSQA, rng(8, 'exhibit')), pools, rng(8, 'names'));
const large = largeProblem(60);

/** More nodes than any official problem has. */
export function largeProblem(nodes: number): ProsqaProblem {
  const graph = growGraph(
    { ...OFFICIAL_RULE, nodes, leastParents: 1, thresholds: [0.7, 0.85], depthWeight: 0.1 },
    rng(2, 'large'),
  );
  const fromRoot = distances(childrenOf(graph), 0);
  const target = fromRoot.indexOf(Math.max(...fromRoot));
  const negTarget = [...fromRoot.keys()].findLast((node) => fromRoot[node] === -1) ?? 1;
  const puzzle = { nodes, edges: graph.edges, root: 0, target, negTarget, path: [0, target] };
  return namedProblem(puzzle, pools, rng(2, 'names'));
}

export const TREE_DATA = {
  small: treeData(small, madeUpValues(small, 1)),
  official: treeData(official, madeUpValues(official, 2)),
  large: treeData(large, madeUpValues(large, 3)),
};

function tree(data: SearchTreeData, time: number, more: Partial<Parameters<typeof SearchTree>[0]> = {}) {
  return (widthPx: number) => (
    <SearchTree data={data} time={time} size={{ widthPx, heightPx: searchTreeHeightPx(data, widthPx) }} {...more} />
  );
}

const TREES = [
  ['tree-start', 'no thought yet: the root alone', TREE_DATA.small, 0],
  ['tree-between', 'on the way from one thought to two: areas move, numbers fade', TREE_DATA.small, 1.4],
  ['tree-end', 'after the last thought', TREE_DATA.small, 3],
  ['tree-official', 'a graph of the official size after two thoughts', TREE_DATA.official, 2],
  ['tree-large', 'sixty nodes', TREE_DATA.large, 2],
] as const;

const strip: StripData = {
  questionWords: 51,
  hasMarks: true,
  slots: 'thought',
  most: 3,
  norms: [6, 5.7, 4.1],
  nameNorm: 3.1,
  written: [
    [],
    [
      { text: 'lempus', tone: 'wrong', chance: 0.61 },
      { text: 'is', tone: 'wrong', chance: 0.99 },
      { text: 'a', tone: 'wrong', chance: 1 },
      { text: 'scrompus.', tone: 'wrong', chance: 0.34 },
      { text: 'scrompus', tone: 'wrongAnswer', chance: 0.72 },
    ],
    [],
    [{ text: 'bompus', tone: 'rightAnswer', chance: 0.97 }],
  ],
};
const nothing = () => undefined;

export const THOUGHTS_EXHIBITS: readonly Exhibit[] = [
  ...TREES.map(([name, about, data, time]): Exhibit => ({ name, about, heightPx: 420, render: tree(data, time) })),
  {
    name: 'tree-legend',
    about: 'the signs of the tree',
    heightPx: 60,
    render: () => <TreeLegend />,
  },
  ...[1, 3].map((thoughts): Exhibit => ({
    name: `strip-thoughts-${thoughts}`,
    about: `the sequence after ${thoughts} of 3 thoughts`,
    heightPx: 90,
    render: () => (
      <ThoughtStrip data={strip} thoughts={thoughts} isPlaying={false} onThoughts={nothing} onPlay={nothing} />
    ),
  })),
];
