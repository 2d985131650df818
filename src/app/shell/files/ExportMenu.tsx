/** @file What one can take along from the run at hand. */

import { Menu } from '@base-ui/react/menu';
import { trainedModel } from '../../../core/trace/config/configFacts';
import { useActions, useApp } from '../../AppContext';
import { shownEntry } from '../../state/select';
import { Icon } from '../icons';
import type { RunFormat, RunRows } from './saveRun';

const TABLES: readonly { readonly format: RunFormat; readonly name: string }[] = [
  { format: 'csv', name: 'CSV' },
  { format: 'jsonl', name: 'JSON lines' },
  { format: 'parquet', name: 'Parquet' },
];

export default function ExportMenu() {
  const entry = useApp(shownEntry);
  const cursor = useApp((state) => state.cursor);
  const isKept = useApp((state) => state.saved.some(({ run }) => run === state.cursor.run));
  const config = entry?.trace.config;
  const hasModel = config !== undefined && trainedModel(config) !== undefined;
  const { guarded, exportRun } = useActions();
  const isReady = entry?.trace.document !== undefined;
  const hasReference = (entry?.trace.document?.referenceScored ?? 0) > 0;
  const save = (format: RunFormat, rows?: RunRows) =>
    void guarded(async () => {
      const { saveRun } = await import('./saveRun');
      if (entry) await saveRun(entry, cursor, format, rows);
    });
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label="Export" title="Export">
        <Icon name="export" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6}>
          <Menu.Popup className="popup menu">
            {entry && isKept && (
              <Menu.Item className="menu-item" onClick={() => exportRun(entry.run, 'experiment')}>
                Experiment: everything in one file <small>.zip</small>
              </Menu.Item>
            )}
            {entry && isKept && hasModel && (
              <Menu.Item className="menu-item" onClick={() => exportRun(entry.run, 'model', cursor.arm)}>
                Model for Python <small>.zip</small>
              </Menu.Item>
            )}
            <Menu.Item className="menu-item" disabled={!isReady} onClick={() => save('trace')}>
              Trace <small>.safetensors</small>
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Table, one row per token</Menu.GroupLabel>
              {TABLES.map(({ format, name }) => (
                <Menu.Item key={format} className="menu-item" disabled={!isReady} onClick={() => save(format)}>
                  {name} <small>.{format}</small>
                </Menu.Item>
              ))}
            </Menu.Group>
            {hasReference && (
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">Only the tokens kept at k</Menu.GroupLabel>
                {TABLES.map(({ format, name }) => (
                  <Menu.Item key={format} className="menu-item" onClick={() => save(format, 'kept')}>
                    {name} <small>.{format}</small>
                  </Menu.Item>
                ))}
              </Menu.Group>
            )}
            <p className="menu-label">Each picture has its own menu for SVG and PNG.</p>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
