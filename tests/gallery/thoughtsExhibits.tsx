/** @file Exhibits of the Thoughts page's pictures. The graphs come from the generators, the values are made up. */

import { childrenOf, distances } from '../../src/core/coconut/problems/graph';
import { growGraph } from '../../src/core/coconut/tasks/growGraph';
import { namePools, namedProblem } from '../../src/core/coconut/problems/names';
import { OFFICIAL_PROSQA, OFFICIAL_RULE, prosqaPuzzle } from '../../src/core/coconut/tasks/prosqaGenerator';
import { exchangeablePuzzle, LEVELS } from '../../src/core/coconut/tasks/exchangeableGenerator';
import type { ProsqaProblem } from '../../src/core/coconut/problems/problem';
import { searchTree } from '../../src/core/coconut/probes/searchTree';
import { rng } from '../../src/core/util/rng';
import { type SearchTreeData, treeData } from '../../src/views/searchTree/data';
import { searchTreeHeightPx } from '../../src/views/searchTree/places';
import { SearchTree } from '../../src/views/searchTree/SearchTree';
import { TreeLegend } from '../../src/views/searchTree/TreeLegend';
import type { StripData, WrittenWord } from '../../src/views/thoughtStrip/strip';
import { ThoughtStrip } from '../../src/views/thoughtStrip/ThoughtStrip';
import { shapeAt } from '../../src/core/coconut/curriculum/curriculum';
import { METHODS } from '../../src/core/coconut/curriculum/methods';
import { narrowestGroup, nodeGroups } from '../../src/core/coconut/probes/nodeGroups';
import { encodeProblem } from '../../src/core/coconut/curriculum/sequence';
import { sequenceSegments } from '../../src/core/coconut/curriculum/sequenceSegments';
import { compactVocabulary } from '../../src/core/coconut/curriculum/vocabularies';
import type { CaseRow } from '../../src/views/caseStudy/cases';
import { CaseStudy } from '../../src/views/caseStudy/CaseStudy';
import { Curriculum } from '../../src/views/curriculum/Curriculum';
import { curriculumHeightPx, type CurriculumRow } from '../../src/views/curriculum/layout';
import type { HeardThought } from '../../src/views/nearestWords/heard';
import { NearestWords } from '../../src/views/nearestWords/NearestWords';
import { NodeCard } from '../../src/views/nodeCard/NodeCard';
import { nodeFactSheet } from '../../src/views/nodeCard/sheet';
import type { NodeProductsData } from '../../src/views/nodeProducts/layout';
import { NodeProducts } from '../../src/views/nodeProducts/NodeProducts';
import type { Exhibit } from './exhibit';

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

const cases: readonly CaseRow[] = [
  { id: 'way', name: 'the solution', marks: [], words: said('Alex is a grimpus. grimpus is a bompus. bompus', 'step') },
  {
    id: 'cot',
    name: 'CoT',
    marks: [],
    words: [
      ...said('Alex is a lempus.', 'step', 0.5),
      ...said('lempus is a gorpus.', 'wrong', 0.3),
      ...said('gorpus', 'wrongAnswer', 0.9),
    ],
    pathClass: 'hallucination',
    isRight: false,
  },
  {
    id: 'k1',
    name: 'Coconut, k = 1',
    thoughts: 1,
    marks: ['<bot>', '1', '<eot>'],
    words: [...said('lempus is a brimpus.', 'step', 0.6), ...said('brimpus', 'wrongAnswer', 0.7)],
    pathClass: 'wrongTarget',
    isRight: false,
    certainty: 0.04,
  },
  {
    id: 'k2',
    name: 'Coconut, k = 2',
    thoughts: 2,
    marks: ['<bot>', '1', '2', '<eot>'],
    words: said('bompus', 'rightAnswer', 0.97),
    pathClass: 'correctLabel',
    isRight: true,
    certainty: 0.97,
  },
];

