/** @file Table 1 as it was measured here: a file that `lab table thoughts` wrote, shipped with the page. Parsed at the door. */

import * as v from 'valibot';
import { METHOD_NAMES } from '../../../core/coconut/curriculum/methods';
import { InputError } from '../../../core/util/assert';

const row = v.object({
  method: v.picklist(METHOD_NAMES),
  accuracies: v.array(v.number()),
  accuracy: v.object({ mean: v.number(), halfWidth: v.nullable(v.number()) }),
  meanGeneratedTokens: v.number(),
});

const table = v.object({
  preset: v.string(),
  data: v.picklist(['prosqa', 'prontoqa', 'arithmetic']),
  seeds: v.array(v.number()),
  problems: v.number(),
  backend: v.string(),
  commit: v.string(),
  rows: v.array(row),
});

/** One task's table, or a list of them. */
const file = v.union([
  v.pipe(
    table,
    v.transform((one) => [one]),
  ),
  v.array(table),
]);

export type ThoughtsTable = v.InferOutput<typeof table>;

export function parseThoughtsTables(json: unknown): readonly ThoughtsTable[] {
  const parsed = v.safeParse(file, json);
  if (!parsed.success) throw new InputError('The table of the methods is not in a form that this page reads.');
  return parsed.output;
}

/** Empty where none ships. */
export async function fetchThoughtsTables(baseUrl: string): Promise<readonly ThoughtsTable[]> {
  const response = await fetch(new URL('tables/thoughts.json', baseUrl));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html')) return [];
  return parseThoughtsTables(await response.json());
}
