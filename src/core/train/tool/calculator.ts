/** @file The calculator that a model calls while it writes: `<<48/2=` is answered with `24>>`. [RHO-1 Table 2] */

import { evaluateExpression } from '../../coconut/problems/expression';

/** A call that waits for its result, at the end of what was written. */
const OPEN_CALL = /<<([^<>=]*)=$/;

/** Digits of a result that is no whole number. */
const DECIMALS = 4;

/** What the calculator writes next; undefined where nothing is asked, or the sum makes no sense: then the model goes on alone. */
export function calculatorReply(written: string): string | undefined {
  const asked = OPEN_CALL.exec(written)?.[1];
  if (asked === undefined) return undefined;
  const value = evaluateExpression(asked);
  return value === undefined ? undefined : `${Number(value.toFixed(DECIMALS))}>>`;
}

/** The number after the last `The answer is`; undefined where there is none. */
export function statedAnswer(written: string): number | undefined {
  const stated = [...written.matchAll(/The answer is (-?\d+(?:\.\d+)?)/g)].at(-1)?.[1];
  return stated === undefined ? undefined : Number(stated);
}
