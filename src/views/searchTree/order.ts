/**
 * @file The order of nodes within each layer, so that few edges cross: sweeps by the mean place of neighbours, the best
 * order kept. [Sugiyama, Tagawa & Toda 1981] It sees the graph alone, so that the picture stands still from thought to thought.
 */

import type { Edge } from '../../core/coconut/problems/graph';

const SWEEPS = 12;

/**
 * @param column [node]
 * @param nodes those to be ordered
 * @returns [column][row] nodes
 */
export function orderedLayers(
  column: readonly number[],
  nodes: readonly number[],
  edges: readonly Edge[],
): readonly (readonly number[])[] {
  const columns = Math.max(-1, ...nodes.map((node) => column[node] ?? 0)) + 1;
  let layers = Array.from({ length: columns }, (_, at) => nodes.filter((node) => column[node] === at));
  let best = layers;
  let fewest = crossings(layers, edges);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    layers = sweptOnce(layers, edges, sweep % 2 === 0);
    const count = crossings(layers, edges);
    if (count < fewest) [best, fewest] = [layers, count];
  }
  return best;
}

function sweptOnce(layers: readonly number[][], edges: readonly Edge[], isForward: boolean): number[][] {
  const next = layers.map((layer) => [...layer]);
  const order = isForward ? [...next.keys()] : [...next.keys()].reverse();
  for (const at of order) {
    const beside = next[isForward ? at - 1 : at + 1];
    const layer = next[at];
    if (!beside || !layer) continue;
    const wanted = new Map(layer.map((node, row) => [node, meanPlace(node, beside, edges, isForward) ?? row]));
    layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
  }
  return next;
}

/** Undefined where no edge leads to the layer beside. */
function meanPlace(
  node: number,
  beside: readonly number[],
  edges: readonly Edge[],
  isForward: boolean,
): number | undefined {
  const places = edges.flatMap(([from, to]) => {
    const [own, other] = isForward ? [to, from] : [from, to];
    const place = own === node ? beside.indexOf(other) : -1;
    return place >= 0 ? [place] : [];
  });
  return places.length > 0 ? places.reduce((sum, place) => sum + place, 0) / places.length : undefined;
}

/** Pairs of edges between neighbouring layers that cross. */
export function crossings(layers: readonly (readonly number[])[], edges: readonly Edge[]): number {
  let count = 0;
  for (let at = 1; at < layers.length; at++) {
    const between = edges
      .map(([from, to]): readonly [number, number] => [
        layers[at - 1]?.indexOf(from) ?? -1,
        layers[at]?.indexOf(to) ?? -1,
      ])
      .filter(([from, to]) => from >= 0 && to >= 0);
    for (const [i, [a, b]] of between.entries())
      for (const [c, d] of between.slice(i + 1)) if ((a - c) * (b - d) < 0) count++;
  }
  return count;
}

const RELAXATIONS = 10;

/**
 * Rows as places: each node near its neighbours, no two of a layer closer than one.
 *
 * @returns [node] from 0 to the widest layer less one; NaN for other nodes
 */
export function relaxedRows(
  layers: readonly (readonly number[])[],
  edges: readonly Edge[],
  nodes: number,
): Float64Array {
  const widest = Math.max(1, ...layers.map((layer) => layer.length));
  const row = new Float64Array(nodes).fill(NaN);
  for (const layer of layers)
    for (const [i, node] of layer.entries()) row[node] = ((i + 0.5) * widest) / layer.length - 0.5;
  const neighbours = neighboursIn(layers, edges, nodes);
  for (let round = 0; round < RELAXATIONS; round++)
    for (const layer of round % 2 === 0 ? layers : layers.toReversed()) {
      const wanted = layer.map((node) =>
        meanOf(
          (neighbours[node] ?? []).map((other) => row[other] ?? 0),
          row[node],
        ),
      );
      for (const [i, place] of apart(wanted, widest - 1).entries()) row[layer[i] ?? 0] = place;
    }
  return row;
}

function neighboursIn(layers: readonly (readonly number[])[], edges: readonly Edge[], nodes: number): number[][] {
  const known = new Set(layers.flat());
  const lists = Array.from({ length: nodes }, (): number[] => []);
  for (const [from, to] of edges)
    if (known.has(from) && known.has(to)) {
      lists[from]?.push(to);
      lists[to]?.push(from);
    }
  return lists;
}

function meanOf(values: readonly number[], otherwise = 0): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : otherwise;
}

/** In order, at least one apart, within 0..last: between what pushing down and what pushing up would give, so that neither side wins. */
function apart(wanted: readonly number[], last: number): number[] {
  const down = pushed(wanted, last);
  const up = pushed(
    wanted.toReversed().map((place) => last - place),
    last,
  ).toReversed();
  return down.map((place, i) => (place + last - (up[i] ?? 0)) / 2);
}

function pushed(wanted: readonly number[], last: number): number[] {
  const placed: number[] = [];
  for (const [i, place] of wanted.entries()) {
    const room = last - (wanted.length - 1 - i);
    placed.push(Math.min(Math.max(place, i > 0 ? (placed[i - 1] ?? 0) + 1 : 0), room));
  }
  return placed;
}
