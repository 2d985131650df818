/**
 * @file What tokens are ranked by, as data: the paper's excess loss, its self-reference scores, and null arms.
 * Every score is "higher is kept". [RHO-1 Eq. 3, §3.4, App. H]
 */

import type { SelectionScore } from '../trace/config/config';
import { assert } from '../util/assert';
import type { Rng } from '../util/rng';
import { intersectRankings, keptAt, rankDescending, uniteRankings, type Ranking } from './ranking';

/** What the scores are made from. NaN marks tokens that must not be chosen. */
export interface ScoreColumns {
  /** [token] L_θ of the model that trains, from the same forward pass */
  readonly lossNats: Float32Array;
  /** [token] L_RM */
  readonly referenceLossNats?: Float32Array;
  /** [token] H_RM: entropy of the reference's next-token distribution where it predicts the token */
  readonly referenceEntropyNats?: Float32Array;
}

interface ScoreKind {
  readonly title: string;
  /** For a person: which tokens it keeps. */
  readonly keeps: string;
  readonly needs: readonly (keyof ScoreColumns)[];
  readonly rank: (columns: ScoreColumns, rng: Rng, groupSize?: number) => Ranking;
}

type TokenScore = (lossNats: number, referenceLossNats: number, entropyNats: number) => number;

/** Ranks by a score of one token at a time. A missing figure is NaN, and arithmetic keeps it so. */
const by =
  (needs: ScoreKind['needs'], score: TokenScore): ScoreKind['rank'] =>
  (columns, _rng, groupSize) =>
    rankDescending(mapTokens(columns, needs, score), groupSize);

const EXCESS_NEEDS = ['lossNats', 'referenceLossNats'] as const;
const SELF_NEEDS = ['lossNats', 'referenceLossNats', 'referenceEntropyNats'] as const;

const byReferenceLoss = by(EXCESS_NEEDS, (_loss, referenceLoss) => -referenceLoss);
const byReferenceEntropy = by(['lossNats', 'referenceEntropyNats'], (_loss, _referenceLoss, entropy) => -entropy);

export const SELECTION_SCORES: Readonly<Record<SelectionScore, ScoreKind>> = {
  excess: {
    title: 'excess loss',
    keeps: 'where the model lags behind the reference most',
    needs: EXCESS_NEEDS,
    rank: by(EXCESS_NEEDS, (loss, referenceLoss) => loss - referenceLoss),
  },
  random: {
    title: 'random',
    keeps: 'chosen at random',
    needs: ['lossNats'],
    rank: (columns, rng, groupSize) => by(['lossNats'], () => rng.uniform())(columns, rng, groupSize),
  },
  highestLoss: {
    title: 'highest loss',
    keeps: 'what the model finds hardest',
    needs: ['lossNats'],
    rank: by(['lossNats'], (loss) => loss),
  },
  lowestExcess: {
    title: 'lowest excess loss',
    keeps: 'where the model is ahead of the reference most',
    needs: EXCESS_NEEDS,
    rank: by(EXCESS_NEEDS, (loss, referenceLoss) => referenceLoss - loss),
  },
  referenceLoss: {
    title: 'reference loss',
    keeps: 'what the reference finds easiest',
    needs: EXCESS_NEEDS,
    rank: byReferenceLoss,
  },
  referenceEntropy: {
    title: 'reference entropy',
    keeps: 'where the reference is surest',
    needs: ['lossNats', 'referenceEntropyNats'],
    rank: byReferenceEntropy,
  },
  intersection: {
    title: 'reference loss ∩ entropy',
    keeps: 'what both reference scores keep: fewer than k',
    needs: SELF_NEEDS,
    rank: (...given) => intersectRankings(byReferenceLoss(...given), byReferenceEntropy(...given)),
  },
  union: {
    title: 'reference loss ∪ entropy',
    keeps: 'what either reference score keeps: more than k',
    needs: SELF_NEEDS,
    rank: (...given) => uniteRankings(byReferenceLoss(...given), byReferenceEntropy(...given)),
  },
};

/** Does the score ask a reference model? */
export function needsReference(score: SelectionScore): boolean {
  return SELECTION_SCORES[score].needs.some((column) => column !== 'lossNats');
}

export interface SelectionRule {
  readonly score: SelectionScore;
  readonly keepFraction: number;
  /** Tokens of one sequence, where each sequence keeps its own top; left out, the whole batch is ranked. [§2.2 text] */
  readonly groupSize?: number;
}

/** @returns [token] 1 where the token is trained on, else 0 */
export function selectTokens(columns: ScoreColumns, rule: SelectionRule, rng: Rng): Uint8Array {
  return keptAt(rankTokens(columns, rule, rng), rule.keepFraction);
}

/** The ranking alone, for a cut that moves. */
export function rankTokens(columns: ScoreColumns, rule: Omit<SelectionRule, 'keepFraction'>, rng: Rng): Ranking {
  return SELECTION_SCORES[rule.score].rank(columns, rng, rule.groupSize);
}

/**
 * L_Δ = L_θ - L_RM. [RHO-1 Eq. 3] Selected does not mean positive: the top k may lie below zero.
 *
 * @param lossNats [token]
 * @param referenceLossNats [token]
 * @returns [token]
 */
export function excessLoss(lossNats: Float32Array, referenceLossNats: Float32Array): Float32Array {
  return mapTokens({ lossNats, referenceLossNats }, EXCESS_NEEDS, (loss, referenceLoss) => loss - referenceLoss);
}

function mapTokens(columns: ScoreColumns, needs: ScoreKind['needs'], score: TokenScore): Float32Array {
  for (const name of needs)
    assert(columns[name]?.length === columns.lossNats.length, `selection needs ${name} of every token`);
  const { lossNats, referenceLossNats, referenceEntropyNats } = columns;
  const scores = new Float32Array(lossNats.length);
  for (let token = 0; token < scores.length; token++) {
    const loss = lossNats[token] as number;
    // A token without a loss is padding, whatever the reference says of it.
    scores[token] = Number.isNaN(loss)
      ? NaN
      : score(loss, referenceLossNats?.[token] ?? NaN, referenceEntropyNats?.[token] ?? NaN);
  }
  return scores;
}
