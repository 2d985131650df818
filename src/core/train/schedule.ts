/** @file When things happen in a training run: checkpoints. */

/**
 * Steps after which weights are kept: `checkpoints` of them, evenly spaced, the start and the end included.
 *
 * @returns ascending and distinct
 */
export function checkpointSteps(steps: number, checkpoints: number): number[] {
  const intervals = Math.max(1, Math.min(checkpoints - 1, steps));
  return Array.from({ length: intervals + 1 }, (_, i) => Math.round((i * steps) / intervals));
}
