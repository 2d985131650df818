/**
 * @file Where nodes and edges of a search tree stand: one column a layer, from the root at left. Two bands: what the root
 * leads to, and below it what it does not. Nothing here depends on values or thoughts.
 */

import type { Edge } from '../../core/coconut/problems/graph';
import type { SizePx } from '../size';
import { columnsOf, type EdgeKind, edgeKind, type SearchTreeData } from './data';
import { arrowhead, curve, type Curve } from './edgePath';
import { orderedLayers, relaxedRows } from './order';

export interface NodePlace {
  readonly node: number;
  readonly xPx: number;
  readonly yPx: number;
  /** As much of the name as there is room for. */
  readonly name: string;
}

export interface EdgePlace {
  /** Place in the question's list. */
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  readonly path: string;
  /** Where an edge does not go from left to right, a head says which way. */
  readonly head: string | undefined;
}

/** Below the ring where rows have room, otherwise at its right. */
export type LabelSide = 'below' | 'right';

export interface TreePlaces {
  readonly nodes: readonly NodePlace[];
  readonly edges: readonly EdgePlace[];
  readonly columns: readonly { readonly xPx: number; readonly words: string }[];
  /** Of a value of one. */
  readonly ringPx: number;
  readonly fontPx: number;
  readonly labelSide: LabelSide;
  /** The part of the picture that the root leads to. */
  readonly reach: { readonly topPx: number; readonly bottomPx: number };
  /** Under which stands what the root does not lead to; undefined where it leads to all. */
  readonly dividerPx: number | undefined;
  readonly columnPitchPx: number;
  /** Whether there is room for a height beside each number. */
  readonly hasHeights: boolean;
  /** Of the stripe behind a column. */
  readonly stripePx: number;
}

/** Two lines above the columns, and one between the bands, in sizes of the type. */
const HEAD_LINES = 2.9;
const DIVIDER_LINES = 2.6;
const FOOT_PX = 4;
/** Of one letter, as a share of the size of the type. */
const LETTER = 0.56;
const SMALLEST_FONT_PX = 10.5;
const LARGEST_FONT_PX = 14;
const SMALLEST_RING_PX = 7;
const LARGEST_RING_PX = 34;
/** `.77 h 2`. */
const NUMBER_LETTERS = 7;
/** A row that holds a ring and two lines under it. */
const TALL_ROW_PX = 60;
/** Columns too narrow for a name beside its ring: there it goes below, under a small one. */
const NARROW_COLUMN_PX = 84;
const NARROW_ROW_PX = 40;
const LINES_BELOW = 2.35;

/** The rows of both bands: what the root leads to, and the rest. */
function bandsOf(data: Pick<SearchTreeData, 'question' | 'tree'>) {
  const { question, tree } = data;
  const column = columnsOf(data);
  const nodes = [...column.keys()];
  const band = (isReached: boolean) => {
    const own = nodes.filter((node) => (tree.depth[node] ?? -1) >= 0 === isReached);
    const layers = orderedLayers(column, own, question.edges);
    return {
      layers,
      row: relaxedRows(layers, question.edges, question.nodes),
      rows: Math.max(0, ...layers.map((layer) => layer.length)),
    };
  };
  return { column, reached: band(true), outside: band(false) };
}

/** A height at which the tree is easy to read at this width. */
export function searchTreeHeightPx(data: Pick<SearchTreeData, 'question' | 'tree'>, widthPx: number): number {
  const { tree } = data;
  const { reached, outside } = bandsOf(data);
  const rows = reached.rows + outside.rows;
  const isNarrow = widthPx / tree.layers.length < NARROW_COLUMN_PX;
  const row = rows <= 6 ? 88 : rows <= 11 ? 66 : isNarrow ? NARROW_ROW_PX + 4 : rows <= 18 ? 44 : 32;
  const lines = HEAD_LINES + (outside.rows > 0 ? DIVIDER_LINES : 0);
  return Math.round(FOOT_PX + (lines * LARGEST_FONT_PX + rows * row) * wallScale(widthPx));
}

