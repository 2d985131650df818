/** @file The rule in two words, for its button. */

import type { CategoryRule } from '../../../core/rho1/categories';

export function ruleWords({ thresholdNats }: CategoryRule): string {
  return `Rule: ±${thresholdNats} nats`;
}
