/** @file Methods by tasks, accuracy beside generated tokens: the form of Coconut's Table 1. */

import type { Table } from '../table';

export interface MethodCell {
  /** 0..1; NaN where it was not measured */
  readonly accuracy: number;
  /** Half-width of the interval; absent where there is none. */
  readonly plusMinus?: number | undefined;
  /** Written before the end mark, mean; NaN where it was not measured */
  readonly tokens: number;
  /** Said of this number alone, such as whom it is quoted from. */
  readonly note?: string | undefined;
}

export interface MethodRow {
  readonly name: string;
  /** Stands under the name: seeds, thoughts. */
  readonly detail?: string | undefined;
  readonly cells: readonly MethodCell[];
}

export interface MethodTableProps {
  readonly caption: string;
  readonly tasks: readonly string[];
  readonly rows: readonly MethodRow[];
}

export function MethodTable({ caption, tasks, rows }: MethodTableProps) {
  const best = tasks.map((_, task) =>
    Math.max(...rows.map(({ cells }) => cells[task]?.accuracy ?? NaN).filter(Number.isFinite)),
  );
  return (
    <div className="v-table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="v-results">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              method
            </th>
            {tasks.map((task) => (
              <th key={task} scope="colgroup" colSpan={2}>
                {task}
              </th>
            ))}
          </tr>
          <tr>
            {tasks.flatMap((task) => [
              <th key={`${task} accuracy`} scope="col">
                accuracy (%)
              </th>,
              <th key={`${task} tokens`} scope="col">
                tokens
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, detail, cells }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {detail && <small>{detail}</small>}
              </th>
              {cells.flatMap((cell, task) => [
                <td key={`${task} accuracy`} data-best={cell.accuracy === best[task]}>
                  {accuracyWords(cell)}
                  {cell.note && <small>{cell.note}</small>}
                </td>,
                <td key={`${task} tokens`}>{Number.isNaN(cell.tokens) ? '–' : cell.tokens.toFixed(1)}</td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function accuracyWords({ accuracy, plusMinus }: MethodCell): string {
  if (Number.isNaN(accuracy)) return '–';
  const interval = plusMinus === undefined ? '' : ` ± ${(100 * plusMinus).toFixed(1)}`;
  return `${(100 * accuracy).toFixed(1)}${interval}`;
}

export function methodTable({ tasks, rows }: Omit<MethodTableProps, 'caption'>): Table {
  return {
    columns: ['method', ...tasks.flatMap((task) => [`${task}: accuracy`, `${task}: ±`, `${task}: generated tokens`])],
    rows: rows.map(({ name, cells }) => [
      name,
      ...cells.flatMap(({ accuracy, plusMinus, tokens }) => [accuracy, plusMinus ?? NaN, tokens]),
    ]),
  };
}
