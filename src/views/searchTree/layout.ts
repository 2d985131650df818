/**
 * @file A search tree at a moment between two numbers of thoughts. [Coconut Fig 7] Areas pass from one computed state to
 * the next; labels show computed numbers and nothing between, so they fade while the areas move.
 */

import { easeCubicInOut } from 'd3';
import type { NodeStatus } from '../../core/coconut/probes/searchTree';
import type { WrittenEdge } from '../../core/coconut/probes/writtenEdges';
import { chance } from '../format';
import { valueAt } from '../chart';
import type { SizePx } from '../size';
import type { Table } from '../table';
import { frontierMass, isFrontier, nodesByValue, type SearchTreeData } from './data';
import { arrowhead } from './edgePath';
import { edgeCurve, treePlaces, type TreePlaces } from './places';

/** What a node is to the question: by the colour of its disc, and by its fill or outline. */
export type NodeTone = 'leads' | 'astray' | 'outside';

export interface NodeMark {
  readonly node: number;
  /** Area in proportion to the value, the whole ring being one. */
  readonly discPx: number;
  /** The same without the intervention. */
  readonly beforePx: number | undefined;
  /** 0 where its layer is a ghost, 1 where it is reached. */
  readonly reach: number;
}

/** What does not change while the time passes from one number of thoughts to the next. */
export interface NodeFacts {
  readonly node: number;
  readonly tone: NodeTone;
  readonly status: NodeStatus;
  readonly isFrontier: boolean;
  /** `.33`; empty where it is too small to matter and not on the frontier. */
  readonly number: string;
  /** `h 2` where the root leads to the node. [Coconut Fig 7] */
  readonly height: string;
  /** `+.31`, where an intervention is drawn and changes something. */
  readonly change: string;
  /** In words, for those who do not see it. */
  readonly sentence: string;
}

export interface EdgeMark {
  readonly edge: number;
  /** Whether both its ends are reached. */
  readonly isReached: boolean;
  readonly widthPx: number;
}

export interface WrittenMark {
  readonly isThere: boolean;
  readonly path: string;
  readonly head: string;
  readonly middle: readonly [xPx: number, yPx: number];
}

export interface SearchTreeMarks {
  /** The number of thoughts whose numbers are shown. */
  readonly thoughts: number;
  readonly places: TreePlaces;
  readonly nodes: readonly NodeMark[];
  readonly facts: readonly NodeFacts[];
  readonly edges: readonly EdgeMark[];
  readonly written: readonly WrittenMark[];
  /** 1 at a computed state, 0 half way to the next. */
  readonly numbersOpacity: number;
  /** The stripe behind the frontier. */
  readonly frontier: { readonly xPx: number; readonly words: string };
}

export function searchTreeLayout(data: SearchTreeData, time: number, size: SizePx): SearchTreeMarks {
  return marksAt(data, treePlaces(data, size), time);
}

/** The same with the places known: they do not change from frame to frame. */
export function marksAt(data: SearchTreeData, places: TreePlaces, time: number): SearchTreeMarks {
  const thoughts = Math.round(time);
  return { places, thoughts, ...stillMarks(data, places, thoughts), ...movingMarks(data, places, time) };
}

/** What changes only with the number of thoughts whose numbers are shown. */
export function stillMarks(
  data: SearchTreeData,
  places: TreePlaces,
  thoughts: number,
): Pick<SearchTreeMarks, 'facts' | 'edges' | 'written'> {
  return {
    facts: places.nodes.map(({ node }) => factsOf(data, node, thoughts)),
    edges: places.edges.map(({ edge, from, to }) => ({
      edge,
      isReached: isReached(data, from, thoughts) && isReached(data, to, thoughts),
      widthPx: edgeWidthPx(data.attention?.[thoughts], edge),
    })),
    written: (data.written?.[thoughts] ?? []).map((edge) => writtenMark(edge, places)),
  };
}

/** What moves. */
export function movingMarks(
  { tree, values, before }: SearchTreeData,
  { nodes, columns, columnPitchPx, ringPx }: TreePlaces,
  time: number,
): Pick<SearchTreeMarks, 'nodes' | 'numbersOpacity' | 'frontier'> {
  const eased = easedTime(time);
  const radius = (rows: readonly ArrayLike<number>[], node: number): number => {
    const value = valueAt(
      rows.map((row) => row[node] ?? NaN),
      eased,
    );
    return Number.isNaN(value) ? 0 : ringPx * Math.sqrt(Math.max(0, Math.min(1, value)));
  };
  const thoughts = Math.round(time);
  const last = columns.length - 1;
  const head = columns[Math.min(thoughts, last)];
  return {
    nodes: nodes.map(({ node }) => ({
      node,
      discPx: radius(values, node),
      beforePx: before && radius(before, node),
      reach: reachOf(tree.depth[node] ?? -1, eased),
    })),
    numbersOpacity: 1 - 2 * Math.abs(time - thoughts),
    frontier: {
      // Beyond the last layer there is no frontier: the stripe waits at it.
      xPx: (columns[0]?.xPx ?? 0) + Math.min(eased, last) * columnPitchPx,
      words:
        head && thoughts <= last && values[thoughts] ? `Σ ${chance(frontierMass({ tree, values }, thoughts))}` : '',
    },
  };
}

function reachOf(depth: number, time: number): number {
  return depth < 0 ? 0 : Math.max(0, Math.min(1, time - depth + 1));
}

