/**
 * @file A table over seeds as a file: what `lab table tokens` writes and the page reads. Numbers are rounded to four digits;
 * what was not measured, and the interval of a single seed, is null.
 */

import * as v from 'valibot';
import { list, parseWith, table, text, whole } from '../trace/config/parseConfig';
import type { ArmRow } from './compareArms';

export interface SeedTable {
  readonly experiment: string;
  readonly preset: string;
  readonly seeds: readonly number[];
  /** Optimisation steps of each arm. */
  readonly steps: number;
  readonly backend: string;
  readonly commit: string;
  readonly rows: readonly ArmRow[];
}

const DIGITS = 4;

export function encodeSeedTable(seedTable: SeedTable): string {
  return `${JSON.stringify(seedTable, rounded)}\n`;
}

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;

const measured = v.pipe(
  v.nullable(v.number('must be a number')),
  v.transform((value) => value ?? NaN),
);

const schema: v.GenericSchema<unknown, SeedTable> = table({
  experiment: text(100),
  preset: text(100),
  seeds: list(whole(0, 2 ** 32 - 1), 1000),
  steps: whole(1, 1_000_000),
  backend: text(100),
  commit: text(100),
  rows: list(
    table({
      arm: text(100),
      figure: text(200),
      values: list(measured, 1000),
      mean: measured,
      halfWidth: measured,
    }),
    10_000,
  ),
});

/** Refuses with a sentence what is no such table. */
export function parseSeedTable(json: unknown, name: string): SeedTable {
  return parseWith(schema, json, `The table “${name}” cannot be read`);
}

/** The row of an arm and a figure; undefined where it was not measured. */
export function rowOf({ rows }: SeedTable, arm: string, figure: string): ArmRow | undefined {
  return rows.find((row) => row.arm === arm && row.figure === figure);
}

/** Names of the arms, in the order of the experiment. */
export function armsOf({ rows }: SeedTable): readonly string[] {
  return [...new Set(rows.map(({ arm }) => arm))];
}
