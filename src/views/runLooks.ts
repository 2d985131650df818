/** @file How runs that are compared look: by the order in which they were chosen, told apart by colour, dash and marker. */

import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle, type SymbolType } from 'd3';

export interface RunLook {
  /** The class that gives the colour. */
  readonly className: string;
  /** `stroke-dasharray`; none for a whole line. */
  readonly dash: string | undefined;
  /** An SVG path around 0, 0. */
  readonly marker: string;
}

/** As many runs as can be told apart on one picture. */
export const MOST_COMPARED = 8;

const MARKERS: readonly SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross];
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3'] as const;
const MARKER_AREA_PX2 = 36;

export function runLook(order: number): RunLook {
  const place = order % MOST_COMPARED;
  // Five markers by four dashes by eight colours: no two of the eight share more than one cue.
  return {
    className: `v-run v-run-${place}`,
    dash: DASHES[place % DASHES.length],
    marker: symbol(MARKERS[place % MARKERS.length], MARKER_AREA_PX2)() ?? '',
  };
}
