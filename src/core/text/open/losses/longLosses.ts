/** @file Losses in long form: a row for each token and step. */

import { InputError } from '../../../util/assert';
import { roleOf } from './columnRoles';
import { asNats, numbersOf, remarkOn } from './numbers';
import type { LossList } from './lossList';
import { type FoundColumns, type LossColumn, numbered, type RowColumns, withoutReference } from './rowColumns';

/** Tokens are matched by document and position where the file has them, and otherwise by their order in each step. */
export function longLosses(rows: RowColumns, columns: FoundColumns, stepColumn: string, loss: LossColumn): LossList {
  const numbers = (name: string) => numbersOf(rows.fileName, name, rows.values(name), rows.hasDecimalComma);
  const { token, document, position, reference, id } = columns;
  const nats = asNats(loss.role, numbers(loss.name));
  const tokens = rows.values(token).map((text) => String(text ?? ''));
  const docs = document === undefined ? undefined : numbered(rows.values(document));
  const positions = position === undefined ? undefined : numbers(position);
  const byStep = rowsByStep(rows.fileName, numbers(stepColumn), (a, b) => {
    const byDocument = (docs?.[a] ?? 0) - (docs?.[b] ?? 0);
    return byDocument || (positions?.[a] ?? a) - (positions?.[b] ?? b);
  });
  const [[, first] = [0, []]] = byStep;
  for (const [step, at] of byStep) checkSame(rows.fileName, step, at, first, tokens);
  const pick = (values: Float64Array) => Float64Array.from(first, (row) => values[row] ?? NaN);
  return {
    tokens: first.map((row) => tokens[row] ?? ''),
    ...(docs?.some((doc) => doc > 0) ? { docs: first.map((row) => docs[row] ?? 0) } : {}),
    ...(id === undefined ? {} : { ids: Array.from(pick(numbers(id))) }),
    ...(reference === undefined
      ? {}
      : { referenceLossNats: asNats(roleOf(withoutReference(reference)), pick(numbers(reference))) }),
    steps: byStep.map(([step]) => step),
    lossNats: byStep.map(([, at]) => Float64Array.from(at, (row) => nats[row] ?? NaN)),
    remarks: remarkOn(loss.role),
  };
}

type StepRows = readonly [step: number, rows: readonly number[]];

function rowsByStep(fileName: string, steps: Float64Array, order: (a: number, b: number) => number): StepRows[] {
  const found = new Map<number, number[]>();
  steps.forEach((step, row) => {
    if (!Number.isInteger(step) || step < 0)
      throw new InputError(`${fileName} has no whole number as the step of row ${row + 1}; mend it.`);
    const rows = found.get(step);
    if (rows) rows.push(row);
    else found.set(step, [row]);
  });
  return [...found].toSorted(([a], [b]) => a - b).map(([step, rows]) => [step, rows.toSorted(order)]);
}

function checkSame(
  fileName: string,
  step: number,
  at: readonly number[],
  first: readonly number[],
  tokens: readonly string[],
): void {
  if (at.length !== first.length)
    throw new InputError(
      `${fileName} has ${at.length} tokens at step ${step} and ${first.length} at the first; give each step the same tokens.`,
    );
  const other = at.findIndex((row, i) => tokens[row] !== tokens[first[i] ?? 0]);
  if (other >= 0)
    throw new InputError(
      `${fileName} has another token at step ${step} than at the first, token ${other + 1}; give each step the same tokens.`,
    );
}