function said(text: string, tone: WrittenWord['tone'], chance?: number): WrittenWord[] {
  return text.split(' ').map((word) => ({ text: word, tone, chance }));
}

const heard: readonly HeardThought[] = [6, 5.7].map((norm, thought) => ({
  norm,
  words: small.symbols.slice(thought, thought + 5).map((text, i) => ({
    text,
    chance: 0.5 / (i + 1),
    role: i < 2 ? 'frontier' : 'other',
  })),
}));

const products: NodeProductsData = {
  symbols: small.symbols,
  products: [1, 2].map((thought) => Array.from(small.symbols, (_, node) => 3 * Math.sin(5 * node + thought) + thought)),
  groups: [1, 2].map((thought) => narrowestGroup(nodeGroups(small, thought), small.nodes)),
};

const codec = compactVocabulary(pools);
const curriculum: readonly CurriculumRow[] = [0, 1, 2, 3].map((stage) => ({
  stage,
  name: `stage ${stage}`,
  steps: [450, 350, 400, 1800][stage],
  segments: sequenceSegments(
    encodeProblem(small, { codec, special: codec.special, style: 'compact' }),
    shapeAt(METHODS.coconut, { thoughtsPerStep: 1, lastStage: 3, padToLast: false }, stage, 3),
    codec.special,
  ),
}));

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
  {
    name: 'tree-written',
    about: 'a chain with an edge that the graph does not have; edges as wide as the attention to them; two pins',
    heightPx: 420,
    render: tree(
      {
        ...TREE_DATA.small,
        written: [
          [],
          [
            { from: small.path[1] ?? 0, to: small.path[2] ?? 0, isThere: true },
            { from: small.path[2] ?? 0, to: small.negTarget, isThere: false },
          ],
        ],
        attention: [undefined, small.edges.map((_, edge) => (edge * 7) % 11)],
      },
      1,
      { node: small.path[1], pins: [small.target, small.negTarget] },
    ),
  },
  {
    name: 'tree-changed',
    about: 'with the twin’s thought: dashed rings are the values without it',
    heightPx: 420,
    render: tree(
      {
        ...treeData(
          small,
          madeUpValues(small, 1).map((row) => row.toReversed()),
        ),
        before: madeUpValues(small, 1),
      },
      3,
    ),
  },
  {
    name: 'node-card',
    about: 'a node on the frontier, its thoughts read',
    heightPx: 320,
    render: () => (
      <NodeCard
        sheet={nodeFactSheet(TREE_DATA.small, small.path[1] ?? 0, [
          small.symbols.map(() => 6.2),
          small.symbols.map(() => -0.4),
          small.symbols.map(() => 1),
        ])}
        thoughts={1}
        isPinned={false}
        onPin={nothing}
        onThoughts={nothing}
      />
    ),
  },
  {
    name: 'case-study',
    about: 'Figure 6: the solution, CoT with an edge it made up, Coconut with one and two thoughts',
    heightPx: 360,
    render: () => <CaseStudy rows={cases} shown="k1" onRow={nothing} />,
  },
  {
    name: 'nearest-words',
    about: 'what the output head hears in two thoughts',
    heightPx: 200,
    render: () => <NearestWords thoughts={heard} shown={1} />,
  },
  {
    name: 'node-products',
    about: 'inner products of two thoughts with the names, by group',
    heightPx: 300,
    render: (widthPx) => <NodeProducts data={products} node={small.path[1]} size={{ widthPx, heightPx: 300 }} />,
  },
  {
    name: 'curriculum',
    about: 'Figure 2: what is given and what is learned at each stage of Coconut; stage 1 is looked at',
    heightPx: 160,
    render: (widthPx) => (
      <Curriculum
        rows={curriculum}
        shown={1}
        size={{ widthPx, heightPx: curriculumHeightPx(curriculum) }}
        onStage={nothing}
      />
    ),
  },
];
