/** @file All ways of changing a thought of one problem, each beside what it is to be compared with. */

import { useMemo } from 'react';
import { NULL_OF } from '../../../../core/coconut/probes/interventionFindings';
import type { Problem } from '../../../../core/coconut/problems/problem';
import type { Intervention } from '../../../../core/trace/config/config';
import { chance } from '../../../../views/format';
import { Figure } from '../../../shell/Figure';
import { changeRows, type ChangeRow, changeTable, CHOICE_WORDS } from './changes';
import { INTERVENTION_WORDS } from './interventionWords';
import type { ChangedProblem, ProbedProblem } from '../ask/probed';

interface Props {
  readonly problem: Problem;
  readonly clean: ProbedProblem;
  readonly changed: readonly ChangedProblem[];
  readonly shown: ChangedProblem;
  /** After how many thoughts the answers are compared. */
  readonly after: number;
  readonly onPick: (intervention: Intervention) => void;
}

export function ChangeTable({ problem, clean, changed, shown, after, onPick }: Props) {
  const { thought, kind } = shown.intervention;
  const thoughts = [...new Set(changed.map(({ intervention }) => intervention.thought))].sort((a, b) => a - b);
  const rows = useMemo(
    () => changeRows(problem, clean, changed, thought, after),
    [problem, clean, changed, thought, after],
  );
  return (
    <Figure name="One thought is replaced" table={() => changeTable(rows)} isDrawn={false}>
      <div className="change-head">
        <div className="segments" role="group" aria-label="Which thought">
          {thoughts.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === thought}
              onClick={() => onPick({ kind, thought: each })}
            >
              thought {each}
            </button>
          ))}
        </div>
        <p className="figure-lead">
          Another vector is fed in its place, and all that follows is computed from it; answers after {after}{' '}
          {after === 1 ? 'thought' : 'thoughts'}. Later work doubts that the tree explains the gain; here it can be
          tried.
        </p>
      </div>
      <div className="table-scroll">
        <table className="runs change-table">
          <thead>
            <tr>
              <th scope="col">in its place</th>
              <th scope="col">writes</th>
              <th scope="col">answer</th>
              <th scope="col">target</th>
              <th scope="col">other</th>
              <th scope="col">moved</th>
              <th scope="col">compared with</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name} row={row} rows={rows} isShown={row.intervention?.kind === kind} onPick={onPick} />
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

interface RowProps {
  readonly row: ChangeRow;
  readonly rows: readonly ChangeRow[];
  readonly isShown: boolean;
  readonly onPick: (intervention: Intervention) => void;
}

function Row({ row, rows, isShown, onPick }: RowProps) {
  const { intervention } = row;
  return (
    <tr data-shown={isShown}>
      <th scope="row">
        {intervention ? (
          <button
            type="button"
            className="link"
            aria-pressed={isShown}
            title={INTERVENTION_WORDS[intervention.kind].words}
            onClick={() => onPick({ kind: intervention.kind, thought: intervention.thought })}
          >
            {row.name}
          </button>
        ) : (
          row.name
        )}
      </th>
      <td className="change-written">{row.written}</td>
      <td data-choice={row.choice}>{CHOICE_WORDS[row.choice]}</td>
      <td>{chance(row.targetValue)}</td>
      <td>{chance(row.otherValue)}</td>
      <td>{chance(row.moved)}</td>
      <td>{intervention && nullWords(intervention, rows)}</td>
    </tr>
  );
}

/** `mean: moved .12`. */
function nullWords({ kind }: Intervention, rows: readonly ChangeRow[]): string {
  const against = NULL_OF[kind];
  if (against === undefined) return '';
  if (against === 'fewer') return 'one thought fewer';
  const row = rows.find(({ intervention }) => intervention?.kind === against);
  return row ? `${row.name}: moved ${chance(row.moved)}` : INTERVENTION_WORDS[against].name;
}