/** Slow at the computed states, quick between them. */
function easedTime(time: number): number {
  const before = Math.floor(time);
  return before + easeCubicInOut(time - before);
}

/** Below it a value is noise beside the names that compete. */
const WORTH_A_NUMBER = 0.01;

function factsOf(data: SearchTreeData, node: number, thoughts: number): NodeFacts {
  const { tree, values, before } = data;
  const value = values[thoughts]?.[node] ?? NaN;
  const change = value - (before?.[thoughts]?.[node] ?? value);
  const onFrontier = isFrontier(tree, node, thoughts);
  return {
    node,
    tone: toneOf(data, node),
    status: tree.status[node] ?? 'inner',
    isFrontier: onFrontier,
    number: !Number.isNaN(value) && (onFrontier || value >= WORTH_A_NUMBER) ? chance(value) : '',
    height: (tree.depth[node] ?? -1) > 0 ? `h ${tree.height[node] ?? 0}` : '',
    change: Math.abs(change) >= WORTH_A_NUMBER ? `${change > 0 ? '+' : '−'}${chance(Math.abs(change))}` : '',
    sentence: nodeSentence(data, node, thoughts),
  };
}

export function toneOf({ tree }: Pick<SearchTreeData, 'tree'>, node: number): NodeTone {
  if ((tree.depth[node] ?? -1) < 0) return 'outside';
  return tree.leadsToTarget[node] ? 'leads' : 'astray';
}

export const STATUS_WORDS: Readonly<Record<NodeStatus, string>> = {
  root: 'root',
  target: 'target',
  distractor: 'distractor',
  deadEnd: 'dead end',
  inner: '',
};

/** `lempus, value .33, height 2, 1 edge from Alex, does not lead to the target`. */
export function nodeSentence({ question, tree, values }: SearchTreeData, node: number, thoughts: number): string {
  const depth = tree.depth[node] ?? -1;
  const root = question.symbols[tree.root] ?? 'the root';
  const place =
    depth < 0
      ? `not reached from ${root}`
      : depth === 0
        ? ''
        : `height ${tree.height[node] ?? 0}, ${depth} ${depth === 1 ? 'edge' : 'edges'} from ${root}`;
  const status = tree.status[node] ?? 'inner';
  const leads =
    depth < 0 || status !== 'inner'
      ? ''
      : tree.leadsToTarget[node]
        ? 'leads to the target'
        : 'does not lead to the target';
  return [
    question.symbols[node] ?? '',
    STATUS_WORDS[status],
    `value ${chance(values[thoughts]?.[node] ?? NaN)}`,
    place,
    leads,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

function isReached({ tree }: SearchTreeData, node: number, thoughts: number): boolean {
  const depth = tree.depth[node] ?? -1;
  return depth >= 0 && depth <= thoughts;
}

const EDGE_PX = 1.25;
const WIDEST_EDGE_PX = 9;

/** Widths of attention are in proportion to the strongest edge of the thought. */
function edgeWidthPx(attention: ArrayLike<number> | undefined, edge: number): number {
  if (!attention) return EDGE_PX;
  const strongest = Math.max(...Array.from(attention));
  return strongest > 0 ? 0.5 + ((attention[edge] ?? 0) / strongest) * (WIDEST_EDGE_PX - 0.5) : EDGE_PX;
}

function writtenMark({ from, to, isThere }: WrittenEdge, { nodes, ringPx }: TreePlaces): WrittenMark {
  const bent = edgeCurve(nodes, from, to, ringPx);
  return { isThere, path: bent.path, head: arrowhead(bent, 9), middle: bent.middle };
}

/** What the picture shows, in a sentence with its numbers. */
export function searchTreeSentence(data: SearchTreeData, thoughts: number): string {
  const { question, tree, values } = data;
  const root = question.symbols[tree.root] ?? '';
  const best = nodesByValue(values[thoughts], question.nodes)
    .slice(0, 3)
    .map((node) => `${question.symbols[node] ?? ''} ${chance(values[thoughts]?.[node] ?? NaN)}`);
  const after = thoughts === 0 ? 'Without a thought' : `After ${thoughts} ${thoughts === 1 ? 'thought' : 'thoughts'}`;
  const target = question.symbols[question.target] ?? '';
  return `Search tree of ${question.nodes} nodes from ${root}; the target is ${target}. ${after} the largest values are ${best.join(', ')}.`;
}

/** One row a node, one column a number of thoughts. */
export function searchTreeTable({ question, tree, values, before }: SearchTreeData): Table {
  const counts = values.map((_, thoughts) => thoughts);
  return {
    columns: [
      'node',
      'depth',
      'height',
      'status',
      'leads to the target',
      ...counts.map((thoughts) => `value, ${thoughts} thoughts`),
      ...(before ? counts.map((thoughts) => `value before, ${thoughts} thoughts`) : []),
    ],
    rows: question.symbols.map((symbol, node) => [
      symbol,
      tree.depth[node] ?? -1,
      tree.height[node] ?? -1,
      STATUS_WORDS[tree.status[node] ?? 'inner'] || 'inner',
      tree.leadsToTarget[node] ? 'yes' : 'no',
      ...values.map((row) => row[node] ?? NaN),
      ...(before ?? []).map((row) => row[node] ?? NaN),
    ]),
  };
}
