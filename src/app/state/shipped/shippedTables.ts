/** @file Tables over seeds that ship with the page, under `tables/`. Each was written by `lab table tokens`. */

import { parseSeedTable, type SeedTable } from '../../../core/rho1/seedTable';
import { InputError } from '../../../core/util/assert';

export const SHIPPED_TABLES = ['tokens', 'tools', 'self', 'ratio'] as const;
export type ShippedTable = (typeof SHIPPED_TABLES)[number];

export async function fetchTable(name: ShippedTable, baseUrl: string): Promise<SeedTable> {
  const response = await fetch(new URL(`tables/${name}.json`, baseUrl));
  if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
    throw new InputError(`The table “${name}” is not on this server.`);
  return parseSeedTable(await response.json(), name);
}
