/** @file One number that held-out texts or tasks gave. */

export interface Figure {
  readonly figure: string;
  readonly value: number;
  /** Tokens or tasks that it is taken over. */
  readonly count: number;
}
