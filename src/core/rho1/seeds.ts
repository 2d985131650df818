/** @file One figure over several seeds: mean, and half of its 95 % interval. */

import { assert } from '../util/assert';
import { meanInterval95 } from '../util/statistics';

export interface OverSeeds {
  readonly mean: number;
  /** Absent for one seed: there is nothing to tell how far another would lie. */
  readonly plusMinus?: number;
  readonly seeds: number;
}

export function overSeeds(values: readonly number[]): OverSeeds {
  assert(values.length > 0, 'a mean over no seeds');
  const { mean, halfWidth } = meanInterval95(values);
  return { mean, seeds: values.length, ...(values.length > 1 ? { plusMinus: halfWidth } : {}) };
}
