/** @file Losses in rows, one a token: a column a checkpoint, a list over checkpoints, or a row for each token and step. */

import { InputError } from '../../../util/assert';
import { areTokens, type ColumnRole, isLossRole, roleOf, stepIn } from './columnRoles';
import { longLosses } from './longLosses';
import { asNats, flagsOf, numberOf, numbersOf, remarkOn } from './numbers';
import type { LossList } from './lossList';
import { type FoundColumns, type LossColumn, numbered, type RowColumns, withoutReference } from './rowColumns';

/** Enough to see what a column holds. */
const SAMPLE = 200;

/** Undefined where the rows are not tokens with losses. */
export function rowLosses(rows: RowColumns): LossList | undefined {
  const sample = (name: string) => rows.values(name).slice(0, SAMPLE);
  const named = rows.names.map((name) => ({ name, role: roleOf(name), first: sample(name) }));
  const token = named.find(({ role, first }) => role === 'token' && areTokens(first));
  if (!token) return undefined;
  const isNumeric = (values: readonly unknown[]) => {
    const told = values.filter((value) => !isEmpty(value));
    const numbers = told.filter(
      (value) => !Array.isArray(value) && numberOf(value, rows.hasDecimalComma) !== undefined,
    );
    // A word among numbers is a mistake to be told, not a reason to leave the column out.
    return numbers.length > 0 && numbers.length >= told.length / 2;
  };
  const numeric = named.filter(({ first }) => isNumeric(first));
  const lossLists = named.filter(({ role, first }) => isLossRole(role) && first.some(Array.isArray));
  const columnOf = (role: ColumnRole) => numeric.find((column) => column.role === role)?.name;
  const losses = numeric.filter(({ role }) => isLossRole(role));
  const found: FoundColumns = {
    token: token.name,
    losses: losses.length > 0 ? losses : numberedAlike(numeric.filter(({ role }) => role === 'other')),
    id: columnOf('id'),
    document: named.find(({ role }) => role === 'document')?.name,
    position: columnOf('position'),
    step: columnOf('step'),
    reference: columnOf('reference'),
    excess: columnOf('excess'),
    selected: named.find(({ role }) => role === 'selected')?.name,
  };
  const [list] = lossLists;
  if (list) return { ...shared(rows, found), ...listedLosses(rows, list), remarks: remarkOn(list.role) };
  const [first, second] = found.losses;
  if (found.step !== undefined && first && !second) return longLosses(rows, found, found.step, first);
  if (!first && found.excess === undefined) return undefined;
  return { ...shared(rows, found), ...wideLosses(rows, found.losses), remarks: first ? remarkOn(first.role) : [] };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Columns in a language that we do not know, `verlies_0` and `verlies_100`: two or more, alike but for the number. */
function numberedAlike<T extends LossColumn>(columns: readonly T[]): readonly T[] {
  const stem = (name: string) => name.replace(/\d+\D*$/, '');
  const numbered = columns.filter(({ name }) => stepIn(name) !== undefined);
  const isAlike = new Set(numbered.map(({ name }) => stem(name))).size === 1;
  return isAlike && numbered.length > 1 ? numbered : [];
}

/** What a token has once. */
function shared(rows: RowColumns, columns: FoundColumns): Omit<LossList, 'steps' | 'lossNats' | 'remarks'> {
  const numbers = (name: string) => numbersOf(rows.fileName, name, rows.values(name), rows.hasDecimalComma);
  const { id, document, reference, excess, selected } = columns;
  const docs = document === undefined ? [] : numbered(rows.values(document));
  return {
    tokens: rows.values(columns.token).map((token) => String(token ?? '')),
    ...(id === undefined ? {} : { ids: Array.from(numbers(id)) }),
    ...(docs.some((doc) => doc > 0) ? { docs } : {}),
    ...(reference === undefined
      ? {}
      : { referenceLossNats: asNats(roleOf(withoutReference(reference)), numbers(reference)) }),
    ...(excess === undefined ? {} : { excessNats: numbers(excess) }),
    ...(selected === undefined ? {} : { selected: flagsOf(rows.values(selected)) }),
  };
}

function wideLosses(rows: RowColumns, columns: readonly LossColumn[]): Pick<LossList, 'steps' | 'lossNats'> {
  const named = columns.map(({ name, role }, i) => ({ name, role, step: stepIn(name) ?? i }));
  const isDistinct = new Set(named.map(({ step }) => step)).size === named.length;
  const inOrder = isDistinct
    ? named.toSorted((a, b) => a.step - b.step)
    : named.map((each, step) => ({ ...each, step }));
  return {
    steps: inOrder.map(({ step }) => step),
    lossNats: inOrder.map(({ name, role }) =>
      asNats(role, numbersOf(rows.fileName, name, rows.values(name), rows.hasDecimalComma)),
    ),
  };
}

/** A list over checkpoints in each row: all of one length, counted from 0. */
function listedLosses(rows: RowColumns, { name, role }: LossColumn): Pick<LossList, 'steps' | 'lossNats'> {
  const lists = rows.values(name).map((value) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]));
  const checkpoints = lists[0]?.length ?? 0;
  const other = lists.findIndex((list) => list.length !== checkpoints);
  if (other >= 0)
    throw new InputError(
      `${rows.fileName} has ${lists[other]?.length} numbers in “${name}” of row ${other + 1}, and ${checkpoints} in the first; give each token one a checkpoint.`,
    );
  const steps = Array.from({ length: checkpoints }, (_, step) => step);
  const at = (step: number) =>
    numbersOf(
      rows.fileName,
      name,
      lists.map((list) => list[step]),
    );
  return { steps, lossNats: steps.map((step) => asNats(role, at(step))) };
}
