/** @file Why a token has its category: the rule applied to its numbers, step by step, in words. */

import type { CategoryRule } from '../../core/rho1/categories';
import { count, nats, signedNats } from '../format';

export interface RuleFacts {
  readonly category: number;
  readonly rule: CategoryRule;
  /** The step of the first checkpoint that is fitted, where earlier ones are left out. */
  readonly fromStep?: number | undefined;
  /** nats, the ends that the rule compares: of the fitted line, or the first and last loss as measured */
  readonly startNats: number;
  readonly endNats: number;
  /** nats, as measured */
  readonly lastLossNats: number;
  /** nats, mean (or median) of the last losses of all tokens */
  readonly lastMeanNats: number;
}

export interface Reason {
  readonly what: string;
  readonly value: string;
  /** What it is compared with. */
  readonly against: string;
}

/** The comparisons that led to the category, in the order of the rule. [RHO-1 §2.1] */
export function reasons(facts: RuleFacts): Reason[] {
  const { rule, category, startNats, endNats, lastLossNats, lastMeanNats, fromStep } = facts;
  const course: Reason = {
    what: rule.trend === 'fit' ? 'fitted line' : 'first and last',
    value: `${nats(startNats)} → ${nats(endNats)}`,
    against: fromStep === undefined ? 'nats' : `nats, from step ${count(fromStep)}`,
  };
  const moved: Reason = {
    what: 'change ΔL',
    value: signedNats(endNats - startNats),
    against: changeWords(endNats - startNats, rule.thresholdNats),
  };
  const isMoving = category === 0 || category === 3;
  if (isMoving) return [course, moved];
  const side = lastLossNats <= lastMeanNats ? 'not above' : 'above';
  return [
    course,
    moved,
    { what: 'last loss', value: nats(lastLossNats), against: `${side} the ${rule.level} ${nats(lastMeanNats)}` },
  ];
}

function changeWords(changeNats: number, thresholdNats: number): string {
  if (changeNats < -thresholdNats) return `below −${nats(thresholdNats)}: it fell`;
  if (changeNats > thresholdNats) return `above +${nats(thresholdNats)}: it rose`;
  return `within ±${nats(thresholdNats)}: flat`;
}
