/** @file The table behind a picture as text: CSV (RFC 4180) or JSON, one object a row. */

import type { Table } from '../../../views/table';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

export function tableCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** A missing number is null. */
export function tableJson({ columns, rows }: Table): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
  return `${JSON.stringify(objects, (_, value: unknown) => (Number.isNaN(value) ? null : value), 1)}\n`;
}

function csvField(value: string | number): string {
  const text = Number.isNaN(value) ? '' : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
