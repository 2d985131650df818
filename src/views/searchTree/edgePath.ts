/** @file An edge as a curve between two rings. */

import { pathRound } from 'd3';

type Point = readonly [xPx: number, yPx: number];

export interface Curve {
  /** For an SVG path. */
  readonly path: string;
  readonly end: Point;
  /** Where it comes from as it ends. */
  readonly before: Point;
  /** Half way. */
  readonly middle: Point;
}

/** How far a curve that does not go from left to right bulges, as a share of its length. */
const BULGE = 0.28;

/** Between the rims of two rings: level where it goes from left to right, a bow where it does not. */
export function curve(from: Point, to: Point, ringPx: number): Curve {
  const isForward = to[0] - from[0] > 2.2 * ringPx;
  return isForward ? levelCurve(from, to, ringPx) : bow(from, to, ringPx);
}

function levelCurve([fromX, fromY]: Point, [toX, toY]: Point, ringPx: number): Curve {
  const start: Point = [fromX + ringPx + 1, fromY];
  const end: Point = [toX - ringPx - 1, toY];
  const bend = (end[0] - start[0]) / 2;
  return cubic(start, [start[0] + bend, start[1]], [end[0] - bend, end[1]], end);
}

function bow(from: Point, to: Point, ringPx: number): Curve {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  // To the right of the way, seen in its direction: two edges that go both ways lie side by side.
  const side: Point = [(-dy / length) * BULGE * length, (dx / length) * BULGE * length];
  const at = (share: number): Point => [from[0] + share * dx + side[0], from[1] + share * dy + side[1]];
  const [first, second] = [at(0.25), at(0.75)];
  return cubic(towards(from, first, ringPx + 1), first, second, towards(to, second, ringPx + 1));
}

function towards(from: Point, to: Point, distancePx: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [from[0] + ((to[0] - from[0]) / length) * distancePx, from[1] + ((to[1] - from[1]) / length) * distancePx];
}

function cubic(start: Point, first: Point, second: Point, end: Point): Curve {
  const drawn = pathRound(2);
  drawn.moveTo(...start);
  drawn.bezierCurveTo(...first, ...second, ...end);
  const halfWay = (axis: 0 | 1): number => (start[axis] + 3 * first[axis] + 3 * second[axis] + end[axis]) / 8;
  return { path: drawn.toString(), end, before: second, middle: [halfWay(0), halfWay(1)] };
}

/** A filled head at the end of a curve. */
export function arrowhead({ end, before }: Curve, lengthPx: number): string {
  const back = towards(end, before, lengthPx);
  const [dx, dy] = [(end[0] - back[0]) * 0.45, (end[1] - back[1]) * 0.45];
  const corners: readonly Point[] = [end, [back[0] - dy, back[1] + dx], [back[0] + dy, back[1] - dx]];
  return `M${corners.map(([x, y]) => `${round(x)},${round(y)}`).join('L')}Z`;
}

function round(px: number): number {
  return Math.round(px * 100) / 100;
}
