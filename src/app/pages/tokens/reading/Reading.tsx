/** @file While files are read: how far, and, where they are tables, which column holds the text. */

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, useState } from 'react';
import type { ReadText, TextTable } from '../../../../core/trace/messages/textMessages';
import { useActions, useApp } from '../../../AppContext';
import { formatBytes, formatCount } from '../../../shell/format';

export default function Reading() {
  const reading = useApp((state) => state.reading);
  switch (reading.kind) {
    case 'none':
      return undefined;
    case 'reading':
      return <ReadingBar doneBytes={reading.doneBytes} totalBytes={reading.totalBytes} />;
    case 'choosing':
      return <ColumnDialog text={reading.text} />;
  }
}

function ReadingBar({ doneBytes, totalBytes }: { readonly doneBytes: number; readonly totalBytes: number }) {
  const { cancelReading } = useActions();
  return (
    <div className="reading" role="status">
      <span>
        Reading {formatBytes(doneBytes)} of {formatBytes(totalBytes)}
      </span>
      <progress
        className="run-progress"
        value={doneBytes}
        max={Math.max(1, totalBytes)}
        aria-label="Reading the files"
      />
      <button type="button" className="button" onClick={cancelReading}>
        Cancel
      </button>
    </div>
  );
}

function ColumnDialog({ text }: { readonly text: ReadText }) {
  const { chooseColumns, cancelReading } = useActions();
  const tables = text.tables.filter(({ columns }) => columns.length > 1);
  const [choice, setChoice] = useState(() => Object.fromEntries(tables.map(({ file, chosen }) => [file, chosen])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    chooseColumns(choice);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || cancelReading()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">Which column holds the text?</Dialog.Title>
          <form onSubmit={submit}>
            {tables.map((table) => (
              <ColumnChoice
                key={table.file}
                table={table}
                value={choice[table.file] ?? table.chosen}
                onChange={(column) => setChoice({ ...choice, [table.file]: column })}
              />
            ))}
            <div className="dialog-actions">
              <Dialog.Close className="button">Cancel</Dialog.Close>
              <button type="submit" className="button primary">
                Score this text
              </button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ColumnChoiceProps {
  readonly table: TextTable;
  readonly value: string;
  readonly onChange: (column: string) => void;
}

function ColumnChoice({ table, value, onChange }: ColumnChoiceProps) {
  return (
    <label className="field">
      <span>{table.file}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {table.columns.map((column) => (
          <option key={column}>{column}</option>
        ))}
      </select>
      {table.emptyRows > 0 && value === table.chosen && (
        <span>{formatCount(table.emptyRows)} rows have no text there and are left out.</span>
      )}
    </label>
  );
}
