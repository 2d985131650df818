/** @file Which checkpoints a token's line is fitted to. */

/** A line needs two points. */
const FEWEST_POINTS = 2;

/**
 * Index of the first checkpoint of the fit; it goes on to the last.
 *
 * The paper fits all of its checkpoints, but its model was pretrained before the first one [RHO-1 §2.1]. A run from
 * random weights begins where every token has a loss near ln(vocab), so that with step 0 in the fit nearly all of them
 * fall. Unless a step is asked for, such a run is therefore fitted from its first trained checkpoint on.
 *
 * @param steps [checkpoint] ascending
 * @param fromStep the first checkpoint at or after this step; of the two that a line needs, none is given up
 */
export function firstOfFit(steps: readonly number[], fromStep = steps[0] === 0 ? 1 : 0): number {
  const first = steps.findIndex((step) => step >= fromStep);
  const latest = Math.max(0, steps.length - FEWEST_POINTS);
  return first < 0 ? latest : Math.min(first, latest);
}

/** Steps from which a line can be fitted: all but the last. */
export function fitStarts(steps: readonly number[]): readonly number[] {
  return steps.slice(0, 1 - FEWEST_POINTS);
}
