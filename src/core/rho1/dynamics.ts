/** @file How selections and losses move over training: Figures 6, 8 and 14. */

import { rankDescending, UNRANKED } from './ranking';

export interface SplitLoss {
  /** nats, mean over kept tokens that have a loss; NaN if there are none */
  readonly keptNats: number;
  readonly droppedNats: number;
}

/**
 * Mean loss of the tokens that a selection keeps, and of those it drops. [Figure 6a, c]
 *
 * @param lossNats [token]
 * @param kept [token]
 */
export function splitLoss(lossNats: Float32Array, kept: Uint8Array): SplitLoss {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let token = 0; token < lossNats.length; token++) {
    const loss = lossNats[token] as number;
    if (Number.isNaN(loss)) continue;
    const side = kept[token] as number;
    sums[side] = (sums[side] as number) + loss;
    counts[side] = (counts[side] as number) + 1;
  }
  const [dropped = 0, chosen = 0] = sums;
  const [droppedCount = 0, chosenCount = 0] = counts;
  return { keptNats: chosen / chosenCount, droppedNats: dropped / droppedCount };
}

/**
 * Perplexity at every checkpoint of the tokens that each checkpoint selected: exp of their mean loss. [Figure 8]
 *
 * @param checkpoints [checkpoint][token] losses in nats
 * @param selections [selection][token]
 * @returns [selection][checkpoint]
 */
export function perplexityMatrix(
  checkpoints: readonly Float32Array[],
  selections: readonly Uint8Array[],
): readonly Float64Array[] {
  return selections.map((kept) =>
    Float64Array.from(checkpoints, (lossNats) => Math.exp(splitLoss(lossNats, kept).keptNats)),
  );
}

/** Levels of preference, as in the paper's five colours from deep blue to dark orange. */
export const PREFERENCE_LEVELS = 5;

/**
 * The fifth of the ranking that each token falls in: 0 the most wanted. [Figure 14]
 *
 * The paper does not say where its levels lie; quintiles of the score are ours.
 *
 * @param scores [token]
 * @returns [token] 0..4, or 255 where there is no score
 */
export function preferenceLevels(scores: Float32Array): Uint8Array {
  const { rank, ranked } = rankDescending(scores);
  const count = ranked[0] ?? 0;
  return Uint8Array.from(rank, (place) => preferenceLevel(place, count));
}

/** The level of one place in a ranking of so many: 0..4, or 255 for what is not ranked. */
export function preferenceLevel(place: number, ranked: number): number {
  return place === UNRANKED ? 255 : Math.floor((PREFERENCE_LEVELS * place) / ranked);
}