export function treePlaces(data: Pick<SearchTreeData, 'question' | 'tree'>, size: SizePx): TreePlaces {
  const { question, tree } = data;
  const { column, reached, outside } = bandsOf(data);
  const rows = Math.max(1, reached.rows + outside.rows);
  const columns = Math.max(...column) + 1;
  const roomPx = size.widthPx / columns;
  const isNarrow = roomPx < NARROW_COLUMN_PX;
  const fontPx = within(Math.min((size.heightPx / rows) * 0.32, roomPx / 6.5), [
    SMALLEST_FONT_PX,
    LARGEST_FONT_PX * wallScale(size.widthPx),
  ]);
  const topPx = HEAD_LINES * fontPx;
  const gapPx = outside.rows > 0 ? DIVIDER_LINES * fontPx : 0;
  const rowPx = (size.heightPx - topPx - FOOT_PX - gapPx) / rows;
  const labelSide: LabelSide = rowPx >= (isNarrow ? NARROW_ROW_PX : TALL_ROW_PX) ? 'below' : 'right';
  const labelPx = Math.max(...question.symbols.map((symbol) => symbol.length)) * LETTER * fontPx;
  const ringPx = ringOf(rowPx, roomPx, fontPx, labelSide, size.widthPx);
  const besidePx = Math.max(ringPx, Math.min(labelPx, roomPx) / 2) + 6;
  const [leftPx, rightPx] =
    labelSide === 'below' ? [besidePx, besidePx] : [ringPx + 8, ringPx + Math.min(labelPx, roomPx) + 6];
  const columnPitchPx = columns > 1 ? (size.widthPx - leftPx - rightPx) / (columns - 1) : size.widthPx;
  const xOf = (at: number): number => leftPx + at * columnPitchPx;
  const reachBottomPx = topPx + reached.rows * rowPx;
  const lift = labelSide === 'below' ? (LINES_BELOW * fontPx) / 2 : 0;
  const nodes = question.symbols.map((symbol, node): NodePlace => {
    const isReached = (tree.depth[node] ?? -1) >= 0;
    const row = (isReached ? reached : outside).row[node] ?? 0;
    const bandPx = isReached ? topPx : reachBottomPx + gapPx;
    return {
      node,
      xPx: xOf(column[node] ?? 0),
      yPx: bandPx + (row + 0.5) * rowPx - lift,
      name: fitted(symbol, columnPitchPx - (labelSide === 'below' ? 2 : ringPx * 2 + 4), fontPx),
    };
  });
  return {
    nodes,
    edges: question.edges.map((edge, i) => placedEdge(data, nodes, edge, i, ringPx)),
    columns: Array.from({ length: tree.layers.length }, (_, at) => ({
      xPx: xOf(at),
      words: columnWords(at, columnPitchPx),
    })),
    ringPx,
    fontPx,
    labelSide,
    reach: { topPx, bottomPx: reachBottomPx },
    dividerPx: outside.rows > 0 ? reachBottomPx + gapPx * 0.25 : undefined,
    columnPitchPx,
    hasHeights: NUMBER_LETTERS * LETTER * fontPx <= columnPitchPx - (labelSide === 'below' ? 4 : 2 * ringPx + 8),
    stripePx: Math.min(columnPitchPx * 0.7, 2 * leftPx - 4),
  };
}

/** A wall is read from further away than a desk. */
function wallScale(widthPx: number): number {
  return within(widthPx / 1100, [1, 2]);
}

function ringOf(rowPx: number, roomPx: number, fontPx: number, labelSide: LabelSide, widthPx: number): number {
  const byRow = labelSide === 'below' ? (rowPx - LINES_BELOW * fontPx - 4) / 2 : rowPx * 0.4;
  const byColumn = roomPx * (labelSide === 'below' ? 0.26 : 0.14);
  return within(Math.min(byRow, byColumn), [SMALLEST_RING_PX, LARGEST_RING_PX * wallScale(widthPx)]);
}

function placedEdge(
  { tree }: Pick<SearchTreeData, 'tree'>,
  nodes: readonly NodePlace[],
  [from, to]: Edge,
  edge: number,
  ringPx: number,
): EdgePlace {
  const kind = edgeKind(tree, [from, to]);
  const bent = edgeCurve(nodes, from, to, ringPx);
  const isForward = (nodes[to]?.xPx ?? 0) > (nodes[from]?.xPx ?? 0);
  return { edge, from, to, kind, path: bent.path, head: isForward ? undefined : arrowhead(bent, 6) };
}

/** From ring to ring. */
export function edgeCurve(nodes: readonly NodePlace[], from: number, to: number, ringPx: number): Curve {
  const [a, b] = [nodes[from], nodes[to]];
  return curve([a?.xPx ?? 0, a?.yPx ?? 0], [b?.xPx ?? 0, b?.yPx ?? 0], ringPx);
}

/** What a column is reached by; short where columns are narrow. */
function columnWords(thoughts: number, pitchPx: number): string {
  if (pitchPx < 84) return String(thoughts);
  return thoughts === 1 ? '1 thought' : `${thoughts} thoughts`;
}

function fitted(symbol: string, roomPx: number, fontPx: number): string {
  const letters = Math.max(3, Math.floor(roomPx / (LETTER * fontPx)));
  return symbol.length <= letters ? symbol : `${symbol.slice(0, letters - 1)}…`;
}

function within(value: number, [low, high]: readonly [number, number]): number {
  return Math.max(low, Math.min(high, value));
}
