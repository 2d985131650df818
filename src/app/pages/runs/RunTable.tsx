/** @file Runs as rows: what each is, how far it is, and what can be done with it. */

import { useState } from 'react';
import { runLook } from '../../../views/runLooks';
import { RunSwatch } from '../../../views/runCurves/RunCurves';
import type { RunId } from '../../../core/trace/messages/commands';
import { useActions, useApp } from '../../AppContext';
import { formatBytes, formatCount } from '../../shell/format';
import { labsOf } from '../../state/labs';
import { CardDialog } from './CardDialog';
import { RowMenu } from './RowMenu';
import type { RunRow } from './rows';

const COLUMNS = ['Run', 'Kind', 'State', 'Step', 'Saved', 'Size'] as const;

export function RunTable({ label, rows }: { readonly label: string; readonly rows: readonly RunRow[] }) {
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="runs runs-list">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Compare</span>
            </th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.run} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: RunRow }) {
  const [isEditing, setIsEditing] = useState(false);
  const { run, name, source, card, kindWords, stateWords, step, totalSteps, savedAtMs, bytes } = row;
  const parent = card.parent && `branched off at step ${formatCount(card.parent.step)}`;
  const under = [name === source ? undefined : source, parent, card.group].filter(Boolean).join(' · ');
  return (
    <tr data-run={run} data-pinned={card.isPinned ?? false}>
      <td>
        <CompareBox run={run} name={name} />
      </td>
      <th scope="row">
        {card.isPinned && (
          <span className="run-pin" title="Pinned">
            <span className="visually-hidden">Pinned: </span>
          </span>
        )}
        {name}
        {under && <span className="run-under">{under}</span>}
        {card.note && <span className="run-note">{card.note}</span>}
      </th>
      <td>{kindWords}</td>
      <td>{stateWords}</td>
      <td>{totalSteps === undefined ? '–' : `${formatCount(step)} of ${formatCount(totalSteps)}`}</td>
      <td>{savedAtMs === undefined ? 'Not saved' : dateWords(savedAtMs)}</td>
      <td>{bytes === undefined ? '–' : formatBytes(bytes)}</td>
      <td>
        <RowActions row={row} onEdit={() => setIsEditing(true)} />
        {isEditing && <CardDialog row={row} onClose={() => setIsEditing(false)} />}
      </td>
    </tr>
  );
}

function dateWords(ms: number): string {
  return new Date(ms).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** Takes a run into the comparison; its look stands beside it from then on. */
export function CompareBox({ run, name }: { readonly run: RunId; readonly name: string }) {
  const order = useApp((state) => state.shelf.compared.find((each) => each.run === run)?.order);
  const { compare } = useActions();
  return (
    <label className="compare-box">
      <input
        type="checkbox"
        aria-label={`Compare ${name}`}
        checked={order !== undefined}
        onChange={() => compare(run)}
      />
      {order !== undefined && <RunSwatch look={runLook(order)} />}
    </label>
  );
}

function RowActions({ row, onEdit }: { readonly row: RunRow; readonly onEdit: () => void }) {
  const { openSaved, resume, goTo } = useActions();
  const { run, kind, state, isElsewhere } = row;
  const [home] = labsOf(kind);
  const canResume = !isElsewhere && (state === 'paused' || state === 'stopped');
  return (
    <div className="row-actions">
      <button
        type="button"
        className="button"
        onClick={() => {
          openSaved(run);
          goTo(home);
        }}
      >
        Open
      </button>
      {canResume && (
        <button
          type="button"
          className="button"
          onClick={() => {
            openSaved(run);
            resume(run);
            goTo(home);
          }}
        >
          Resume
        </button>
      )}
      <RowMenu row={row} onEdit={onEdit} />
    </div>
  );
}
