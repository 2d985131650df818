/** @file What a token's loss did over training: learned, known, never learned, forgotten. [RHO-1 §2.1, App. D.1, Eq. 6] */

import { assert } from '../util/assert';
import { finished, inBlocks, type Pieces } from '../util/pieces';
import { median } from '../util/statistics';

/** In the order of the paper's Figure 3. `H→L`: from high to low loss, that is, learned. */
export const CATEGORIES = ['H→L', 'L→L', 'H→H', 'L→H'] as const;

export type CategoryName = (typeof CATEGORIES)[number];

/** Shares in percent that the paper gives for TinyLlama (Figure 3), in the order of CATEGORIES. */
export const PAPER_SHARES_PERCENT: readonly number[] = [26, 51, 11, 12];

/** In place of a category, where a loss of the token is missing. */
export const UNSCORED = 255;

const [LEARNED, KNOWN, NEVER, FORGOTTEN] = [0, 1, 2, 3];

export interface CategoryRule {
  /** nats; |ΔL| beyond it is a change. Absolute, so shares move with the tokenizer. */
  readonly thresholdNats: number;
  /** What ΔL is the difference of: the ends of the fitted line (the paper's), or the first and the last loss. */
  readonly trend: 'fit' | 'endPoints';
  /** What the last loss of an unchanged token is compared with, over all scored tokens. */
  readonly level: 'mean' | 'median';
}

export const PAPER_RULE: CategoryRule = { thresholdNats: 0.2, trend: 'fit', level: 'mean' };

/** The least-squares line l_i ~ slope·i + start over the checkpoints i = 0..n. */
export interface TokenTrend {
  /** Fitted loss at the first checkpoint. */
  readonly startNats: number;
  /** Fitted loss at the last. */
  readonly endNats: number;
  /** ΔL = end - start = slope·n. */
  readonly deltaNats: number;
  /** Standard deviation about the line, n - 1 degrees of freedom; 0 where the line meets every point. Ours: see `fluctuating`. */
  readonly residualSd: number;
}

export interface Categorized {
  /** [token] index into CATEGORIES, or UNSCORED */
  readonly category: Uint8Array;
  /** [token] each; NaN where unscored. As `trend` says: fitted, or as measured. */
  readonly startNats: Float32Array;
  readonly endNats: Float32Array;
  readonly deltaNats: Float32Array;
  /** [token] about the fitted line, whatever the trend is taken from */
  readonly residualSd: Float32Array;
  /** L_mean (or the median): what separates L→L from H→H. NaN if nothing is scored. */
  readonly lastMeanNats: number;
}

/** @param lossNats [checkpoint] of one token */
export function tokenTrend(lossNats: ArrayLike<number>): TokenTrend {
  const one = categorize(
    Array.from(lossNats, (loss) => Float32Array.of(loss)),
    PAPER_RULE,
  );
  const [startNats = NaN] = one.startNats;
  const [endNats = NaN] = one.endNats;
  const [deltaNats = NaN] = one.deltaNats;
  const [residualSd = NaN] = one.residualSd;
  return { startNats, endNats, deltaNats, residualSd };
}

// Tokens are fitted in blocks whose sums stay in the cache, while each checkpoint's column is read in order.
const BLOCK = 2048;

/** All tokens at once. See `categorizing`. */
export function categorize(checkpoints: readonly Float32Array[], rule: CategoryRule): Categorized {
  return finished(categorizing(checkpoints, rule));
}

/**
 * In pieces of some thousand tokens: a million of them would hold up a page.
 *
 * The rule, in this order: ΔL < -threshold is H→L; ΔL > threshold is L→H; else a last loss at or under the mean is L→L,
 * and above it H→H. The last loss is the measured one, not the fitted end. ΔL is compared as it is stored, in 32 bits, so
 * that who recomputes a category from an exported table finds the same.
 *
 * @param checkpoints [checkpoint][token] losses in nats, NaN where not scored; at least one checkpoint
 */
