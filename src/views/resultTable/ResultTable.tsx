/** @file Methods by tasks, as the papers' Tables 1 and 3. A cell says over how many runs and tasks it was taken. */

import type { Table } from '../table';

export interface ResultCell {
  /** 0..1; NaN where it was not measured */
  readonly accuracy: number;
  /** Half of the 95 % interval over seeds; absent for one seed. */
  readonly plusMinus?: number | undefined;
  /** Runs, and tasks in each. */
  readonly runs: number;
  readonly tasks: number;
}

export interface ResultRow {
  readonly name: string;
  /** Where the numbers come from: the runs, by their names. */
  readonly source: string;
  readonly cells: readonly ResultCell[];
}

export interface ResultTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly ResultRow[];
}

export function ResultTable({ caption, columns, rows }: ResultTableProps) {
  const best = columns.map((_, column) =>
    Math.max(...rows.map(({ cells }) => cells[column]?.accuracy ?? NaN).filter(Number.isFinite)),
  );
  return (
    <div className="v-table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="v-results">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">method</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, source, cells }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <small>{source}</small>
              </th>
              {cells.map((cell, column) => (
                <td
                  key={column}
                  data-best={cell.accuracy === best[column] && cell.accuracy > 0}
                  title={cellTitle(cell)}
                >
                  {cellWords(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function cellWords({ accuracy, plusMinus }: ResultCell): string {
  if (Number.isNaN(accuracy)) return '–';
  const spread = plusMinus === undefined ? '' : ` ± ${(100 * plusMinus).toFixed(1)}`;
  return `${(100 * accuracy).toFixed(1)}${spread}`;
}

function cellTitle({ runs, tasks, plusMinus }: ResultCell): string {
  const over = runs === 1 ? 'one seed' : `${runs} seeds`;
  const each = tasks > 0 ? `, ${tasks} tasks each` : '';
  return `${over}${each}${plusMinus === undefined ? '' : '; ± is half of the 95 % interval over seeds'}`;
}

export function resultTable({ columns, rows }: Omit<ResultTableProps, 'caption'>): Table {
  return {
    columns: [
      'method',
      'runs',
      ...columns.flatMap((column) => [`${column} (accuracy)`, `${column} (95 %)`, `${column} (seeds)`]),
    ],
    rows: rows.map(({ name, source, cells }) => [
      name,
      source,
      ...cells.flatMap(({ accuracy, plusMinus, runs }) => [accuracy, plusMinus ?? NaN, runs]),
    ]),
  };
}
