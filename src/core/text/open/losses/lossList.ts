/** @file Losses of tokens, the one structure that all forms of files are read into. */

/** Losses of tokens that were measured elsewhere, whatever form they came in. */
export interface LossList {
  /** [token] as the file writes them: byte-level tokens are not turned into text. */
  readonly tokens: readonly string[];
  /** [token] numbers in the vocabulary */
  readonly ids?: readonly number[];
  /** [token] which document each belongs to, from 0; absent where the file has one document */
  readonly docs?: readonly number[];
  /** [checkpoint] ascending */
  readonly steps: readonly number[];
  /** nats, [checkpoint][token]; NaN where the file has none */
  readonly lossNats: readonly Float64Array[];
  /** nats, [token] */
  readonly referenceLossNats?: Float64Array;
  /** nats, [token]; loss less reference loss, as the file tells it [RHO-1 Eq. 3] */
  readonly excessNats?: Float64Array;
  /** [token] whether the token was trained on */
  readonly selected?: readonly boolean[];
  /** What was done to the numbers or left open, for the reading: each completes "…, ". */
  readonly remarks: readonly string[];
}
