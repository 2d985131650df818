/** @file Draws the points of a scatter on a canvas, ghosts first, one category after another, in pieces. */

import { inBlocks, type Pieces } from '../../core/util/pieces';
import type { ScatterMarks } from './layout';

export interface PointInks {
  /** In the order of the category codes. */
  readonly categories: readonly string[];
  readonly ghost: string;
}

/** Points in one piece of the work: some milliseconds in software. */
const BLOCK = 4096;

export function* drawPoints(
  context: CanvasRenderingContext2D,
  marks: ScatterMarks,
  category: Uint8Array,
  shown: Uint8Array | undefined,
  inks: PointInks,
): Pieces<void> {
  const sidePx = pointPx(category.length);
  const stride = pointStride(category.length);
  const points = Math.ceil(category.length / stride);
  const layers = [{ code: -1, ink: inks.ghost }, ...inks.categories.map((ink, code) => ({ code, ink }))];
  for (const { code, ink } of layers) {
    if (code < 0 && !shown) continue;
    context.fillStyle = ink;
    context.globalAlpha = code < 0 ? 0.5 : category.length > 5000 ? 0.55 : 0.8;
    yield* inBlocks(points, BLOCK, (from, to) => {
      for (let token = from * stride; token < to * stride; token += stride) {
        const isGhost = shown?.[token] === 0;
        if (code < 0 ? !isGhost : isGhost || category[token] !== code) continue;
        const [x, y] = [marks.xPx[token] ?? NaN, marks.yPx[token] ?? NaN];
        context.fillRect(x - sidePx / 2, y - sidePx / 2, sidePx, sidePx);
      }
    });
  }
  context.globalAlpha = 1;
}

/** Fewer points are larger. */
export function pointPx(count: number): number {
  return count > 20_000 ? 1.5 : count > 2000 ? 2.25 : 3.5;
}

/** Of more than 100,000 tokens only every n-th has a point: more would hold up a frame and hide each other. */
export function pointStride(count: number): number {
  return Math.ceil(count / 100_000);
}
