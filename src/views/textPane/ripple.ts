/**
 * @file Spreads a change over the blocks of a text, a few in each frame, so that no frame waits for all of them.
 *
 * The caller draws the blocks in view at once; `fresh` counts the blocks from the start that may follow, and `mounted`
 * those that were drawn at least once.
 */

import { useEffect, useState } from 'react';

export interface Ripple {
  readonly fresh: number;
  readonly mounted: number;
}

/** Blocks of 128 tokens in one step: measured, some 10 ms. */
const STEP_BLOCKS = 4;
const FIRST_BLOCKS = 8;

/** @param change any value whose identity changes when the blocks must be drawn anew */
export function useRipple(blocks: number, change: unknown): Ripple {
  const [state, setState] = useState({ change, fresh: FIRST_BLOCKS, mounted: FIRST_BLOCKS });
  if (state.change !== change) setState({ change, fresh: 0, mounted: state.mounted });
  const { fresh, mounted } = state;
  useEffect(() => {
    if (fresh >= blocks) return;
    // A frame, not a timer: where frames come late, timers would put several steps into one.
    const frame = requestAnimationFrame(() => {
      const next = fresh + STEP_BLOCKS;
      setState({ change, fresh: next, mounted: Math.max(mounted, next) });
    });
    return () => cancelAnimationFrame(frame);
  }, [blocks, change, fresh, mounted]);
  return { fresh, mounted };
}