export function* categorizing(checkpoints: readonly Float32Array[], rule: CategoryRule): Pieces<Categorized> {
  const last = checkpoints.at(-1);
  assert(last, 'no checkpoints to categorize');
  const tokens = last.length;
  const column = () => new Float32Array(tokens);
  const lines: Lines = { startNats: column(), endNats: column(), deltaNats: column(), residualSd: column() };
  const sums = { loss: new Float64Array(BLOCK), moment: new Float64Array(BLOCK), square: new Float64Array(BLOCK) };
  yield* inBlocks(tokens, BLOCK, (from, to) => {
    // Of a text that is still being scored, most blocks have nothing to be fitted.
    if (isUnscored(last, from, to)) return leaveOut(from, to, lines);
    fitBlock(checkpoints, from, to, sums, lines);
    if (rule.trend === 'endPoints') takeEndPoints(checkpoints, from, to, lines);
  });
  const lastMeanNats = yield* levelOf(last, lines.deltaNats, rule.level);
  const category = new Uint8Array(tokens);
  yield* inBlocks(tokens, BLOCK, (from, to) =>
    decide(last, lines.deltaNats, lastMeanNats, rule, category.subarray(from, to), from),
  );
  return { category, ...lines, lastMeanNats };
}

function isUnscored(lossNats: Float32Array, from: number, to: number): boolean {
  for (let token = from; token < to; token++) if (!Number.isNaN(lossNats[token])) return false;
  return true;
}

function leaveOut(from: number, to: number, { startNats, endNats, deltaNats, residualSd }: Lines): void {
  for (const column of [startNats, endNats, deltaNats, residualSd]) column.fill(NaN, from, to);
}

interface Lines {
  readonly startNats: Float32Array;
  readonly endNats: Float32Array;
  readonly deltaNats: Float32Array;
  readonly residualSd: Float32Array;
}

interface Sums {
  readonly loss: Float64Array;
  readonly moment: Float64Array;
  readonly square: Float64Array;
}

/** With x centred: slope = Σ xl / Σ x², intercept = mean l, residual sum of squares = Σ l² - points·mean² - slope²·Σ x². */
function fitBlock(checkpoints: readonly Float32Array[], from: number, to: number, sums: Sums, lines: Lines): void {
  const points = checkpoints.length;
  const middle = (points - 1) / 2;
  const spread = (points * (points * points - 1)) / 12; // Σ (i - middle)²
  const { loss, moment, square } = sums;
  loss.fill(0);
  moment.fill(0);
  square.fill(0);
  for (let i = 0; i < points; i++) {
    const column = checkpoints[i] as Float32Array;
    const x = i - middle;
    for (let token = from, at = 0; token < to; token++, at++) {
      const l = column[token] as number;
      loss[at] = (loss[at] as number) + l;
      moment[at] = (moment[at] as number) + x * l;
      square[at] = (square[at] as number) + l * l;
    }
  }
  for (let token = from, at = 0; token < to; token++, at++) {
    const meanLoss = (loss[at] as number) / points;
    const slope = points > 1 ? (moment[at] as number) / spread : 0;
    const residual = (square[at] as number) - points * meanLoss * meanLoss - slope * slope * spread;
    lines.startNats[token] = meanLoss - slope * middle;
    lines.endNats[token] = meanLoss + slope * middle;
    lines.deltaNats[token] = slope * (points - 1) + 0 * meanLoss; // One missing loss makes all of a token's figures NaN.
    lines.residualSd[token] = points > 2 ? Math.sqrt(Math.max(0, residual) / (points - 2)) : 0 * meanLoss;
  }
}

