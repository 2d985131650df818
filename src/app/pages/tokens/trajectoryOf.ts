/** @file One token's losses over the checkpoints, with the line that they follow, as the pictures take it. */

import type { RuleFacts } from '../../../views/tokenCard/why';
import type { TokenTrajectory } from '../../../views/trajectory';
import type { CategoryRule } from '../../../core/rho1/categories';
import type { Judged } from '../../state/texts/tokenColumns';

export function trajectoryOf(token: number, judged: Judged, text: string): TokenTrajectory {
  return {
    token,
    text,
    category: judged.category[token] ?? NaN,
    lossNats: Float32Array.from(judged.checkpoints, ({ lossNats }) => lossNats[token] ?? NaN),
    fit: { startNats: judged.startNats[token] ?? NaN, endNats: judged.endNats[token] ?? NaN, first: judged.fitFirst },
  };
}

/** The comparisons behind the token's category. */
export function ruleFacts(token: number, judged: Judged, rule: CategoryRule): RuleFacts {
  return {
    category: judged.category[token] ?? NaN,
    startNats: judged.startNats[token] ?? NaN,
    endNats: judged.endNats[token] ?? NaN,
    lastLossNats: judged.lossNats[token] ?? NaN,
    lastMeanNats: judged.lastMeanNats,
    rule,
    ...(judged.fitFirst > 0 ? { fromStep: judged.checkpoints[judged.fitFirst]?.step } : {}),
  };
}
