/** @file One figure over several seeds: mean, and half of its 95 % interval. */

import { assert } from '../util/assert';
import { mean } from '../util/statistics';

/** Student's t at 97.5 %, by degrees of freedom 1, 2, …; beyond the table the normal's 1.96 is within 3 %. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086,
];

export interface OverSeeds {
  readonly mean: number;
  /** Absent for one seed: there is nothing to tell how far another would lie. */
  readonly plusMinus?: number;
  readonly seeds: number;
}

export function overSeeds(values: readonly number[]): OverSeeds {
  assert(values.length > 0, 'a mean over no seeds');
  const centre = mean(values);
  const freedom = values.length - 1;
  if (freedom === 0) return { mean: centre, seeds: 1 };
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / freedom;
  return {
    mean: centre,
    plusMinus: (T_975[freedom - 1] ?? 1.96) * Math.sqrt(variance / values.length),
    seeds: values.length,
  };
}
