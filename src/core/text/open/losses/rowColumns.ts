/** @file Rows of named columns, wherever they come from, and what their columns of losses mean. */

import { decodeUtf8 } from '../../../util/utf8';
import { InputError } from '../../../util/assert';
import { isRecord } from '../../../util/json';
import { readTable } from '../../readTable';
import type { ColumnRole } from './columnRoles';

export interface RowColumns {
  readonly fileName: string;
  readonly count: number;
  readonly names: readonly string[];
  /** [row] */
  readonly values: (name: string) => readonly unknown[];
  /** `3,5` is three and a half. */
  readonly hasDecimalComma: boolean;
}

export interface LossColumn {
  readonly name: string;
  readonly role: ColumnRole;
}

/** Names of the columns that were found. */
export interface FoundColumns {
  readonly token: string;
  readonly losses: readonly LossColumn[];
  readonly id: string | undefined;
  readonly document: string | undefined;
  readonly position: string | undefined;
  readonly step: string | undefined;
  readonly reference: string | undefined;
  readonly excess: string | undefined;
  readonly selected: string | undefined;
}

/** Later rows may have fields that the first ones lack. */
const LOOKED_AT_OBJECTS = 200;
/** Cells that are looked at for a comma within a number. */
const LOOKED_AT_CELLS = 200;

/** Objects, one a row; undefined where some value is none. */
export function columnsOfObjects(fileName: string, values: readonly unknown[]): RowColumns | undefined {
  if (!values.slice(0, LOOKED_AT_OBJECTS).every(isRecord)) return undefined;
  const objects = values.map((value, i) => {
    if (isRecord(value)) return value;
    throw new InputError(`${fileName} has an entry that is no object, entry ${i + 1}; mend or remove it.`);
  });
  return {
    fileName,
    count: objects.length,
    names: [...new Set(objects.slice(0, LOOKED_AT_OBJECTS).flatMap(Object.keys))],
    values: (name) => objects.map((object) => object[name]),
    hasDecimalComma: false,
  };
}

/** CSV or TSV, by whichever separator its header has. */
export function columnsOfTable(fileName: string, utf8: Uint8Array): RowColumns {
  const table = readTable(fileName, utf8);
  const values = (name: string) =>
    Array.from(table.cells(table.columns.indexOf(name)), (cell) => (cell ? decodeUtf8(cell) : ''));
  const cells = table.columns.flatMap((name) => values(name).slice(0, LOOKED_AT_CELLS));
  const isPoint = cells.some((cell) => /^\s*-?\d*\.\d+(e[+-]?\d+)?\s*$/i.test(cell));
  return {
    fileName,
    count: values(table.columns[0] ?? '').length,
    names: table.columns,
    values,
    hasDecimalComma: !isPoint && cells.some((cell) => /^\s*-?(\d+|\d{1,3}(\.\d{3})+),\d+\s*$/.test(cell)),
  };
}

/** `ref_logprob` is a reference, and a log probability. */
export const withoutReference = (name: string): string => name.replace(/(^|[_\s.-])ref(erence)?/i, '');

/** By first appearance, from 0. */
export function numbered(values: readonly unknown[]): number[] {
  const known = new Map<unknown, number>();
  return values.map((value) => {
    const number = known.get(value) ?? known.size;
    known.set(value, number);
    return number;
  });
}
