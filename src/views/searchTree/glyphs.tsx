/** @file Signs for what a node is, so that no meaning hangs on a hue alone. */

import type { NodeStatus } from '../../core/coconut/probes/searchTree';

/** In a box from -1 to 1. */
const PATHS: Readonly<Partial<Record<NodeStatus, string>>> = {
  target: 'M0,-0.95L0.95,0.75L-0.95,0.75Z',
  distractor: 'M0,0.95L0.95,-0.75L-0.95,-0.75Z',
  // A road that ends.
  deadEnd: 'M-0.8,0L0.55,0M0.55,-0.85L0.55,0.85',
};

interface Props {
  readonly status: NodeStatus;
  readonly xPx: number;
  readonly yPx: number;
  readonly sizePx: number;
}

export function StatusGlyph({ status, xPx, yPx, sizePx }: Props) {
  const shape = PATHS[status];
  if (!shape) return undefined;
  return (
    <path
      className={`v-glyph v-glyph-${status}`}
      d={shape}
      transform={`translate(${xPx.toFixed(2)} ${yPx.toFixed(2)}) scale(${sizePx.toFixed(2)})`}
    />
  );
}
