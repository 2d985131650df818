/** @file Which column of a table means what: asked before a trace made elsewhere is read. */

import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import type { TableMapping, TableShape } from '../../../core/trace/messages/tableMessages';
import { useActions, useApp } from '../../AppContext';
import { formatCount } from '../format';
import { Icon } from '../icons';

export default function TableDialog() {
  const table = useApp((state) => state.table);
  const { cancelTable } = useActions();
  if (table.kind === 'none') return undefined;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && cancelTable()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">A trace made elsewhere</Dialog.Title>
          <Dialog.Close className="icon-button dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          {table.kind === 'reading' ? <p role="status">Reading the table…</p> : <MappingForm shape={table.shape} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function MappingForm({ shape }: { readonly shape: TableShape }) {
  const [mapping, setMapping] = useState(shape.guess);
  const { readTable } = useActions();
  const numbers = shape.columns.filter(({ isNumber }) => isNumber).map(({ name }) => name);
  const change = (part: Partial<TableMapping>) => setMapping((now) => ({ ...now, ...part }));
  return (
    <form
      className="mapping-form"
      onSubmit={(event) => {
        event.preventDefault();
        readTable(mapping);
      }}
    >
      <p>
        {formatCount(shape.rows)} rows, one a token. Which column is the text of the token, and which hold its loss in
        nats, at which step?
      </p>
      <ColumnChoice
        label="Text of the token"
        value={mapping.text}
        columns={shape.columns.map(({ name }) => name)}
        onChoose={(text) => change({ text: text ?? '' })}
      />
      <ColumnChoice
        label="Number in the vocabulary"
        value={mapping.id}
        columns={numbers}
        onChoose={(id) => change({ id })}
      />
      <ColumnChoice
        label="Loss of a reference model"
        value={mapping.reference}
        columns={numbers}
        onChoose={(reference) => change({ reference })}
      />
      <LossColumns columns={numbers} losses={mapping.losses} onChange={(losses) => change({ losses })} />
      <label className="check">
        <input
          type="checkbox"
          checked={mapping.isByteLevel}
          onChange={(event) => change({ isByteLevel: event.target.checked })}
        />
        Byte-level tokens: Ġ stands for a space
      </label>
      <button type="submit" className="button primary" disabled={mapping.text === '' || mapping.losses.length === 0}>
        Open
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly columns: readonly string[];
  readonly onChoose: (column: string | undefined) => void;
}

function ColumnChoice({ label, value, columns, onChoose }: ChoiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value || undefined)}>
        <option value="">none</option>
        {columns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface LossProps {
  readonly columns: readonly string[];
  readonly losses: TableMapping['losses'];
  readonly onChange: (losses: TableMapping['losses']) => void;
}

function LossColumns({ columns, losses, onChange }: LossProps) {
  const stepOf = (column: string) => losses.find((each) => each.column === column)?.step;
  const toggle = (column: string, isIn: boolean) => {
    const others = losses.filter((each) => each.column !== column);
    const next = Math.max(-1, ...others.map(({ step }) => step)) + 1;
    onChange(isIn ? [...others, { column, step: next }] : others);
  };
  const setStep = (column: string, step: number) =>
    onChange(losses.map((each) => (each.column === column ? { column, step } : each)));
  return (
    <fieldset className="loss-columns">
      <legend>Losses, by checkpoint</legend>
      {columns.map((column) => {
        const step = stepOf(column);
        return (
          <div key={column} className="loss-column">
            <label className="check">
              <input
                type="checkbox"
                checked={step !== undefined}
                onChange={(event) => toggle(column, event.target.checked)}
              />
              {column}
            </label>
            {step !== undefined && (
              <label className="inline-field">
                step
                <input
                  type="number"
                  min={0}
                  value={step}
                  onChange={(event) => setStep(column, event.target.valueAsNumber || 0)}
                />
              </label>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
