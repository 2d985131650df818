/** @file Scored texts as the Tokens page opens on them. */

import { CATEGORIES, categorize, categoryShares, PAPER_RULE } from '../core/rho1/categories';
import type { ScoreConfig } from '../core/trace/config/config';
import type { Trace } from '../core/trace/trace';

/** As the page would compute it: models by their names, predictions at the last checkpoint alone. */
export function openingTrace(trace: Trace, config: ScoreConfig): Trace {
  const arms = trace.arms.map((arm) => ({
    ...arm,
    checkpoints: arm.checkpoints.map((point, i) => {
      if (i === arm.checkpoints.length - 1) return point;
      const { step, lossNats, scored } = point;
      return { step, lossNats, scored };
    }),
  }));
  return { ...trace, config, arms };
}

/** What it came out as: tokens, and the share of each category. */
export function categorySharesOf({ arms, document }: Trace): Record<string, number> {
  const losses = arms[0]?.checkpoints.map(({ lossNats }) => lossNats) ?? [];
  const { fractions } = categoryShares(categorize(losses, PAPER_RULE).category);
  return {
    tokens: document?.ids.length ?? 0,
    ...Object.fromEntries(CATEGORIES.map((name, i) => [name, Number((fractions[i] ?? NaN).toFixed(3))])),
  };
}
