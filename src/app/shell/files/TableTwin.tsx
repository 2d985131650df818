/** @file The same facts as the picture above, as a table. */

import type { Table } from '../../../views/table';
import { formatCount } from '../format';

/** More rows than anyone reads would cost more than the picture; the saved file has them all. */
const MOST_ROWS = 200;

export function TableTwin({ name, table }: { readonly name: string; readonly table: Table }) {
  const { columns, rows } = table;
  return (
    <div className="table-scroll table-twin" tabIndex={0} role="region" aria-label={`${name} as a table`}>
      <table className="runs">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, i) => (
            <tr key={i}>
              {row.map((value, j) => (
                <td key={j}>{typeof value === 'number' ? cellNumber(value) : value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && (
        <p className="showing">
          The first {MOST_ROWS} of {formatCount(rows.length)} rows; save the table for all of them.
        </p>
      )}
    </div>
  );
}

function cellNumber(value: number): string {
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? formatCount(value) : value.toPrecision(4);
}