function takeEndPoints(
  checkpoints: readonly Float32Array[],
  from: number,
  to: number,
  { startNats, endNats, deltaNats }: Lines,
): void {
  const first = checkpoints[0] as Float32Array;
  const last = checkpoints.at(-1) as Float32Array;
  for (let token = from; token < to; token++) {
    if (Number.isNaN(deltaNats[token])) continue;
    startNats[token] = first[token] as number;
    endNats[token] = last[token] as number;
    deltaNats[token] = (last[token] as number) - (first[token] as number);
  }
}

function* levelOf(last: Float32Array, deltaNats: Float32Array, level: CategoryRule['level']): Pieces<number> {
  if (level === 'median') {
    const scored = last.filter((_, token) => !Number.isNaN(deltaNats[token]));
    return scored.length > 0 ? median(scored) : NaN;
  }
  let sum = 0;
  let count = 0;
  yield* inBlocks(last.length, BLOCK, (from, to) => {
    for (let token = from; token < to; token++) {
      if (Number.isNaN(deltaNats[token])) continue;
      sum += last[token] as number;
      count++;
    }
  });
  return sum / count;
}

/** @param category [token - from] is written */
function decide(
  last: Float32Array,
  deltaNats: Float32Array,
  level: number,
  rule: CategoryRule,
  category: Uint8Array,
  from: number,
): void {
  const threshold = Math.fround(rule.thresholdNats);
  for (let at = 0; at < category.length; at++) {
    const delta = deltaNats[from + at] as number;
    if (delta < -threshold) category[at] = LEARNED;
    else if (delta > threshold) category[at] = FORGOTTEN;
    else if (Number.isNaN(delta)) category[at] = UNSCORED;
    else category[at] = (last[from + at] as number) <= level ? KNOWN : NEVER;
  }
}

export interface CategoryShares {
  /** [category] tokens */
  readonly counts: Uint32Array;
  readonly scored: number;
  /** [category] of the scored tokens; NaN if there are none */
  readonly fractions: Float64Array;
}

export function categoryShares(category: Uint8Array): CategoryShares {
  const counts = new Uint32Array(CATEGORIES.length);
  for (let token = 0; token < category.length; token++) {
    const c = category[token] as number;
    if (c !== UNSCORED) counts[c] = (counts[c] as number) + 1;
  }
  const scored = counts.reduce((sum, count) => sum + count, 0);
  return { counts, scored, fractions: Float64Array.from(counts, (count) => count / scored) };
}

/**
 * Mean loss of each category at each checkpoint. [Figure 3a]
 *
 * @param checkpoints [checkpoint][token]
 * @param category [token]
 * @returns [category][checkpoint] nats; NaN for a category without tokens
 */
export function categoryTrajectories(
  checkpoints: readonly Float32Array[],
  category: Uint8Array,
): readonly Float64Array[] {
  const { counts } = categoryShares(category);
  const means = CATEGORIES.map(() => new Float64Array(checkpoints.length));
  checkpoints.forEach((lossNats, checkpoint) => {
    const sums = new Float64Array(256);
    for (let token = 0; token < category.length; token++) {
      const c = category[token] as number;
      if (c !== UNSCORED) sums[c] = (sums[c] as number) + (lossNats[token] as number);
    }
    means.forEach((mean, c) => (mean[checkpoint] = (sums[c] as number) / (counts[c] as number)));
  });
  return means;
}

/**
 * Tokens that neither rise nor fall and yet never come to rest, most restless first. [App. D.2, Figure 12]
 *
 * The paper shows such tokens and gives no formula. Ours: L→L and H→H tokens by their standard deviation about the fitted line.
 *
 * @returns at most `most` token indices
 */
export function fluctuating({ category, residualSd }: Categorized, most: number): Uint32Array {
  const flat: number[] = [];
  category.forEach((c, token) => {
    if (c === KNOWN || c === NEVER) flat.push(token);
  });
  const restlessness = (token: number) => residualSd[token] as number;
  return Uint32Array.from(flat.sort((s, t) => restlessness(t) - restlessness(s) || s - t).slice(0, most));
}
