/** @file What one can take along from the run at hand. */

import { Menu } from '@base-ui/react/menu';
import { useActions, useApp } from '../AppContext';
import { shownEntry } from '../state/select';
import { Icon } from './icons';
import type { RunFormat } from './saveRun';

export default function ExportMenu() {
  const entry = useApp(shownEntry);
  const cursor = useApp((state) => state.cursor);
  const { guarded } = useActions();
  const isReady = entry?.trace.document !== undefined;
  const save = (format: RunFormat) =>
    void guarded(async () => {
      const { saveRun } = await import('./saveRun');
      if (entry) await saveRun(entry, cursor, format);
    });
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label="Export" title="Export">
        <Icon name="export" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6}>
          <Menu.Popup className="popup menu">
            <Menu.Item className="menu-item" disabled={!isReady} onClick={() => save('trace')}>
              Run <small>.safetensors</small>
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">Table, one row a token</Menu.GroupLabel>
              <Menu.Item className="menu-item" disabled={!isReady} onClick={() => save('csv')}>
                CSV <small>.csv</small>
              </Menu.Item>
              <Menu.Item className="menu-item" disabled={!isReady} onClick={() => save('jsonl')}>
                JSON lines <small>.jsonl</small>
              </Menu.Item>
              <Menu.Item className="menu-item" disabled={!isReady} onClick={() => save('parquet')}>
                Parquet <small>.parquet</small>
              </Menu.Item>
            </Menu.Group>
            <p className="menu-label">Each picture has its own menu for SVG and PNG.</p>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
