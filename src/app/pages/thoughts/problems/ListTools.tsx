/** @file What can be done with a list of problems: saved in the official form, and its graphs compared with the official ones. */

import { useMemo, useState } from 'react';
import type { Problem } from '../../../../core/coconut/problems/problem';
import { problemToJson } from '../../../../core/coconut/problems/problemJson';
import { prosqaStatistics, STATISTICS_ROWS } from '../../../../core/coconut/tasks/prosqaStatistics';
import { download, fileName } from '../../../shell/files/download';
import { formatCount } from '../../../shell/format';

/** Graphs that the numbers are taken over: more would hold the page up, and change little. */
const MOST_GRAPHS = 500;

interface Props {
  readonly problems: readonly Problem[];
  readonly name: string;
}

export function ListTools({ problems, name }: Props) {
  const save = () =>
    download(
      fileName(name, 'json'),
      `${JSON.stringify(problems.map(problemToJson), undefined, 1)}\n`,
      'application/json',
    );
  const hasGraphs = problems.some(({ task }) => task === 'prosqa');
  return (
    <>
      <button type="button" className="link" onClick={save}>
        Save these problems as .json
      </button>
      {hasGraphs && <GraphNumbers problems={problems} />}
    </>
  );
}

function GraphNumbers({ problems }: { readonly problems: readonly Problem[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="graph-numbers" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Statistics of these graphs</summary>
      {isOpen && <NumbersTable problems={problems} />}
    </details>
  );
}

function NumbersTable({ problems }: { readonly problems: readonly Problem[] }) {
  const statistics = useMemo(
    () =>
      prosqaStatistics(problems.flatMap((problem) => (problem.task === 'prosqa' ? problem : [])).slice(0, MOST_GRAPHS)),
    [problems],
  );
  return (
    <table className="runs">
      <caption className="showing">
        Means of {formatCount(statistics.problems)} graphs beside those of the 800 official test and validation
        problems.
      </caption>
      <thead>
        <tr>
          <th scope="col">measure</th>
          <th scope="col">here</th>
          <th scope="col">official</th>
        </tr>
      </thead>
      <tbody>
        {STATISTICS_ROWS.map(({ name, of, official, isShare }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{numberWords(of(statistics), isShare)}</td>
            <td>{numberWords(official, isShare)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function numberWords(value: number, isShare = false): string {
  return isShare ? `${(100 * value).toFixed(1)} %` : value.toFixed(2);
}
