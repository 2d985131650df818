/** @file All that the pictures of a run draw, derived from its trace, the checkpoint shown and the rule. Nothing is stored. */

import { CATEGORIES, type Categorized, type CategoryName, categorizing } from '../../../core/rho1/categories';
import { firstOfFit } from '../../../core/rho1/fitWindow';
import { cutScore, keptAt, type Ranking, rankingDescending } from '../../../core/rho1/ranking';
import { excessLoss } from '../../../core/rho1/scores';
import type { CheckpointColumns, DocumentColumns, Trace } from '../../../core/trace/trace';
import { finished, inBlocks, type Pieces } from '../../../core/util/pieces';
import type { TokenMetric } from '../../../views/tokenPaint';
import type { Cursor } from '../cursor';
import { checkpointsSoFar } from '../select';

/** What the losses up to a checkpoint say. */
export interface Judged extends Categorized {
  readonly checkpoints: readonly CheckpointColumns[];
  /** Index of the first checkpoint that is fitted; those before it are shown and not judged by. */
  readonly fitFirst: number;
  /** nats, [token] at the checkpoint shown */
  readonly lossNats: Float32Array;
}

type Place = Pick<Cursor, 'arm' | 'checkpoint' | 'rule' | 'fitFrom'>;

/** Undefined where no checkpoint has a score yet. */
export function judgedTokens(trace: Trace, cursor: Place): Judged | undefined {
  return finished(judgingTokens(trace, cursor));
}

/** The same in pieces. */
export function* judgingTokens(trace: Trace, cursor: Place): Pieces<Judged | undefined> {
  const checkpoints = checkpointsSoFar(trace, cursor);
  const last = checkpoints.at(-1);
  if (!last) return undefined;
  const judged = yield* judgingBy(checkpoints, cursor);
  const before = checkpoints.at(-2);
  // Where all checkpoints come down the text together, the one before knows no more than this one.
  if (last.scored === last.lossNats.length || !before || before.scored < before.lossNats.length) return judged;
  return joined(judged, yield* judgingBy(checkpoints.slice(0, -1), cursor), last.scored);
}

function* judgingBy(
  checkpoints: readonly CheckpointColumns[],
  { rule, fitFrom }: Pick<Cursor, 'rule' | 'fitFrom'>,
): Pieces<Judged> {
  const losses = checkpoints.map(({ lossNats }) => lossNats);
  const fitFirst = firstOfFit(
    checkpoints.map(({ step }) => step),
    fitFrom,
  );
  const lossNats = losses.at(-1) ?? new Float32Array(0);
  const categorized = yield* categorizing(losses.slice(fitFirst), rule);
  return { checkpoints, fitFirst, lossNats, ...categorized };
}

/** While a checkpoint is being scored, tokens that it has not reached keep what was known of them: no colour flickers. */
function joined(newest: Judged, before: Judged, scored: number): Judged {
  const join = <A extends Float32Array | Uint8Array>(head: A, tail: A): A => {
    const whole = tail.slice() as A;
    whole.set(head.subarray(0, scored));
    return whole;
  };
  return {
    ...newest,
    lossNats: join(newest.lossNats, before.lossNats),
    category: join(newest.category, before.category),
    startNats: join(newest.startNats, before.startNats),
    endNats: join(newest.endNats, before.endNats),
    deltaNats: join(newest.deltaNats, before.deltaNats),
    residualSd: join(newest.residualSd, before.residualSd),
  };
}

/** Excess loss and its ranking, where a reference has scored the text. */
export interface Ranked {
  /** nats, [token] */
  readonly excessNats: Float32Array;
  readonly ranking: Ranking;
}

export function rankedTokens(document: DocumentColumns, lossNats: Float32Array): Ranked | undefined {
  return finished(rankingTokens(document, lossNats));
}

/** The same in pieces. */
export function* rankingTokens(document: DocumentColumns, lossNats: Float32Array): Pieces<Ranked | undefined> {
  if (document.referenceScored === 0) return undefined;
  const excessNats = excessLoss(lossNats, document.referenceLossNats);
  yield;
  return { excessNats, ranking: yield* rankingDescending(excessNats) };
}

export interface Cut {
  /** [token] 1 where kept */
  readonly selected: Uint8Array;
  /** nats: the lowest excess that is kept */
  readonly cutNats: number;
}

export function cutTokens({ excessNats, ranking }: Ranked, keepFraction: number): Cut {
  return { selected: keptAt(ranking, keepFraction), cutNats: cutScore(excessNats, ranking, keepFraction) };
}

/** nats, [token] at the first checkpoint of the fit */
export function firstFitted({ checkpoints, fitFirst, lossNats }: Judged): Float32Array {
  return checkpoints[fitFirst]?.lossNats ?? lossNats;
}

/** [token] 1 where the filter and the brush let a token through; undefined where all pass. In pieces. */
export function* showingTokens(
  judged: Judged,
  { filter, brush }: Pick<Cursor, 'filter' | 'brush'>,
): Pieces<Uint8Array | undefined> {
  if (filter.length === 0 && !brush) return undefined;
  const first = firstFitted(judged);
  const shown = new Uint8Array(judged.lossNats.length);
  yield* inBlocks(shown.length, SHOWN_BLOCK, (from, to) => {
    for (let token = from; token < to; token++) {
      const passesFilter = filter.length === 0 || filter.some((code) => code === judged.category[token]);
      const passesBrush = !brush || (within(first[token], brush.first) && within(judged.lossNats[token], brush.last));
      shown[token] = passesFilter && passesBrush ? 1 : 0;
    }
  });
  return shown;
}

/** Tokens in one piece of the work. */
const SHOWN_BLOCK = 16_384;

function within(value: number | undefined, [low, high]: readonly [number, number]): boolean {
  return value !== undefined && value >= low && value <= high;
}

/** Metrics that the run has data for. */
export function availableMetrics(hasReference: boolean): ReadonlySet<TokenMetric> {
  return new Set<TokenMetric>(
    hasReference ? ['category', 'loss', 'change', 'excess', 'selection'] : ['category', 'loss', 'change'],
  );
}

/** The token of a category whose line moved most, or, where lines are flat, lies furthest out. */
export function clearestToken(trace: Trace, cursor: Cursor, sought: CategoryName): number | undefined {
  const judged = judgedTokens(trace, cursor);
  if (!judged) return undefined;
  const code = CATEGORIES.indexOf(sought);
  const clearness = (token: number) => {
    const [delta = 0, last = 0] = [judged.deltaNats[token], judged.lossNats[token]];
    return [-delta, -last, last, delta][code] ?? 0;
  };
  let best: number | undefined;
  judged.category.forEach((each, token) => {
    if (each === code && (best === undefined || clearness(token) > clearness(best))) best = token;
  });
  return best;
}

/** The fraction kept by a cut at this value, rounded to what an address holds. */
export function fractionAtOrAbove(values: Float32Array, cut: number): number {
  let above = 0;
  let count = 0;
  for (const value of values) {
    if (value >= cut) above++;
    if (!Number.isNaN(value)) count++;
  }
  return count === 0 ? 0 : Number((above / count).toFixed(4));
}
