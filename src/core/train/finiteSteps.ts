/** @file What every training run does about a loss that is not a number: it stops and says so. */

/** How many losses from the start are numbers. */
export function finiteLength(lossNats: Float32Array): number {
  const bad = lossNats.findIndex((loss) => !Number.isFinite(loss));
  return bad < 0 ? lossNats.length : bad;
}

export function notANumber(step: number): string {
  return `The loss is not a number at step ${step}: lower the learning rate, or start from another seed.`;
}
