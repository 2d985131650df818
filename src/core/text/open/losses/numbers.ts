/** @file Numbers of a column, from JSON or from the cells of a table, as nats. */

import { InputError } from '../../../util/assert';
import type { ColumnRole } from './columnRoles';

/** @returns NaN where there is none; undefined where the value is no number */
export function numberOf(value: unknown, hasDecimalComma = false): number | undefined {
  if (value === undefined || value === null || value === '') return NaN;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^(nan|null|none|na|n\/a)?$/i.test(text)) return NaN;
  const number = Number(hasDecimalComma ? withPoint(text) : text);
  return Number.isNaN(number) ? undefined : number;
}

/** `1.234,5` is 1234.5 where the comma is the decimal mark. */
const withPoint = (text: string): string => (text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text);

/** Refuses with a sentence what is no number. `row` counts from 1. */
export function numbersOf(
  fileName: string,
  column: string,
  values: ArrayLike<unknown>,
  hasDecimalComma = false,
): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const number = numberOf(values[i], hasDecimalComma);
    if (number !== undefined) return number;
    const shown = String(values[i]).slice(0, 20);
    throw new InputError(`${fileName} holds “${shown}” in “${column}”, entry ${i + 1}: no number; mend it.`);
  });
}

/** @param values as the file has them; log probabilities that are never negative have their sign turned already */
export function asNats(role: ColumnRole, values: Float64Array): Float64Array {
  if (role === 'bits') return values.map((value) => value * Math.LN2);
  if (role !== 'logprob' || values.every((value) => !(value < 0))) return values;
  return values.map((value) => 0 - value);
}

/** What was done, for the reading. */
export function remarkOn(role: ColumnRole): readonly string[] {
  if (role === 'logprob') return ['the loss is the negative log probability'];
  return role === 'bits' ? ['turned from bits into nats'] : [];
}

export function flagsOf(values: ArrayLike<unknown>): boolean[] {
  return Array.from(values, (value) => value === true || value === 1 || /^(1|true|yes)$/i.test(String(value)));
}
